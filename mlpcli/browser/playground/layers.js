// The layers of the playground: what each unit does over the area of the inputs, and how the stack is changed.

// Multiply-adds for all cells of the pictures, a few milliseconds.
const MOST_CELL_WORK = 3e6;
const MOST_UNITS = 64;
const MOST_LAYERS = 16;

/** The layers, from the first to the last. */
function openLayers(game) {
  const shown = element("ol", { class: "play-layers" });
  let made = null;
  const view = {
    draw: () => {
      const stack = JSON.stringify(game.settings.layers.map((layer) => [layer.kind, layer.arguments.units]));
      if (made !== stack) shown.replaceChildren(...layerItems(game));
      made = stack;
      drawUnits(game, shown);
      most.hidden = !(add.disabled = game.settings.layers.length >= MOST_LAYERS);
    },
  };
  game.views.push(view);
  const add = button(game.page.words("addLayer"), () => addLayer(game));
  const most = element("span", { class: "note", text: game.page.words("mostLayers", MOST_LAYERS) });
  return element("div", {}, shown, element("div", { class: "row" }, add, most));
}

function layerItems(game) {
  const { words } = game.page;
  const last = lastDense(game);
  return game.settings.layers.map((layer, at) => {
    const title = element("b", { text: layer.kind });
    const head = element("div", { class: "row" }, title, ...layerControls(game, layer, at, at === last));
    const units = layer.kind === "Dense" && at !== last ? Math.min(layer.arguments.units, MOST_UNITS) : 0;
    const maps = Array.from({ length: units }, (_, unit) =>
      element("canvas", {
        class: "play-unit",
        role: "img",
        "data-layer": at,
        "data-unit": unit,
        title: words("unitMap", unit),
        "aria-label": `${layer.kind} ${at}: ${words("unitMap", unit)}`,
      }),
    );
    return element("li", {}, head, element("div", { class: "play-maps" }, ...maps));
  });
}

/** The number of the layer whose units are the outputs. */
function lastDense(game) {
  return game.settings.layers.reduce((found, layer, at) => (layer.kind === "Dense" ? at : found), 0);
}

function layerControls(game, layer, at, isLast) {
  const { words } = game.page;
  const { layers } = game.settings;
  const change = (act) => () => {
    act();
    beginAgain(game);
  };
  const remove = button(
    "×",
    change(() => layers.splice(at, 1)),
    { "aria-label": words("removeLayer"), title: words("removeLayer") },
  );
  if (layer.kind === "Dropout") {
    return [
      settingField(game, words("rate"), layer.arguments.rate, [0, 0.95], (rate) => {
        layer.arguments.rate = rate;
        beginAgain(game);
      }),
      remove,
    ];
  }
  if (layer.kind !== "Dense") return layer.kind === "BatchNormalization" ? [remove] : [];
  const count = element("span", { text: words("units", layer.arguments.units) });
  if (isLast) return [count];
  const given = layer.arguments;
  const step = (by) =>
    change(() => {
      given.units = Math.max(1, Math.min(MOST_UNITS, given.units + by));
    });
  return [
    button("−", step(-1), { "aria-label": words("fewer"), title: words("fewer") }),
    count,
    button("+", step(1), { "aria-label": words("more"), title: words("more") }),
    activationChooser(game, given),
    remove,
  ];
}

function activationChooser(game, given) {
  // A threshold has no default.
  const names = Object.keys(SLOPES).filter((name) => name !== "threshold");
  const named = namedActivation(given.activation).name;
  return chooser(game.page.words("activation"), names, named, (name) => {
    given.activation = name;
    beginAgain(game);
  });
}

/** A Dense layer before the last one, as the one before it. */
function addLayer(game) {
  const { layers, defaults } = game.settings;
  const last = lastDense(game);
  const before = layers
    .slice(0, last)
    .reverse()
    .find((layer) => layer.kind === "Dense");
  const given = before ? before.arguments : { units: 4, activation: "tanh" };
  // The fields of the penalties stand for all kernels.
  const { kernel_regularizer } = layers[last].arguments;
  const added = { ...defaults.Dense, units: given.units, activation: given.activation, kernel_regularizer };
  layers.splice(last, 0, { kind: "Dense", arguments: JSON.parse(JSON.stringify(added)) });
  beginAgain(game);
}

/** What every unit outputs over the area. */
function drawUnits(game, shown) {
  const { trainer, page, given } = game;
  const side = cellsFor(trainer, 28);
  throughParts(trainer.parts, prepared(page, cellsOf(given.axes, side)), null);
  for (const canvas of shown.querySelectorAll("canvas")) {
    const part = lastPartOf(trainer.parts, Number(canvas.dataset.layer));
    const units = part.outputs.shape[1];
    const unit = Number(canvas.dataset.unit);
    const values = Float32Array.from(
      { length: side * side },
      (_, cell) => part.outputs.values[cell * units + unit],
    );
    const colours = signedColours(farthest(values));
    paintCells(canvas, side, side, (cell) => colours(values[cell]));
  }
}

function lastPartOf(parts, layer) {
  return parts.filter((part) => part.layer === layer).pop();
}

/** How many cells a side of the area has: the fewer, the larger the network is. */
function cellsFor(trainer, most) {
  const kernels = trainer.parts.filter((part) => part.kind === "dense").map((part) => part.weights.kernel);
  const work = kernels.reduce((sum, kernel) => sum + kernel.values.length, 1);
  return Math.max(10, Math.min(most, Math.floor(Math.sqrt(MOST_CELL_WORK / work))));
}
