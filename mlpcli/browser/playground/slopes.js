// The slope of every activation at z, whose value there is y: what a training multiplies gradients by. The names and
// arguments are those of runtime/activations.js.

const isBetween = (low, z, high) => (z > low && z < high ? 1 : 0);

function slopeOfRelu(z, y, { negative_slope = 0, max_value = null, threshold = 0 }) {
  if (z <= threshold) return negative_slope;
  return max_value !== null && z >= max_value ? 0 : 1;
}

function slopeOfGelu(z, y, { approximate = false }) {
  if (!approximate) {
    const below = z === 0 ? 0.5 : y / z;
    return below + (z * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  }
  const factor = Math.sqrt(2 / Math.PI);
  const curve = Math.tanh(factor * (z + 0.044715 * z ** 3));
  return 0.5 * (1 + curve) + 0.5 * z * (1 - curve * curve) * factor * (1 + 3 * 0.044715 * z * z);
}

function slopeOfMish(z) {
  const curve = Math.tanh(softplusOf(z));
  return curve + z * (1 - curve * curve) * sigmoidOf(z);
}

function slopeOfSilu(z, y) {
  return y + sigmoidOf(z) * (1 - y);
}

function slopeOfHardSilu(z) {
  return z <= -3 ? 0 : z >= 3 ? 1 : (2 * z + 3) / 6;
}

const SLOPES = {
  linear: () => 1,
  step: () => 0,
  relu: slopeOfRelu,
  relu6: (z) => isBetween(0, z, 6),
  leaky_relu: (z, y, { negative_slope = 0.2 }) => (z > 0 ? 1 : negative_slope),
  elu: (z, y, { alpha = 1 }) => (z > 0 ? 1 : alpha * Math.exp(z)),
  celu: (z, y, { alpha = 1 }) => (z > 0 ? 1 : Math.exp(z / alpha)),
  selu: (z) => SELU.scale * (z > 0 ? 1 : SELU.alpha * Math.exp(z)),
  gelu: slopeOfGelu,
  sigmoid: (z, y) => y * (1 - y),
  tanh: (z, y) => 1 - y * y,
  exponential: (z, y) => y,
  softplus: (z) => sigmoidOf(z),
  softsign: (z) => 1 / (1 + Math.abs(z)) ** 2,
  silu: slopeOfSilu,
  swish: slopeOfSilu,
  mish: slopeOfMish,
  log_sigmoid: (z) => sigmoidOf(-z),
  hard_sigmoid: (z) => isBetween(-3, z, 3) / 6,
  hard_silu: slopeOfHardSilu,
  hard_swish: slopeOfHardSilu,
  hard_tanh: (z) => isBetween(-1, z, 1),
  hard_shrink: (z, y, { threshold = 0.5 }) => 1 - isBetween(-threshold, z, threshold),
  soft_shrink: (z, y, { threshold = 0.5 }) => 1 - isBetween(-threshold, z, threshold),
  tanh_shrink: (z) => Math.tanh(z) ** 2,
  sparse_plus: (z) => (z <= -1 ? 0 : z < 1 ? (z + 1) / 2 : 1),
  sparse_sigmoid: (z) => isBetween(-1, z, 1) / 2,
  squareplus: (z, y, { b = 4 }) => (1 + z / Math.sqrt(z * z + b)) / 2,
  threshold: (z, y, { threshold }) => (z > threshold ? 1 : 0),
};

/** The gradient of the loss by z, from that by the activation's values; all `[rows, units]`. */
function throughActivation(activation, z, values, gradient) {
  const found = zeros(z.shape);
  const slope = SLOPES[activation.name];
  if (!slope) return throughSoftmax(activation.name, values, gradient);
  const [sums, after, given] = [z, values, gradient].map((one) => one.values);
  for (let at = 0; at < sums.length; at += 1) {
    found.values[at] = given[at] * slope(sums[at], after[at], activation.arguments);
  }
  return found;
}

/** Of softmax and log_softmax, whose values depend on all z of a row. */
function throughSoftmax(name, values, gradient) {
  const found = zeros(values.shape);
  const side = values.shape.at(-1);
  for (let start = 0; start < values.values.length; start += side) {
    let sum = 0;
    for (let at = start; at < start + side; at += 1) {
      sum += gradient.values[at] * (name === "softmax" ? values.values[at] : 1);
    }
    for (let at = start; at < start + side; at += 1) {
      const [value, given] = [values.values[at], gradient.values[at]];
      found.values[at] = name === "softmax" ? value * (given - sum) : given - Math.exp(value) * sum;
    }
  }
  return found;
}
