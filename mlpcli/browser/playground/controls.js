// What the reader sets: the optimizer and its numbers, the batch, the penalties, the seed.

/** The fields of everything but the layers. */
function openSettings(game) {
  const { words } = game.page;
  const { settings } = game;
  const fields = element("div", { class: "play-fields" });
  const fill = () =>
    fields.replaceChildren(
      chooser(words("optimizer"), Object.keys(OPTIMIZERS), settings.optimizer.name, (name) => {
        settings.optimizer = { name, arguments: { ...settings.defaults[name] } };
        beginAgain(game);
        fill();
      }),
      ...numbersOf(game).map(([name, value, limits, set]) =>
        settingField(game, words(name), value, limits, whileTraining(game, set)),
      ),
    );
  fill();
  return fields;
}

/** What sets a number, and keeps in mind that a training had begun with another. */
function whileTraining(game, set) {
  return (value) => {
    set(value);
    // Some begin again.
    game.settings.changedLate ||= game.trainer.steps > 0;
  };
}

/** The numbers to set, each with its name, its value, its limits and what sets it. */
function numbersOf(game) {
  const { settings } = game;
  const { name, arguments: given } = settings.optimizer;
  const argument = (key) => (value) => {
    given[key] = value;
  };
  const setBatch = (value) => {
    settings.batch = game.trainer.batch = value;
  };
  const setSeed = (value) => {
    settings.seed = value;
    beginAgain(game);
  };
  const { l1, l2 } = penaltyNow(game);
  return [
    ["learningRate", given.learning_rate, [0, 100], argument("learning_rate")],
    ...(name === "SGD" ? [["momentum", given.momentum, [0, 1], argument("momentum")]] : []),
    ["batchSize", settings.batch, [1, 1_000_000, "whole"], setBatch],
    ["penalty1", l1, [0, 100], (value) => setPenalty(game, { l1: value })],
    ["penalty2", l2, [0, 100], (value) => setPenalty(game, { l2: value })],
    ["seed", settings.seed, [0, 2 ** 31 - 1, "whole"], setSeed],
  ];
}

/** A choice under its label. */
function chooser(label, names, chosen, choose) {
  const select = element(
    "select",
    { on: { change: () => choose(select.value) } },
    ...names.map((name) => element("option", { value: name, text: name, selected: name === chosen })),
  );
  return element("label", {}, element("span", { text: label }), select);
}

/**
 * A number, or null for one that differs by layer, under its label; between the limits, "whole" behind them if it has
 * no decimals. They are told below it. Anything else is marked, and leaves the setting as it was.
 */
function settingField(game, label, value, [least, most, kind], set) {
  const { words } = game.page;
  const step = kind === "whole" ? 1 : "any";
  const hint = element("small", { id: `play-hint-${(settingCount += 1)}` });
  const input = element("input", {
    type: "number",
    min: least,
    max: most,
    step,
    value,
    inputmode: "decimal",
    "aria-describedby": hint.id,
  });
  const limits = [least, most].map((one) => one.toLocaleString(game.page.language));
  const tell = (isBroken, now) => {
    input.setAttribute("aria-invalid", isBroken);
    const told = words(kind === "whole" ? "wholeLimits" : "limits", ...limits);
    const kept = now === null ? words("differs") : isBroken ? words("stillIs", now) : "";
    hint.textContent = `${told} ${kept}`.trim();
  };
  let last = value;
  input.addEventListener("change", () => {
    const found = input.valueAsNumber;
    const isIn = found >= least && found <= most && (kind !== "whole" || Number.isInteger(found));
    if (isIn) {
      set((last = found));
      lookAt(game);
    }
    tell(!isIn, last);
  });
  tell(false, last);
  return element("label", {}, element("span", { text: label }), input, hint);
}

// So that every field names its own hint.
let settingCount = 0;

/** The penalties of all Dense layers, of each kind null if it differs from layer to layer. */
function penaltyNow(game) {
  const all = game.settings.layers.filter((layer) => layer.kind === "Dense").map(kernelPenalty);
  const shared = (key) => (all.every((one) => one[key] === all[0][key]) ? all[0][key] : null);
  return { l1: shared("l1"), l2: shared("l2") };
}

function kernelPenalty(layer) {
  return penaltyIn(layer.arguments.kernel_regularizer) || { l1: 0, l2: 0 };
}

/** Changes one of the penalties of every Dense layer, and leaves the other as it is in each. */
function setPenalty(game, changed) {
  for (const layer of game.settings.layers) {
    if (layer.kind !== "Dense") continue;
    const penalty = { ...kernelPenalty(layer), ...changed };
    layer.arguments.kernel_regularizer = penalty.l1 || penalty.l2 ? { L1L2: penalty } : null;
  }
  for (const { kind, penalties } of game.trainer.parts) {
    if (kind === "dense") penalties.kernel = { l1: 0, l2: 0, ...penalties.kernel, ...changed };
  }
  lookAt(game);
}
