// A column for each layer: its units as circles if they are few, as a picture if they are many.

const FEW_UNITS = 16;
const MOST_MAPS = 64;

function inputColumn(inside) {
  const { network, words } = inside.page;
  const body = element("div", { class: "inside-body" });
  const title = element(
    "div",
    { class: "inside-title" },
    element("b", { text: words("inputLayer") }),
    element("small", { text: network.shape.join(" × ") }),
  );
  return { position: -1, item: element("li", {}, title, body), body };
}

function layerColumn(inside, layer, position) {
  const { applied, index } = inside.page.data.inside.layers[position];
  const added = layer.name.replace(/_+$/, "").replace("preprocessing__", "");
  const name = index === null ? added : `${index} ${layer.kind}`;
  const activation =
    applied && applied !== "linear" && applied !== layer.kind.toLowerCase() ? ` ${applied}` : "";
  const size = element("small");
  const title = element(
    "button",
    {
      type: "button",
      class: "inside-title",
      "aria-pressed": "false",
      on: { click: () => choose(inside, position) },
    },
    element("b", { text: name + activation }),
    size,
  );
  const body = element("div", { class: "inside-body" });
  return { position, item: element("li", {}, title, body), title, size, body };
}

const valuesOfColumn = (page, { position }) => givenTo(page, position + 1);

/** What a column consists of. */
function prepareColumn(inside, column) {
  const { page } = inside;
  const { shape, values } = valuesOfColumn(inside.probe, column);
  if (column.size) column.size.textContent = shape.join(" × ");
  const before = column.position < 0 ? null : givenTo(inside.probe, column.position).values;
  const isSame =
    before?.length === values.length && values.every((value, at) => Object.is(value, before[at]));
  if (isSame && !isActivated(inside.probe, column.position)) {
    column.kind = "kept";
    column.body.append(element("small", { text: page.words("sameNumbers") }));
  } else if (shape.length === 1 && shape[0] <= FEW_UNITS) {
    column.kind = "units";
    column.units = Array.from(values, (_, unit) => unitButton(inside, column, unit));
    column.body.append(...column.units);
  } else {
    column.kind = "picture";
    column.canvas = pictureOfColumn(inside, column, shape);
    column.body.append(column.canvas);
  }
}

/** An activation may leave the numbers of one input as they are, and change those of the next. */
function isActivated(page, position) {
  return page.layers[position].before !== null || page.data.inside.layers[position].values === "mixed";
}

/** The class, the column of the table or the number that a unit stands for. */
function unitName(page, position, unit) {
  const { classes, inside } = page.data;
  const isLast = position === page.network.layers.length - 1;
  if (isLast && classes.length > 1 && inside.outputs === classes.length) return classes[unit];
  return position < 0 && inside.columns[unit] ? inside.columns[unit] : null;
}

function unitButton(inside, column, unit) {
  const { page } = inside;
  const number = element("span", { class: "inside-value" });
  const name = unitName(page, column.position, unit);
  const circle = element("span", { class: "inside-unit" }, number);
  const parts = name === null ? [circle] : [circle, element("span", { class: "inside-name", text: name })];
  const title = spelled(name ?? page.words("unitNumber", unit));
  if (column.position < 0) return element("div", { class: "inside-choice", title }, ...parts);
  return element(
    "button",
    {
      type: "button",
      class: "inside-choice",
      "aria-pressed": "false",
      title,
      on: { click: () => choose(inside, column.position, unit) },
    },
    ...parts,
  );
}

/** Values as cells: an image, maps beside each other, a signal, or units in rows. */
function gridOf(shape) {
  if (shape.length === 3) {
    const maps = Math.min(shape[2], MOST_MAPS);
    const across = Math.ceil(Math.sqrt(maps));
    const [high, wide, channels] = shape;
    const [columns, rows] = [across * (wide + 1) - 1, Math.ceil(maps / across) * (high + 1) - 1];
    return { across, maps, high, wide, channels, columns, rows };
  }
  if (shape.length === 2) return { signal: true, columns: shape[0], rows: shape[1], channels: shape[1] };
  const columns = Math.ceil(Math.sqrt(shape[0] || 1));
  return { columns, rows: Math.ceil((shape[0] || 1) / columns), channels: shape[0] };
}

/** The number of the value that a cell shows, and its unit; null between maps. */
function cellOf(grid, column, row) {
  if (grid.maps) {
    const [left, top] = [Math.floor(column / (grid.wide + 1)), Math.floor(row / (grid.high + 1))];
    const [x, y] = [column % (grid.wide + 1), row % (grid.high + 1)];
    const unit = top * grid.across + left;
    if (x === grid.wide || y === grid.high || unit >= grid.maps) return null;
    return { unit, at: (y * grid.wide + x) * grid.channels + unit };
  }
  if (grid.signal) return { unit: row, at: column * grid.channels + row };
  const unit = row * grid.columns + column;
  return unit < grid.channels ? { unit, at: unit } : null;
}

function pictureOfColumn(inside, column, shape) {
  column.grid = gridOf(shape);
  const { page } = inside;
  const canvas = element("canvas", {
    class: "inside-picture",
    role: "img",
    "aria-label": page.words("valueColumn"),
  });
  if (column.position >= 0) {
    canvas.addEventListener("click", (event) => {
      const box = canvas.getBoundingClientRect();
      const place = (at, start, size, count) => {
        return Math.min(count - 1, Math.max(0, Math.floor(((at - start) / size) * count)));
      };
      const cell = cellOf(
        column.grid,
        place(event.clientX, box.left, box.width, column.grid.columns),
        place(event.clientY, box.top, box.height, column.grid.rows),
      );
      if (cell) choose(inside, column.position, cell.unit);
    });
  }
  return canvas;
}

/** The colours of the values of this input; without one everything is pale. */
function drawColumn(inside, column) {
  const { page } = inside;
  const found = page.layers ? valuesOfColumn(page, column) : null;
  const values = found ? found.values : [];
  const colours = signedColours(farthest(values));
  if (column.kind === "units") {
    column.units.forEach((one, unit) => {
      const circle = one.firstChild;
      const value = found ? values[unit] : 0;
      circle.style.background = `rgb(${colours(value).map(Math.round)})`;
      circle.firstChild.textContent = found ? unitFigure(value) : "";
    });
  } else if (column.kind === "picture") {
    const { columns, rows } = column.grid;
    const gap = partsOfColour("--faint");
    paintCells(column.canvas, columns, rows, (at) => {
      const cell = cellOf(column.grid, at % columns, Math.floor(at / columns));
      return cell ? colours(found ? values[cell.at] : 0) : gap;
    });
  }
}

/** A number that fits into a circle. */
function unitFigure(value) {
  const size = Math.abs(value);
  return size < 10
    ? value.toFixed(2)
    : size < 1000
      ? value.toFixed(0)
      : value.toExponential(0).replace("+", "");
}
