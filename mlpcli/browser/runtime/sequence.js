// Embeddings, masks, and one layer applied to every step.

/** The row of the table that each number names; whoever reads the rows checks the numbers. */
function embedding(layer, inputs, weights) {
  const size = layer.output_dim;
  const found = zeros([...inputs.shape, size]);
  inputs.values.forEach((number, at) => {
    const from = Math.trunc(number) * size;
    found.values.set(weights.embeddings.values.subarray(from, from + size), at * size);
  });
  return found;
}

/** With `mask_zero`, which steps are not 0. */
function notZero(layer, inputs) {
  return layer.mask_zero ? Array.from(inputs.values, (number) => number !== 0) : null;
}

/** 0 at the steps that are left out. */
function masking(layer, inputs) {
  const seen = notMasked(layer, inputs);
  const channels = inputs.shape.at(-1);
  return each(inputs, (value, at) => (seen[Math.floor(at / channels)] ? value : 0));
}

// Of the normal numbers of float32; TensorFlow takes those below for 0.
const SMALLEST = 2 ** -126;

/** Which steps have a value other than `mask_value`. */
function notMasked(layer, inputs) {
  const left = Math.fround(layer.mask_value);
  return stepsOf(inputs).map((step) =>
    step.values.some((value) => (Math.abs(value) < SMALLEST ? 0 : value) !== left),
  );
}

function stepsOf(inputs) {
  const [count, ...shape] = inputs.shape;
  const size = sizeOf(shape);
  const start = Array.from({ length: count }, (_, step) => step * size);
  return start.map((from) => tensor(shape, inputs.values.subarray(from, from + size)));
}

/** The functions of a TimeDistributed around a layer with these functions. */
function eachStep(inner) {
  const every = (change) => (layer, inputs, weights) => {
    return stacked(stepsOf(inputs).map((step) => change(layer.layer.arguments, step, weights)));
  };
  return { compute: every(inner.compute), activate: inner.activate && every(inner.activate) };
}

Object.assign(LAYERS, {
  Embedding: { compute: embedding, makeMask: notZero },
  Masking: { compute: masking, makeMask: notMasked },
  TimeDistributed: { around: eachStep },
});
