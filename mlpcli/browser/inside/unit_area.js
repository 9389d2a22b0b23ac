// What a unit outputs over the area of two inputs.

const UNIT_SIDE = 40;
const UNIT_PIXELS = 320;

/** The middles of `side` times `side` cells of an area, from its upper left corner on, as rows `[cells, 2]`. */
function cellsOf([across, up], side) {
  const found = zeros([side * side, 2]);
  for (let at = 0; at < side * side; at += 1) {
    const [column, row] = [at % side, Math.floor(at / side)];
    found.values[2 * at] = across.low + ((column + 0.5) / side) * (across.high - across.low);
    found.values[2 * at + 1] = up.high - ((row + 0.5) / side) * (up.high - up.low);
  }
  return found;
}

/** Where two inputs are on a picture of the area with so many pixels on each side. */
function placeOnArea([across, up], [first, second], pixels) {
  return [
    ((first - across.low) / (across.high - across.low)) * pixels,
    ((up.high - second) / (up.high - up.low)) * pixels,
  ];
}

/** The two inputs with the ends of their area; null for other rows. */
function areaAxes(page) {
  const { input } = page.data;
  if (page.network.shape.length !== 1 || page.network.shape[0] !== 2 || !input || !input.low) return null;
  return [0, 1].map((at) => ({ name: input.names[at], low: input.low[at], high: input.high[at] }));
}

function valuesOverArea(page, { position, unit }, axes) {
  const points = cellsOf(axes, UNIT_SIDE).values;
  return Float32Array.from({ length: UNIT_SIDE * UNIT_SIDE }, (_, cell) => {
    return page.network.forward(points.subarray(2 * cell, 2 * cell + 2))[position].after.values[unit];
  });
}

/** What the chosen unit outputs over the area of two inputs, with a mark where the input is. */
function unitArea(inside) {
  const { page, chosen } = inside;
  const axes = areaAxes(page);
  if (!axes || page.layers[chosen.position].after.shape.length !== 1) return [];
  const caption = page.words("unitArea", axes[0].name, axes[1].name);
  const canvas = element("canvas", {
    class: "inside-area",
    width: UNIT_PIXELS,
    height: UNIT_PIXELS,
    role: "img",
    "aria-label": caption,
  });
  const redraw = (found) => drawUnitArea(inside, axes, canvas, Boolean(found));
  redraw();
  return [{ shown: element("figure", {}, element("figcaption", { text: caption }), canvas), redraw }];
}

function drawUnitArea(inside, axes, canvas, isChanged) {
  const { page, chosen } = inside;
  // Another input is another mark on the same area.
  if (isChanged || !inside.area || inside.area.chosen !== chosen) {
    inside.area = { chosen, values: valuesOverArea(page, chosen, axes) };
  }
  const { values } = inside.area;
  const colours = signedColours(farthest(values));
  paintSmoothly(canvas, UNIT_SIDE, (cell) => colours(values[cell]));
  const context = canvas.getContext("2d");
  context.lineWidth = 3;
  context.strokeStyle = colour("--ink");
  context.beginPath();
  context.arc(...placeOnArea(axes, page.values, UNIT_PIXELS), 7, 0, 2 * Math.PI);
  context.stroke();
}

addWords({
  en: { unitArea: "Its value over the area of the inputs: {0} from left to right, {1} from the bottom up" },
  ja: { unitArea: "入力の平面での値。左から右へ{0}、下から上へ{1}" },
});
