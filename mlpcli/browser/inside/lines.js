// The connections between units that are drawn one by one: blue for weights above 0, orange and dashed below.

/** The lines into every Dense layer whose inputs and units are both drawn: `draw()`, `place()`, and `mark(kernel, at)`. */
function openLines(inside, list) {
  const svg = drawn("svg", { class: "inside-lines", "aria-hidden": "true" });
  list.before(svg);
  const links = linksOf(inside);
  svg.append(...links.map((link) => link.line), ...links.map((link) => link.hit));
  inside.links = links;
  const place = () => placeLines(svg, list, links);
  new ResizeObserver(place).observe(list);
  return {
    draw: () => {
      drawLines(inside);
      sayLine(inside, inside.said);
    },
    place,
    mark: (kernel, at) =>
      sayLine(inside, links.find((link) => link.kernel === kernel && link.at === at) || null),
  };
}

function linksOf(inside) {
  const links = [];
  let from = null;
  for (const column of inside.columns) {
    const layer = inside.page.network.layers[column.position];
    if (column.kind === "units" && from && layer.kind === "Dense") {
      const { kernel } = layer.weights;
      for (let at = 0; at < kernel.values.length; at += 1)
        links.push(lineOf(inside, from, column, kernel, at));
    }
    // What changes no numbers hands its inputs on.
    if (column.kind !== "kept") from = column.kind === "units" ? column : null;
  }
  return links;
}

function lineOf(inside, from, column, kernel, at) {
  const units = kernel.shape[1];
  const link = { from, column, kernel, at, start: Math.floor(at / units), unit: at % units };
  link.line = drawn("line", {});
  const show = () => sayLine(inside, link);
  link.hit = drawn("line", {
    class: "inside-hit",
    on: {
      pointerenter: show,
      pointerleave: () => sayLine(inside, null),
      click: () => {
        choose(inside, column.position, link.unit);
        inside.detail.querySelector(`.inside-weight[data-at="${link.start}"]`)?.focus();
      },
    },
  });
  return link;
}

/** Says the weight of a connection, and marks it. */
function sayLine(inside, link) {
  const { page } = inside;
  inside.said = link;
  for (const one of inside.links) one.line.classList.toggle("inside-marked", one === link);
  if (!link || !page.layers) {
    say(inside.status, "");
    return;
  }
  const { position } = link.column;
  const source = sourceOf(page, position, [link.start]);
  const target = unitName(page, position, link.unit) ?? `${page.network.layers[position].name}[${link.unit}]`;
  const weight = link.kernel.values[link.at];
  const product = weight * givenTo(page, position).values[link.start];
  const numbers = [weight, product].map(shortNumber);
  say(inside.status, page.words("connection", source, target, ...numbers));
}

/** Puts the ends of the lines where the units are. */
function placeLines(svg, list, links) {
  const base = list.getBoundingClientRect();
  // On paper the list is smaller than it says itself.
  svg.setAttribute("width", base.width);
  svg.setAttribute("height", base.height);
  const places = new Map();
  const endOf = (unit) => {
    if (!places.has(unit)) {
      const box = unit.firstChild.getBoundingClientRect();
      places.set(unit, [box.left - base.left, box.right - base.left, box.top + box.height / 2 - base.top]);
    }
    return places.get(unit);
  };
  for (const { from, column, start, unit, line, hit } of links) {
    const [, x1, y1] = endOf(from.units[start]);
    const [x2, , y2] = endOf(column.units[unit]);
    for (const [key, value] of Object.entries({ x1, y1, x2, y2 })) {
      line.setAttribute(key, value);
      hit.setAttribute(key, value);
    }
  }
}

/** Widths by weight, and how visible by what goes through it at the moment. */
function drawLines(inside) {
  const { page, chosen } = inside;
  const largest = new Map();
  for (const { kernel } of inside.links)
    if (!largest.has(kernel)) largest.set(kernel, farthest(kernel.values) || 1);
  for (const { column, kernel, at, start, unit, line } of inside.links) {
    const weight = kernel.values[at];
    const share = Math.min(1, Math.abs(weight) / largest.get(kernel));
    const isChosen = chosen && chosen.position === column.position && chosen.unit === unit;
    const isLit = page.layers && givenTo(page, column.position).values[start] !== 0;
    line.setAttribute("class", weight < 0 ? "inside-below" : "inside-above");
    line.setAttribute("stroke-width", (0.6 + 3.4 * share).toFixed(2));
    line.setAttribute("stroke-opacity", isChosen ? 1 : isLit ? 0.65 : 0.2);
  }
}

addWords({
  en: { connection: "{0} → {1}: weight {2}, product {3}" },
  ja: { connection: "{0} → {1}: 重み {2}、積 {3}" },
});
