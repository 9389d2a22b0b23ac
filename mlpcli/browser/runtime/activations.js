// Functions of z, the value before an activation, by Keras's names.

const ACTIVATIONS = {
  linear: (z) => z,
  relu: (z) => each(z, (value) => Math.max(value, 0)),
  sigmoid: (z) => each(z, (value) => 1 / (1 + Math.exp(-value))),
  tanh: (z) => each(z, Math.tanh),
  softmax: (z) => softmax(z),
};

/** The values after an `activation`, a name with arguments, of the values z before it. */
function activate(activation, z) {
  return ACTIVATIONS[activation.name](z, activation.arguments);
}

/** exp(z) divided by the sum of exp(z) along the last axis. */
function softmax(z) {
  const side = z.shape[z.shape.length - 1];
  const found = zeros(z.shape);
  for (let start = 0; start < z.values.length; start += side) {
    // Without the largest, exp would overflow; it cancels out of the fraction.
    let largest = -Infinity;
    for (let at = start; at < start + side; at += 1) largest = Math.max(largest, z.values[at]);
    let sum = 0;
    for (let at = start; at < start + side; at += 1) sum += Math.exp(z.values[at] - largest);
    for (let at = start; at < start + side; at += 1) {
      found.values[at] = Math.exp(z.values[at] - largest) / sum;
    }
  }
  return found;
}
