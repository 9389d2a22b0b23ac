// The activations that few networks have: see activations.js.

const softplusOf = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const eluOf = (z, alpha) => (z > 0 ? z : alpha * Math.expm1(z));
const hardSigmoidOf = (z) => clipped(z + 3, 0, 6) / 6;
const silu = ofEach(() => (z) => z * sigmoidOf(z));
const hardSilu = ofEach(() => (z) => z * hardSigmoidOf(z));

/** The error function: Press and others, Numerical Recipes in C, section 6.2; its error is below 1.2e-7. */
function erf(x) {
  const t = 1 / (1 + 0.5 * Math.abs(x));
  const power = ERF.reduceRight((sum, factor) => sum * t + factor, 0);
  const beyond = t * Math.exp(-x * x + power);
  return x < 0 ? beyond - 1 : 1 - beyond;
}
const ERF = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];

// Klambauer and others 2017, https://arxiv.org/abs/1706.02515.
const SELU = { scale: 1.0507009873554805, alpha: 1.6732632423543772 };

/** The logarithm of softmax. */
function logSoftmaxOf(line) {
  const largest = line.reduce((one, other) => Math.max(one, other));
  const sum = line.reduce((total, value) => total + Math.exp(value - largest), 0);
  return line.map((value) => value - largest - Math.log(sum));
}

/**
 * z - tau, at least 0: Martins and Astudillo 2016, https://arxiv.org/abs/1602.02068, as Keras has it: it adds
 * the sums of all supported places where the paper takes the last of them.
 */
function sparsemaxOf(line) {
  let [sum, total, count] = [0, 0, 0];
  [...line]
    .sort((one, other) => other - one)
    .forEach((value, at) => {
      // In float32, in which 1 is nothing beside 1e8.
      sum = Math.fround(sum + value);
      if (value - Math.fround(Math.fround(sum - 1) / (at + 1)) > 0) [total, count] = [total + sum, count + 1];
    });
  return line.map((value) => Math.max(value - (total - 1) / count, 0));
}

Object.assign(ACTIVATIONS, {
  step: ofEach(() => (z) => (z > 0 ? 1 : 0)),
  leaky_relu: ofEach(
    ({ negative_slope: slope = 0.2 }) =>
      (z) =>
        z > 0 ? z : z * slope,
  ),
  relu6: ofEach(() => (z) => clipped(z, 0, 6)),
  elu: ofEach(
    ({ alpha = 1 }) =>
      (z) =>
        eluOf(z, alpha),
  ),
  selu: ofEach(() => (z) => SELU.scale * eluOf(z, SELU.alpha)),
  celu: ofEach(
    ({ alpha = 1 }) =>
      (z) =>
        Math.max(z, 0) + alpha * Math.expm1(Math.min(z, 0) / alpha),
  ),
  gelu: ofEach(({ approximate = false }) => (z) => {
    const near = () => Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3));
    return 0.5 * z * (1 + (approximate ? near() : erf(z / Math.SQRT2)));
  }),
  log_sigmoid: ofEach(() => (z) => -softplusOf(-z)),
  hard_sigmoid: ofEach(() => hardSigmoidOf),
  sparse_sigmoid: ofEach(() => (z) => clipped(0.5 * (z + 1), 0, 1)),
  hard_tanh: ofEach(() => (z) => clipped(z, -1, 1)),
  tanh_shrink: ofEach(() => (z) => z - Math.tanh(z)),
  hard_shrink: ofEach(
    ({ threshold = 0.5 }) =>
      (z) =>
        Math.abs(z) > threshold ? z : 0,
  ),
  soft_shrink: ofEach(
    ({ threshold = 0.5 }) =>
      (z) =>
        z - clipped(z, -threshold, threshold),
  ),
  threshold: ofEach(
    ({ threshold, default_value: other }) =>
      (z) =>
        z > threshold ? z : other,
  ),
  exponential: ofEach(() => Math.exp),
  softplus: ofEach(() => softplusOf),
  sparse_plus: ofEach(() => (z) => (z <= -1 ? 0 : z < 1 ? 0.25 * (z + 1) ** 2 : z)),
  squareplus: ofEach(
    ({ b = 4 }) =>
      // In float32 from step to step, as in Keras, where the square of 2e19 is infinite.
      (z) =>
        Math.fround(z + Math.fround(Math.sqrt(Math.fround(Math.fround(z * z) + b)))) / 2,
  ),
  softsign: ofEach(() => (z) => z / (1 + Math.abs(z))),
  silu,
  swish: silu,
  hard_silu: hardSilu,
  hard_swish: hardSilu,
  mish: ofEach(() => (z) => z * Math.tanh(softplusOf(z))),
  log_softmax: (z) => byLines(z, z.shape.length - 1, logSoftmaxOf),
  sparsemax: (z) => byLines(z, z.shape.length - 1, sparsemaxOf),
});
