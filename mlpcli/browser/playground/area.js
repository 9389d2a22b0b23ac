// The answer of the network over the area of the inputs, the rows on it, and the curves of the loss.

const AREA_SIDE = 640;
const MOST_POINTS = 300;

function openArea(game) {
  const { words } = game.page;
  const { axes, held } = game.given;
  const train = splitInWords(game, "train");
  const canvas = element("canvas", {
    class: "play-area",
    width: AREA_SIDE,
    height: AREA_SIDE,
    role: "img",
    "aria-label": words("answerMap", train),
  });
  const names = axes.map((axis) => axis.name);
  const told = held
    ? words("areaAxes", ...names, train, splitInWords(game, "held"))
    : words("areaAxesAlone", ...names, train);
  game.views.push({ draw: () => drawArea(game, canvas) });
  return element("figure", {}, canvas, element("figcaption", { class: "note", text: told }));
}

function drawArea(game, canvas) {
  const { trainer, page, given } = game;
  const side = cellsFor(trainer, 64);
  const outputs = throughParts(trainer.parts, prepared(page, cellsOf(given.axes, side)), null);
  const answers = answersOf(trainer, outputs).values;
  const colours = answerColours(answers, trainer.outputs, page.data.classes.length, game.rows.train.targets);
  paintSmoothly(canvas, side, colours);
  for (const name of ["held", "train"]) if (game.rows[name]) drawPoints(game, canvas.getContext("2d"), name);
}

/** Rows of a split as points, evenly spread if there are many. */
function drawPoints(game, context, name) {
  const { raw, targets } = game.rows[name];
  const { classes } = game.page.data;
  const count = raw.shape[0];
  const of = targets.length / count;
  const colours = classes.length ? classColours(classes.length) : null;
  const scale = colours ? null : numberColours(targets, of, game.rows.train.targets);
  const every = Math.max(1, Math.floor(count / MOST_POINTS));
  const page = `rgb(${partsOfColour("--page")})`;
  for (let row = 0; row < count; row += every) {
    const place = placeOnArea(game.given.axes, raw.values.subarray(2 * row), AREA_SIDE);
    const paint = `rgb(${(colours ? colours[targets[row]] : scale(row)).map(Math.round)})`;
    context.beginPath();
    context.arc(...place, name === "train" ? 7 : 6, 0, 2 * Math.PI);
    context.lineWidth = name === "train" ? 2 : 4;
    context.strokeStyle = name === "train" ? page : paint;
    context.fillStyle = name === "train" ? paint : page;
    context.fill();
    context.stroke();
  }
}

/** The loss on training rows and on held-back ones, epoch by epoch. */
function openLosses(game) {
  const { words } = game.page;
  // The dashed line over the solid one, which would hide it where both are the same.
  const names = ["held", "train"].filter((name) => game.rows[name]);
  const lines = names.map((name) => drawn("polyline", { class: `curve-${name}` }));
  const texts = [
    drawn("text", { class: "play-high", x: 4, y: 14 }),
    drawn("text", { class: "play-low", x: 4, y: 196 }),
    drawn("text", { class: "play-last", x: 396, y: 196, "text-anchor": "end" }),
  ];
  const picture = drawn(
    "svg",
    { viewBox: "0 0 400 200", class: "play-curves", role: "img", "aria-label": words("curves") },
    ...lines,
    ...texts,
  );
  game.views.push({ draw: () => drawLosses(game, names, lines, texts) });
  const legend = element(
    "ul",
    { class: "play-legend" },
    ...names.map((name) => element("li", { class: `of-${name}`, text: splitInWords(game, name) })),
  );
  return element("figure", {}, element("figcaption", { text: words("curves") }), picture, legend);
}

function drawLosses(game, names, lines, [high, low, last]) {
  const { history } = game;
  const found = names.map((name) => history.map((one) => one[name].loss).filter(Number.isFinite));
  const top =
    found.reduce((most, losses) => losses.reduce((one, other) => Math.max(one, other), most), 0) || 1;
  const end = Math.max(1, history.at(-1).epoch);
  names.forEach((name, at) => {
    const points = history.filter((one) => Number.isFinite(one[name].loss));
    const places = points.map((one) => [(one.epoch / end) * 400, 180 - (one[name].loss / top) * 160]);
    lines[at].setAttribute("points", places.map((place) => place.map((one) => one.toFixed(1))).join(" "));
  });
  high.textContent = shortNumber(top);
  low.textContent = "0";
  last.textContent = game.page.words("epochNumber", end);
}
