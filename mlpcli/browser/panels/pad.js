// A pad to draw on, for images of one channel: with a pen, a finger, a mouse, or the arrow keys.

const PAD_SIDE = 240;
// The part of the pad that a drawing usually takes.
const PAD_FILLED = 0.75;

function openPad(root, page) {
  const pad = newPad(page);
  const canvas = element("canvas", {
    class: "pad",
    width: pad.plane.width,
    height: pad.plane.height,
    tabindex: 0,
    role: "img",
    "aria-label": page.words("padLabel"),
    "aria-describedby": "pad-how",
  });
  pad.canvas = canvas;
  pad.answer = onceAPicture(() => {
    paintPad(pad);
    answerPad(page, pad);
  });
  byPointer(pad);
  byKeys(pad);
  const tools = padTools(page, pad);
  root.append(
    element("p", { id: "pad-how", class: "note", text: page.words("padHow") }),
    element(
      "div",
      { class: "beside" },
      element("div", { class: "pad-with-tools" }, canvas, tools),
      seenPicture(page),
    ),
  );
  page.listeners.push((layers, from) => {
    if (from === "rows") startAgain(pad);
  });
  onColours(() => paintPad(pad));
  paintPad(pad);
}

function newPad(page) {
  const { frame, height, width } = page.data.input;
  const longer = Math.max(height, width);
  const sides = [height, width].map((side) => Math.max(1, Math.round((PAD_SIDE * side) / longer)));
  // A pen whose strokes are as wide in a drawing of the usual size as those of the training images are.
  const wide = frame ? (frame.stroke[1] + frame.stroke[2]) / 2 / frame.box : 0.12;
  return {
    plane: { height: sides[0], width: sides[1], values: new Uint8Array(sides[0] * sides[1]) },
    isFitted: Boolean(frame),
    radius: Math.min(PAD_SIDE / 12, Math.max(2, (wide * PAD_FILLED * PAD_SIDE) / 2)),
    strokes: [],
    erases: false,
    drawing: null,
    pointer: null,
    // Where the keys have moved the pen, and whether it is shown there.
    cursor: [sides[1] / 2, sides[0] / 4],
    byKeys: false,
  };
}

/** Begins a stroke at a point of the pad, and goes on with it to others. */
function beginStroke(pad, erases) {
  pad.drawing = { points: [], erases };
  pad.strokes.push(pad.drawing);
}

function goOn(pad, point) {
  const { points, erases } = pad.drawing;
  points.push(withinPad(pad, point));
  drawStroke(pad.plane, points.slice(-2), erases ? 1.6 * pad.radius : pad.radius, erases);
  pad.answer();
}

/** A drawing that is fitted is whole: no ink of it beyond the edges. */
function withinPad({ plane, isFitted, radius }, [x, y]) {
  const room = isFitted ? radius + 1 : 0;
  return [Math.min(Math.max(x, room), plane.width - room), Math.min(Math.max(y, room), plane.height - room)];
}

function redrawPad(pad) {
  pad.plane.values.fill(0);
  const from = pad.strokes.reduce((found, stroke, at) => (stroke.clears ? at : found), -1);
  for (const { points, erases } of pad.strokes.slice(from + 1)) {
    drawStroke(pad.plane, points, erases ? 1.6 * pad.radius : pad.radius, erases);
  }
  pad.answer();
}

function startAgain(pad) {
  pad.strokes = [];
  pad.drawing = null;
  pad.plane.values.fill(0);
  paintPad(pad);
}

function byPointer(pad) {
  const { canvas } = pad;
  const placeOf = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * canvas.width) / box.width,
      ((event.clientY - box.top) * canvas.height) / box.height,
    ];
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 0 && event.button !== 5) return;
    // A palm, or a second finger: the stroke is that of the pointer that began it.
    if (pad.pointer !== null) return;
    canvas.setPointerCapture(event.pointerId);
    // Text that a stroke from beside the pad has selected would be dragged by the next one.
    getSelection().removeAllRanges();
    pad.byKeys = false;
    // The other end of a pen erases.
    beginStroke(pad, pad.erases || (event.buttons & 32) > 0);
    pad.pointer = event.pointerId;
    goOn(pad, placeOf(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!pad.drawing || event.pointerId !== pad.pointer) return;
    const all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const one of all.length ? all : [event]) goOn(pad, placeOf(one));
  });
  // The last one comes also if a browser tells none of the others.
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId !== pad.pointer) return;
      pad.drawing = pad.pointer = null;
    });
  }
}

/** The arrow keys move the pen, the space key puts it down and lifts it. */
function byKeys(pad) {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const show = (isShown) => {
    pad.byKeys = isShown;
    paintPad(pad);
  };
  pad.canvas.addEventListener("keydown", (event) => {
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo(pad);
    else if (event.key === "Delete") clearPad(pad);
    else if (event.key === " ") {
      if (pad.drawing) pad.drawing = null;
      else (beginStroke(pad, pad.erases), goOn(pad, pad.cursor));
    } else if (moves[event.key]) {
      const step = event.shiftKey ? 2 : 8;
      const [x, y] = pad.cursor;
      pad.cursor = withinPad(pad, [x + step * moves[event.key][0], y + step * moves[event.key][1]]);
      if (pad.drawing) goOn(pad, pad.cursor);
    } else return;
    event.preventDefault();
    show(true);
  });
  // A pointer that draws shows where it is itself.
  pad.canvas.addEventListener("focus", () => show(pad.pointer === null));
  pad.canvas.addEventListener("blur", () => {
    pad.drawing = null;
    show(false);
  });
}

