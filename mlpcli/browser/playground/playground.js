// The playground: the run's stack is trained in the page, on its own rows.

// A slice of training between two pictures of the screen, and the time between two looks at it, in milliseconds.
const SLICE = 10;
const BETWEEN_LOOKS = 150;

/** Shows the playground of `page.data.playground`, as playground_data.py has it. */
function openPlayground(root, page) {
  const given = page.data.playground;
  if (!given) return false;
  const game = {
    page,
    given,
    settings: settingsOf(given),
    rows: {},
    playing: false,
    history: [],
    looked: 0,
    views: [],
  };
  for (const name of ["train", "held"]) game.rows[name] = given[name] && rowsOfPage(page, given[name]);
  game.trainer = newTrainer(game.settings, game.rows.train);
  root.append(openTransport(game), openSettings(game));
  const layers = openLayers(game);
  const sides = element("div", { class: "play-sides" }, openArea(game), openLosses(game));
  root.append(layers, sides, openConfig(game));
  onColours(() => lookAt(game));
  lookAt(game);
  return true;
}

/** A copy of what the run was trained with, which the reader changes. */
function settingsOf(given) {
  const { layers, optimizer, objective, batch, seed, shuffle, defaults } = given;
  return { ...JSON.parse(JSON.stringify({ layers, optimizer })), objective, batch, seed, shuffle, defaults };
}

/** The rows of a split, after the layers that the tool puts before a stack. */
function rowsOfPage(page, split) {
  const targets = float32From(split.targets);
  const inputs = tensor([split.rows, 2], float32From(split.inputs));
  return { raw: inputs, targets, inputs: prepared(page, inputs) };
}

function prepared(page, rows) {
  let found = rows;
  for (const layer of page.network.layers) {
    if (!layer.name.startsWith("preprocessing__")) break;
    const { compute, activate: activation } = functionsOf(layer);
    found = compute(layer.arguments, found, layer.weights);
    if (activation) found = activation(layer.arguments, found, layer.weights);
  }
  return found;
}

/** Begins again with new weights of the seed, after a change of the stack or on the reader's wish. */
function beginAgain(game) {
  game.settings.changedLate = false;
  withFittingWeights(game.settings.layers, 2, game.settings.defaults);
  game.trainer = newTrainer(game.settings, game.rows.train);
  game.history = [];
  lookAt(game);
}

function setPlaying(game, playing) {
  game.playing = playing;
  game.looked = performance.now();
  if (playing) requestAnimationFrame(() => trainSlice(game));
  else lookAt(game);
}

/** Trains until the screen wants its next picture. */
function trainSlice(game) {
  if (!game.playing) return;
  const start = performance.now();
  do trainStep(game.trainer);
  while (performance.now() - start < SLICE);
  if (hasDiverged(game)) {
    setPlaying(game, false);
    return;
  }
  // Who wants nothing to move sees the figures once a second, and the pictures after a pause.
  const isStill = wantsStill();
  if (start - game.looked > (isStill ? 1000 : BETWEEN_LOOKS)) {
    game.looked = start;
    lookAt(game, isStill);
  }
  requestAnimationFrame(() => trainSlice(game));
}

/** Whether the reader wants nothing to move by itself. */
function wantsStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Whether a number of the training is none any more. A relu makes 0 of it, so that the loss alone would not tell. */
function hasDiverged({ trainer }) {
  if (trainer.epochs > 0 && !Number.isFinite(trainer.loss)) return true;
  return trainer.parts.some((part) =>
    Object.values(part.weights).some(({ values }) => !values.every(Number.isFinite)),
  );
}

/** Whether no training goes on from here, and what the network answers says nothing. */
function isOver(game) {
  return game.overflows || hasDiverged(game);
}

/** One step, or one whole epoch. */
function trainOnce(game, wholeEpoch) {
  while (!trainStep(game.trainer) && wholeEpoch && !hasDiverged(game));
  lookAt(game);
}

/** Shows where the training is: all of it, or its figures alone. */
function lookAt(game, figuresAlone = false) {
  const { trainer, rows } = game;
  if (!trainer.steps) game.overflows = overflowsOn(trainer, rows.train);
  game.figures = { train: evaluated(trainer, rows.train), held: rows.held && evaluated(trainer, rows.held) };
  const last = game.history.at(-1);
  if (!last || last.epoch !== trainer.epochs) game.history.push({ epoch: trainer.epochs, ...game.figures });
  thinOut(game.history);
  for (const view of game.views) if (!figuresAlone || view.isOfFigures) view.draw();
}

/** Whether a layer puts out what is no number any more. */
function overflowsOn(trainer, rows) {
  throughParts(trainer.parts, rows.inputs, null);
  return trainer.parts.some((part) => !part.outputs.values.every(Number.isFinite));
}

/** Of a long training every second look is forgotten, so that its curve stays drawn in a moment. */
function thinOut(history) {
  if (history.length < 1000) return;
  const kept = history.filter((_, at) => at % 2 === 0);
  history.splice(0, history.length, ...kept);
}

/** The buttons that train, and how far it is. */
function openTransport(game) {
  const { words } = game.page;
  const play = button("", () => setPlaying(game, !game.playing), { class: "play-start" });
  const steps = [
    button(words("oneStep"), () => trainOnce(game, false)),
    button(words("oneEpoch"), () => trainOnce(game, true)),
  ];
  const buttons = element(
    "div",
    { class: "row" },
    play,
    ...steps,
    button(words("startAgain"), () => beginAgain(game)),
  );
  const figures = element("p", { class: "play-figures" });
  const told = element("p", { class: "notice", role: "status", hidden: true });
  game.views.push({
    isOfFigures: true,
    draw: () => {
      play.textContent = words(game.playing ? "pause" : "play");
      figures.textContent = figuresInWords(game);
      const stays = isOver(game);
      for (const one of [play, ...steps]) one.disabled = stays;
      told.hidden = !stays;
      told.textContent = stays ? words(game.overflows ? "overflows" : "diverged", game.trainer.lastRate) : "";
    },
  });
  const { rows, total } = game.given.train;
  const notAll = rows < total ? [element("p", { class: "note", text: words("notAll", rows, total) })] : [];
  return element("div", {}, buttons, figures, told, ...notAll);
}

function figuresInWords(game) {
  const { words, language } = game.page;
  const { trainer, figures, given } = game;
  const { format: percent } = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const parts = [words("epochNumber", trainer.epochs), words("stepNumber", trainer.steps)];
  for (const name of ["train", "held"]) {
    if (!figures[name]) continue;
    const { loss, accuracy } = figures[name];
    const right = accuracy === null || isOver(game) ? "" : `, ${words("accuracyOf", percent(accuracy))}`;
    parts.push(`${splitInWords(game, name)}: ${words("lossOf", shortNumber(loss))}${right}`);
  }
  return parts.join(" · ");
}

function splitInWords(game, name) {
  return game.page.words(
    { train: "rowsTrain", validation: "rowsValidation", test: "rowsTest" }[game.given[name].name],
  );
}
