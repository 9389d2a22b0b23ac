// Two inputs: a point in their plane, with what the network answers everywhere around it.

const PLANE_SIDE = 320;
// Answers on a grid: coarse at first, then fine, as long as a picture of the screen leaves time.
const PLANE_GRIDS = [16, 80];
const SLICE_MS = 10;

function openPlane(root, page) {
  const { input } = page.data;
  const canvas = element("canvas", {
    class: "plane",
    width: PLANE_SIDE,
    height: PLANE_SIDE,
    tabindex: 0,
    role: "img",
    "aria-label": page.words("planeLabel", ...input.names),
    "aria-describedby": "plane-how",
  });
  const plane = {
    canvas,
    input,
    point: Array.from(float32From(input.typical)),
    answers: null,
    side: 0,
    page,
  };
  const answer = onceAPicture(() => page.show(plane.point, "plane"));
  const slid = () => {
    const point = sliders.map((slider) => slider.value());
    if (point.includes(null)) page.clear("plane", "checkFields");
    else move(point);
  };
  const sliders = [0, 1].map((at) => numberSlider(page, input, at, slid, true));
  const move = (point) => {
    plane.point = point;
    sliders.forEach((slider, at) => slider.set(point[at]));
    paintPlane(plane);
    answer();
  };
  pointByPointer(plane, move);
  pointByKeys(plane, move);
  root.append(
    element("p", { id: "plane-how", class: "note", text: page.words(planeHow(page.data)) }),
    element(
      "div",
      { class: "beside plane-beside" },
      element("figure", {}, canvas, planeLegend(page)),
      element("div", { class: "sliders" }, ...sliders.map((slider) => slider.shown)),
    ),
  );
  page.listeners.push((layers, from) => {
    if (from === "rows") {
      plane.point = Array.from(page.values);
      sliders.forEach((slider, at) => slider.set(plane.point[at]));
      paintPlane(plane);
    }
    // Weights may have changed.
    if (from !== "rows" && from !== "plane") answerEverywhere(plane);
  });
  onColours(() => paintPlane(plane));
  move(plane.point);
  answerEverywhere(plane);
}

/** The key of the words on what is seen, and what of it is the data. */
function planeHow({ assumed, rows }) {
  if (assumed) return "planeHowAlone";
  return rows.split === "train" ? "planeHowOfTraining" : "planeHow";
}

/** Computes the answers on the grid, in slices that leave the page responsive. */
function answerEverywhere(plane) {
  const run = (plane.run = {});
  const grids = PLANE_GRIDS.slice();
  let [side, at, found] = [grids.shift(), 0, []];
  const slice = () => {
    if (plane.run !== run) return;
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until && at < side * side) {
      found.push(
        shadeOf(plane, plane.page.network.outputs(pointAt(plane, at % side, Math.floor(at / side), side))),
      );
      at += 1;
    }
    if (at === side * side) {
      [plane.answers, plane.side] = [found, side];
      paintPlane(plane);
      if (!grids.length) return;
      [side, at, found] = [grids.shift(), 0, []];
    }
    requestAnimationFrame(slice);
  };
  requestAnimationFrame(slice);
}

/** The middle of a cell of a grid, from the lowest first input on and the highest second one down. */
function pointAt({ input }, x, y, side) {
  const between = (axis, part) => input.low[axis] + part * (input.high[axis] - input.low[axis]);
  return [between(0, (x + 0.5) / side), between(1, 1 - (y + 0.5) / side)];
}

/** Which colour an answer has, and how much of it, 0 to 1: by class, or by number from low to high. */
function shadeOf({ page }, outputs) {
  const { classes, answers } = page.data;
  if (!classes.length) {
    const [low, high] = [answers.low[0], answers.high[0]];
    const place = Math.min(1, Math.max(0, (outputs[0] - low) / (high - low || 1)));
    return place < 0.5 ? [1, 1 - 2 * place] : [0, 2 * place - 1];
  }
  const probabilities = probabilitiesOf(outputs, classes.length);
  const best = likeliest(probabilities);
  const guess = 1 / classes.length;
  return [best, Math.min(1, Math.max(0, (probabilities[best] - guess) / (1 - guess)))];
}