function undo(pad) {
  pad.drawing = null;
  pad.strokes.pop();
  redrawPad(pad);
}

function clearPad(pad) {
  pad.drawing = null;
  if (pad.strokes.length && !pad.strokes.at(-1).clears) pad.strokes.push({ clears: true });
  redrawPad(pad);
}

function padTools(page, pad) {
  const choose = (erases) => {
    pad.erases = erases;
    pen.setAttribute("aria-pressed", !erases);
    eraser.setAttribute("aria-pressed", erases);
  };
  const pen = button(page.words("pen"), () => choose(false), { "aria-pressed": true });
  const eraser = button(page.words("eraser"), () => choose(true), { "aria-pressed": false });
  const width = element("input", {
    type: "range",
    min: 0.5,
    max: 2,
    step: 0.05,
    value: 1,
    "aria-label": page.words("penWidth"),
  });
  const usual = pad.radius;
  width.addEventListener("input", () => {
    pad.radius = usual * Number(width.value);
    if (pad.strokes.length) redrawPad(pad);
  });
  return element(
    "div",
    { class: "row tools", role: "group", "aria-label": page.words("tools") },
    pen,
    eraser,
    button(page.words("undo"), () => undo(pad)),
    button(page.words("clear"), () => clearPad(pad)),
    element("label", { class: "pen-width" }, page.words("penWidth"), width),
  );
}

/** The pad in the page's own colours, and where the keys have moved the pen. */
function paintPad(pad) {
  const { canvas, plane, cursor } = pad;
  const context = canvas.getContext("2d");
  const image = new ImageData(plane.width, plane.height);
  const pixels = new Uint32Array(image.data.buffer);
  const dark = isDark();
  plane.values.forEach((ink, at) => {
    // Grey in proportion, so that `predict` sees the same in a picture that is saved: a pad is not quite black.
    const grey = dark ? Math.round(16 + (ink * 239) / 255) : 255 - ink;
    // Red, green and blue alike, and opaque.
    pixels[at] = 0xff000000 + 0x010101 * grey;
  });
  context.putImageData(image, 0, 0);
  if (!pad.byKeys) return;
  context.strokeStyle = colour("--c1");
  context.lineWidth = 2;
  context.beginPath();
  context.arc(...cursor, pad.radius, 0, 2 * Math.PI);
  context.stroke();
}

/** What the network takes of the pad, and its answer, or why there is none. */
function answerPad(page, pad) {
  const { input } = page.data;
  if (!pad.plane.values.some((ink) => ink > 0)) return page.clear("pad", "empty");
  const { row, finding } = rowOfPad(pad.plane, input);
  const values = Float32Array.from(row, (value) => input.low + ((input.high - input.low) * value) / 255);
  if (finding === "fitted") return page.show(values, "pad");
  page.clear("pad", finding);
  page.seen(values);
}

/**
 * The row that `predict` makes of a picture of the pad, in black ink on white paper: fitted to the frame that the
 * training images have, or else resized, and its black and white swapped where they have it so.
 */
function rowOfPad(plane, input) {
  const picture = { ...plane, values: negative(plane.values) };
  if (input.frame) return fitDrawing(picture, input.frame);
  const { values } = resampled(picture, input.height, input.width, BILINEAR);
  return { row: input.ink === "bright" ? negative(values) : values, finding: "fitted" };
}

function negative(pixels) {
  return pixels.map((pixel) => 255 - pixel);
}

addWords({
  en: {
    padLabel: "Drawing pad",
    pen: "Pen",
    eraser: "Eraser",
    undo: "Undo",
    clear: "Clear",
    tools: "Drawing tools",
    penWidth: "Width",
    padHow:
      "Draw with a finger, a pen or a mouse; or with the arrow keys: space puts the pen down and lifts it.",
    empty: "Nothing is drawn yet, so there is no answer.",
    several: "Several drawings lie apart, so there is no answer. Draw one.",
    unclear: "No drawing with strokes as the training images have was made out, so there is no answer.",
  },
  ja: {
    padLabel: "お絵かき欄",
    pen: "ペン",
    eraser: "消しゴム",
    undo: "元に戻す",
    clear: "全部消す",
    tools: "描く道具",
    penWidth: "太さ",
    padHow:
      "指、ペン、マウスで描けます。矢印キーでも描けます: スペースキーでペンを下ろし、もう一度で上げます。",
    empty: "まだ何も描かれていないので、答えはありません。",
    several: "離れた絵がいくつかあるので、答えはありません。一つだけ描いてください。",
    unclear: "学習した画像のような線の絵が見分けられないので、答えはありません。",
  },
});
