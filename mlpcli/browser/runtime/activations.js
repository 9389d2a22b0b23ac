// Functions of z, the value before an activation, by Keras's names. The formulas are those of
// keras/src/backend/tensorflow/nn.py and keras/src/activations/activations.py. The less usual ones are in
// more_activations.js.

/** The values after an `activation`, a name with arguments, of the values z before it. */
function activate(activation, z) {
  return ACTIVATIONS[activation.name](z, inFloat32(activation.arguments));
}

/** Arguments, whose numbers Keras rounds before it compares anything with them. */
function inFloat32(given) {
  const round = ([key, value]) => [key, typeof value === "number" ? Math.fround(value) : value];
  return Object.fromEntries(Object.entries(given).map(round));
}

const clipped = (value, low, high) => Math.min(Math.max(value, low), high);
const sigmoidOf = (z) => 1 / (1 + Math.exp(-z));

/** An activation of every number by itself: `make` makes its function of the arguments. */
const ofEach =
  (make) =>
  (z, given = {}) =>
    each(z, make(given));

const ACTIVATIONS = {
  linear: (z) => z,
  relu: ofEach(({ negative_slope: slope = 0, max_value: most = null, threshold = 0 }) => (z) => {
    const above = z > threshold ? z : 0;
    return (most === null ? above : Math.min(above, most)) - (slope ? slope * Math.max(threshold - z, 0) : 0);
  }),
  sigmoid: ofEach(() => sigmoidOf),
  tanh: ofEach(() => Math.tanh),
  softmax: (z) => softmax(z),
};

/** exp(z) divided by the sum of exp(z) along an axis, by default the last one. */
function softmax(z, axis = z.shape.length - 1) {
  return byLines(z, axis, (line) => {
    // Without the largest, exp would overflow; it cancels out of the fraction.
    const largest = line.reduce((one, other) => Math.max(one, other));
    const powers = line.map((value) => Math.exp(value - largest));
    const sum = powers.reduce((one, other) => one + other);
    return powers.map((power) => power / sum);
  });
}

/** The tensor with `change` of each line of numbers along an axis. */
function byLines(z, axis, change) {
  const side = z.shape[axis];
  const step = sizeOf(z.shape.slice(axis + 1));
  const found = zeros(z.shape);
  const line = new Float64Array(side);
  for (let start = 0; start < z.values.length; start += 1) {
    if (Math.floor(start / step) % side !== 0) continue;
    for (let at = 0; at < side; at += 1) line[at] = z.values[start + at * step];
    change(line).forEach((value, at) => (found.values[start + at * step] = value));
  }
  return found;
}
