// The weights that a training begins with, as keras/src/initializers/random_initializers.py draws them. Each takes
// the initializer's arguments, the shape of the weights, and a source of random numbers.

// The standard deviation of a standard normal distribution that is cut off at -2 and 2.
const CUT_DEVIATION = 0.8796256610342398;

function scaledVariance(scale, mode, distribution) {
  return (given, shape, random) => {
    const [into, out] = shape.length < 2 ? [shape[0], shape[0]] : shape;
    const fan = { fan_in: into, fan_out: out, fan_avg: (into + out) / 2 }[mode];
    const variance = scale / Math.max(1, fan);
    if (distribution === "uniform")
      return uniformNumbers(-Math.sqrt(3 * variance), Math.sqrt(3 * variance), random);
    if (distribution === "untruncated_normal") return () => Math.sqrt(variance) * randomNormal(random);
    return () => (Math.sqrt(variance) / CUT_DEVIATION) * cutNormal(random);
  };
}

const uniformNumbers = (low, high, random) => () => low + (high - low) * random();

function cutNormal(random) {
  let found = randomNormal(random);
  while (Math.abs(found) > 2) found = randomNormal(random);
  return found;
}

const INITIALIZERS = {
  Zeros: () => () => 0,
  Ones: () => () => 1,
  Constant:
    ({ value }) =>
    () =>
      value,
  RandomNormal:
    ({ mean, stddev }, shape, random) =>
    () =>
      mean + stddev * randomNormal(random),
  TruncatedNormal:
    ({ mean, stddev }, shape, random) =>
    () =>
      mean + stddev * cutNormal(random),
  RandomUniform: ({ minval, maxval }, shape, random) => uniformNumbers(minval, maxval, random),
  RandomSigns: (given, shape, random) => () => (random() < 0.5 ? -1 : 1),
  GlorotNormal: scaledVariance(1, "fan_avg", "truncated_normal"),
  GlorotUniform: scaledVariance(1, "fan_avg", "uniform"),
  HeNormal: scaledVariance(2, "fan_in", "truncated_normal"),
  HeUniform: scaledVariance(2, "fan_in", "uniform"),
  LecunNormal: scaledVariance(1, "fan_in", "truncated_normal"),
  LecunUniform: scaledVariance(1, "fan_in", "uniform"),
  VarianceScaling: (given, shape, random) => {
    const distribution = given.distribution === "normal" ? "truncated_normal" : given.distribution;
    return scaledVariance(given.scale, given.mode, distribution)(given, shape, random);
  },
};

/** Weights of a shape. `initializer` is as in a config: `{GlorotUniform: {}}`, or the numbers themselves. */
function initialWeights(initializer, shape, random) {
  const found = zeros(shape);
  if (Array.isArray(initializer)) {
    found.values.set(initializer.flat());
    return found;
  }
  const [[name, given]] = Object.entries(initializer);
  const next = INITIALIZERS[name](given, shape, random);
  for (let at = 0; at < found.values.length; at += 1) found.values[at] = next();
  return found;
}
