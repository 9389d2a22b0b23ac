// Recurrent layers: one step after the other, each with the state that the step before it left.

/** h = activation(x W + h U + b) */
function simpleRnn(layer, x, [before], weights) {
  const output = activate(layer.activation, gatesOf(x, before, weights, layer.units)[0]);
  return { states: [output], gates: { output } };
}

/** c = forget * c + input * candidate; h = output * activation(c): Hochreiter and Schmidhuber 1997. */
function lstm(layer, x, [before, past], weights) {
  const z = gatesOf(x, before, weights, layer.units);
  const [input, forget, read] = [z[0], z[1], z[3]].map((one) => activate(layer.recurrent_activation, one));
  const candidate = activate(layer.activation, z[2]);
  const memory = each(candidate, (now, unit) => {
    return forget.values[unit] * past.values[unit] + input.values[unit] * now;
  });
  const output = each(activate(layer.activation, memory), (now, unit) => read.values[unit] * now);
  return { states: [output, memory], gates: { input, forget, candidate, output: read, memory } };
}

/**
 * h = update * h + (1 - update) * candidate: Cho and others 2014, https://arxiv.org/abs/1406.1078. The reset
 * gate multiplies h, or with `reset_after` what the recurrent kernel makes of it.
 */
function gru(layer, x, [before], weights) {
  const { kernel, recurrent_kernel: own, bias } = weights;
  const units = layer.units;
  const given = partsAs(affine(x, kernel, bias), units);
  // With reset_after there are two biases: of the inputs, and of the state.
  const held = partsAs(affine(before.values, own, layer.reset_after ? bias : null, 3 * units), units);
  const [update, reset] = [0, 1].map((at) => activate(layer.recurrent_activation, plus(given[at], held[at])));
  let remembered = held[2];
  if (layer.reset_after) {
    remembered = each(remembered, (value, unit) => value * reset.values[unit]);
  } else {
    const sums = new Float64Array(units);
    const inside = each(before, (value, unit) => value * reset.values[unit]);
    addProducts(sums, inside.values, 0, units, own.values, 2 * units, 3 * units);
    remembered = tensor([units], Float32Array.from(sums));
  }
  const candidate = activate(layer.activation, plus(given[2], remembered));
  const output = each(update, (share, unit) => {
    return share * before.values[unit] + (1 - share) * candidate.values[unit];
  });
  return { states: [output], gates: { update, reset, candidate } };
}

const RECURRENT_STEPS = { SimpleRNN: simpleRnn, LSTM: lstm, GRU: gru };

/** x W + b, in float64; the bias begins at `start`. */
function affine(values, matrix, bias, start = 0) {
  const sums = new Float64Array(matrix.shape[1]);
  startSums(sums, bias, start);
  addProducts(sums, values, 0, values.length, matrix.values);
  return sums;
}

/** x W + h U + b of each gate. */
function gatesOf(x, before, weights, units) {
  const sums = affine(x, weights.kernel, weights.bias);
  addProducts(sums, before.values, 0, units, weights.recurrent_kernel.values);
  return partsAs(sums, units);
}

/** Numbers as tensors of so many each. */
function partsAs(sums, units) {
  const values = Float32Array.from(sums);
  return Array.from({ length: values.length / units }, (_, at) => {
    return tensor([units], values.slice(at * units, (at + 1) * units));
  });
}

function plus(one, other) {
  return each(one, (value, at) => value + other.values[at]);
}

/**
 * The steps of a sequence in the order in which the layer takes them: the `number` of each, the `states`
 * after it, of which the first is its output, and its `gates`. A masked step leaves the states as they
 * were; before the first they are 0.
 */
function recurrentSteps(kind, layer, inputs, weights, mask) {
  const [count, channels] = inputs.shape;
  let states = kind === "LSTM" ? [zeros([layer.units]), zeros([layer.units])] : [zeros([layer.units])];
  return Array.from({ length: count }, (_, taken) => {
    const number = layer.go_backwards ? count - 1 - taken : taken;
    const x = inputs.values.subarray(number * channels, (number + 1) * channels);
    const step = RECURRENT_STEPS[kind](layer, x, states, weights);
    if (!mask || mask[number]) states = step.states;
    return { number, states, gates: step.gates };
  });
}

/** The output of the last step, or of all of them in the order in which they were taken. */
function recurrent(kind, layer, inputs, weights, mask) {
  const outputs = recurrentSteps(kind, layer, inputs, weights, mask).map((step) => step.states[0]);
  return layer.return_sequences ? stacked(outputs) : outputs.at(-1);
}

/** A layer and a copy of it that reads from the other end, merged. */
function bidirectional(layer, inputs, weights, mask) {
  const [one, other] = halvesOf(layer, weights).map((half) => {
    const found = recurrent(half.kind, half.arguments, inputs, half.weights, mask);
    return half.arguments.return_sequences ? withoutMasked(half.arguments, found, mask) : found;
  });
  return merged(layer.merge_mode, one, layer.layer.arguments.return_sequences ? inOtherOrder(other) : other);
}

/** The layer inside that reads forwards and the one that reads backwards, each with its weights. */
function halvesOf(layer, weights) {
  const { kind, arguments: inner } = layer.layer;
  const [first, second] = [{}, {}];
  for (const [name, weight] of Object.entries(weights)) {
    if (name.endsWith("_2")) second[name.slice(0, -2)] = weight;
    else first[name] = weight;
  }
  const backwards = { ...inner, go_backwards: true };
  return [
    { kind, arguments: inner, weights: first },
    { kind, arguments: backwards, weights: second },
  ];
}

/**
 * All outputs, of which Keras's Bidirectional makes those of masked steps 0; unrolled, it takes the mask in its
 * own order even if the layer goes backwards.
 */
function withoutMasked(layer, outputs, mask) {
  if (!mask) return outputs;
  const taken = layer.go_backwards && !layer.unroll ? [...mask].reverse() : mask;
  return each(outputs, (value, at) => (taken[Math.floor(at / layer.units)] ? value : 0));
}

/** The steps in the other order. */
function inOtherOrder(outputs) {
  const [steps, units] = outputs.shape;
  const found = zeros(outputs.shape);
  for (let step = 0; step < steps; step += 1) {
    found.values.set(outputs.values.subarray(step * units, (step + 1) * units), (steps - 1 - step) * units);
  }
  return found;
}

function merged(mode, one, other) {
  if (mode === "concat") return concatenated(one, other);
  const merge = { sum: (a, b) => a + b, mul: (a, b) => a * b, ave: (a, b) => (a + b) / 2 }[mode];
  return each(one, (value, at) => merge(value, other.values[at]));
}

/** Two tensors side by side, along the last axis. */
function concatenated(one, other) {
  const units = one.shape.at(-1);
  const found = zeros([...one.shape.slice(0, -1), 2 * units]);
  for (let at = 0; at < one.values.length; at += units) {
    found.values.set(one.values.subarray(at, at + units), 2 * at);
    found.values.set(other.values.subarray(at, at + units), 2 * at + units);
  }
  return found;
}

for (const kind of ["SimpleRNN", "LSTM", "GRU"]) {
  LAYERS[kind] = { compute: (...given) => recurrent(kind, ...given), usesMask: true };
}
LAYERS.Bidirectional = { compute: bidirectional, usesMask: true };
