// A training: batches of rows go forward through the parts, gradients go back, and the optimizer takes a step.

/**
 * A training that has not begun. `setup`: the `layers`, the `optimizer` as `{name, arguments}`, the `objective` as
 * `{name, arguments, encoding, smoothing}`, `batch`, `seed`, and `shuffle`. `rows`: their `inputs`, a tensor
 * `[rows, numbers]`, and their `targets` as `expectedOutputs` takes them.
 */
function newTrainer(setup, rows) {
  const random = randomNumbers(setup.seed);
  const parts = partsOfStack(setup.layers, rows.inputs.shape[1], random);
  const trainer = {
    ...setup,
    rows,
    parts,
    random,
    steps: 0,
    epochs: 0,
    at: 0,
    order: null,
    sum: 0,
    loss: NaN,
    lastRate: null,
  };
  trainer.outputs = unitsAfter(setup.layers, rows.inputs.shape[1]);
  trainer.expected = expectedOutputs(rows.targets, trainer.outputs, setup.objective);
  trainer.compare = comparison(setup.objective, parts);
  return trainer;
}

function unitsAfter(layers, inputs) {
  return layers.reduce((units, layer) => (layer.kind === "Dense" ? layer.arguments.units : units), inputs);
}

/** How outputs are compared with targets, and how many parts have been passed by what is compared. */
function comparison(objective, parts) {
  const scored = OF_SCORES[objective.name];
  const last = parts.at(-1);
  const isFused = scored && last.kind === "activation" && last.activation.name === scored.activation;
  if (isFused) return { compute: scored.compute, until: parts.length - 1 };
  const ofScores = scored && objective.arguments.from_logits;
  return { compute: ofScores ? scored.compute : OBJECTIVES[objective.name], until: parts.length };
}

/** The outputs of all parts in turn, which keep them; `random` is null outside of training. */
function throughParts(parts, inputs, random) {
  let found = inputs;
  for (const part of parts) {
    part.inputs = found;
    found = part.outputs = PARTS[part.kind].forward(part, found, random);
  }
  return found;
}

/** One batch: its mean loss with the penalties, after which `part.gradients` are those of it without them. */
function gradientsOf(trainer, inputs, expected, random) {
  const { compute, until } = trainer.compare;
  const compared = trainer.parts.slice(0, until);
  const { sum, gradient } = compute(
    throughParts(compared, inputs, random),
    expected,
    trainer.objective.arguments,
  );
  let found = gradient;
  for (const part of compared.slice().reverse()) found = PARTS[part.kind].backward(part, found);
  return sum / inputs.shape[0] + penalties(trainer);
}

function penalties(trainer) {
  return trainer.parts.reduce((sum, part) => sum + penaltyOf(part), 0);
}

/** Trains on the next batch. Says whether an epoch ended, whose mean `loss` the trainer then has. */
function trainStep(trainer) {
  const { rows, batch } = trainer;
  const [count, side] = rows.inputs.shape;
  if (!trainer.at) trainer.order = orderOfRows(trainer, count);
  const chosen = trainer.order.subarray(trainer.at, Math.min(trainer.at + batch, count));
  const inputs = tensor([chosen.length, side], picked(rows.inputs.values, chosen, side));
  const expected = picked(trainer.expected, chosen, trainer.expected.length / count);
  trainer.sum += gradientsOf(trainer, inputs, expected, trainer.random) * chosen.length;
  trainer.steps += 1;
  // The reader may change it in between.
  trainer.lastRate = trainer.optimizer.arguments.learning_rate;
  for (const part of trainer.parts) takeStep(part, trainer.optimizer, trainer.steps);
  trainer.at += chosen.length;
  if (trainer.at < count) return false;
  trainer.loss = trainer.sum / count;
  trainer.sum = trainer.at = 0;
  trainer.epochs += 1;
  return true;
}

function orderOfRows({ shuffle, random }, count) {
  return shuffle ? shuffledNumbers(count, random) : Int32Array.from({ length: count }, (_, at) => at);
}

/** The rows of these numbers, of `side` values each. */
function picked(values, numbers, side) {
  const found = new Float32Array(numbers.length * side);
  numbers.forEach((number, at) => found.set(values.subarray(number * side, (number + 1) * side), at * side));
  return found;
}

/** The loss with penalties on `rows`, as after an epoch, and of classes the share that is right. */
function evaluated(trainer, rows) {
  const { compute, until } = trainer.compare;
  const side = trainer.outputs;
  const compared = throughParts(trainer.parts.slice(0, until), rows.inputs, null);
  const expected = expectedOutputs(rows.targets, side, trainer.objective);
  const count = rows.inputs.shape[0];
  const loss = compute(compared, expected, trainer.objective.arguments).sum / count + penalties(trainer);
  if (trainer.objective.encoding === "numbers") return { loss, accuracy: null };
  const found = answersOf(trainer, throughParts(trainer.parts.slice(until), compared, null));
  let right = 0;
  rows.targets.forEach((target, row) => {
    right += classOf(found.values, row, side) === target ? 1 : 0;
  });
  return { loss, accuracy: right / count };
}

/** Outputs as answers: where they are scores of classes, the probabilities. */
function answersOf(trainer, outputs) {
  const { name, encoding, arguments: given } = trainer.objective;
  if (encoding === "numbers" || !(given.from_logits || name === "hinge")) return outputs;
  return activate({ name: trainer.outputs === 1 ? "sigmoid" : "softmax", arguments: {} }, outputs);
}