function paintPlane(plane) {
  const { canvas, input, point, page } = plane;
  const context = canvas.getContext("2d");
  const colours = [0, 1, 2, 3, 4, 5].map((at) => colour(`--c${at}`));
  context.fillStyle = colour("--page");
  context.fillRect(0, 0, PLANE_SIDE, PLANE_SIDE);
  if (plane.answers) context.drawImage(answersDrawn(plane, colours), 0, 0, PLANE_SIDE, PLANE_SIDE);
  const place = (values) =>
    [0, 1].map((axis) => {
      const part = (values[axis] - input.low[axis]) / (input.high[axis] - input.low[axis] || 1);
      return PLANE_SIDE * (axis ? 1 - part : part);
    });
  for (const { at, truth } of input.points) {
    const [which] = page.data.classes.length ? [truth] : shadeOf(plane, [truth]);
    paintDot(context, place(at), 3, colours[which % 6]);
  }
  const [x, y] = place(point);
  paintDot(context, [x, y], 6, colour("--ink"));
  context.strokeStyle = colour("--ink");
  context.strokeRect(x - 11, y - 11, 22, 22);
}

/** A pixel for each cell of the grid. */
function answersDrawn({ answers, side }, colours) {
  const small = element("canvas", { width: side, height: side });
  const context = small.getContext("2d");
  answers.forEach(([which, much], at) => {
    context.globalAlpha = 0.12 + 0.5 * much;
    context.fillStyle = colours[which % 6];
    context.fillRect(at % side, Math.floor(at / side), 1, 1);
  });
  return small;
}

function paintDot(context, [x, y], radius, fill) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = colour("--page");
  context.lineWidth = 1.5;
  context.stroke();
}

function pointByPointer({ canvas, input }, move) {
  byDragging(canvas, (event) => {
    const box = canvas.getBoundingClientRect();
    const parts = [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
    move(
      parts.map(
        (part, axis) =>
          input.low[axis] + Math.min(1, Math.max(0, part)) * (input.high[axis] - input.low[axis]),
      ),
    );
  });
}

function pointByKeys(plane, move) {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  plane.canvas.addEventListener("keydown", (event) => {
    const step = moves[event.key];
    if (!step) return;
    event.preventDefault();
    const { low, high } = plane.input;
    const part = event.shiftKey ? 0.005 : 0.02;
    move(
      plane.point.map((value, axis) =>
        Math.min(high[axis], Math.max(low[axis], value + part * step[axis] * (high[axis] - low[axis]))),
      ),
    );
  });
}

/** The classes by their colours, or the ends of the scale of numbers. */
function planeLegend({ data, words }) {
  const names = data.classes.length ? data.classes : [words("highNumbers"), words("lowNumbers")];
  return colourLegend(names, "dot");
}

addWords({
  en: {
    planeLabel: "The plane of {0} and {1}, with the network's answers",
    planeHow:
      "Click into the plane, drag, or use the arrow keys. Colours are the network's answers; dots are held-back rows, in their true colours.",
    planeHowOfTraining:
      "Click into the plane, drag, or use the arrow keys. Colours are the network's answers; dots are training rows, in their true colours.",
    planeHowAlone:
      "Click into the plane, drag, or use the arrow keys. Colours are the network's answers. The training data could not be read, so its size is assumed.",
    highNumbers: "high",
    lowNumbers: "low",
  },
  ja: {
    planeLabel: "{0} と {1} の平面と、ネットワークの答え",
    planeHow:
      "平面をクリックするか、ドラッグするか、矢印キーで点を動かせます。色はネットワークの答え、点は学習に使っていないデータ (色は正解) です。",
    planeHowOfTraining:
      "平面をクリックするか、ドラッグするか、矢印キーで点を動かせます。色はネットワークの答え、点は学習用データ (色は正解) です。",
    planeHowAlone:
      "平面をクリックするか、ドラッグするか、矢印キーで点を動かせます。色はネットワークの答えです。学習データを読めなかったので、平面の範囲は仮のものです。",
    highNumbers: "大きい",
    lowNumbers: "小さい",
  },
});
