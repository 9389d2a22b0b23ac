// What the reader sets: the optimizer and its numbers, the batch, the penalties, the seed.

/** The fields of everything but the layers. */
function openSettings(game) {
  const { words } = game.page;
  const { settings } = game;
  const given = () => settings.optimizer.arguments;
  const fields = element("div", { class: "play-fields" });
  const fill = () => {
    const isSgd = settings.optimizer.name === "SGD";
    const numbers = [
      [
        "learningRate",
        given().learning_rate,
        0,
        (value) => {
          given().learning_rate = value;
        },
      ],
      ...(isSgd
        ? [
            [
              "momentum",
              given().momentum,
              0,
              (value) => {
                given().momentum = Math.min(value, 1);
              },
            ],
          ]
        : []),
      [
        "batchSize",
        settings.batch,
        1,
        (value) => {
          settings.batch = game.trainer.batch = Math.round(value);
        },
      ],
      ["penalty1", penaltyNow(game).l1, 0, (value) => setPenalty(game, { l1: value })],
      ["penalty2", penaltyNow(game).l2, 0, (value) => setPenalty(game, { l2: value })],
      [
        "seed",
        settings.seed,
        0,
        (value) => {
          settings.seed = Math.round(value) % 2 ** 31;
          beginAgain(game);
        },
      ],
    ];
    fields.replaceChildren(
      chooser(words("optimizer"), Object.keys(OPTIMIZERS), settings.optimizer.name, (name) => {
        settings.optimizer = { name, arguments: { ...settings.defaults[name] } };
        beginAgain(game);
        fill();
      }),
      ...numbers.map(([name, value, least, set]) => settingField(words(name), value, least, set)),
    );
  };
  fill();
  return fields;
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

/** A number of at least `least` under its label; anything else leaves it as it was. */
function settingField(label, value, least, set) {
  const input = element("input", { type: "number", min: least, step: "any", value, inputmode: "decimal" });
  let last = value;
  input.addEventListener("change", () => {
    const found = Number(input.value);
    if (input.value === "" || !Number.isFinite(found) || found < least) input.value = last;
    else set((last = found));
  });
  return element("label", {}, element("span", { text: label }), input);
}

/** The penalty of the first kernel, which stands for all of them. */
function penaltyNow(game) {
  const first = game.settings.layers.find((layer) => layer.kind === "Dense");
  return penaltyIn(first.arguments.kernel_regularizer) || { l1: 0, l2: 0 };
}

function setPenalty(game, changed) {
  const penalty = { ...penaltyNow(game), ...changed };
  for (const layer of game.settings.layers) {
    if (layer.kind !== "Dense") continue;
    layer.arguments.kernel_regularizer = penalty.l1 || penalty.l2 ? { L1L2: penalty } : null;
  }
  for (const part of game.trainer.parts) if (part.kind === "dense") part.penalties.kernel = { ...penalty };
  lookAt(game);
}
