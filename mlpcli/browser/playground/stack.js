// From the layers of a config to the parts that are trained. A layer is `{kind, arguments}`, with all arguments as
// configs have them.

/** The parts of the layers, with new weights, for rows of `inputs` numbers. */
function partsOfStack(layers, inputs, random) {
  const parts = [];
  let units = inputs;
  layers.forEach((layer, at) => {
    for (const part of PARTS_OF[layer.kind](layer.arguments, units, random)) {
      parts.push({ gradients: {}, penalties: {}, memory: {}, weights: {}, ...part, layer: at });
    }
    if (layer.kind === "Dense") units = layer.arguments.units;
  });
  return parts;
}

const PARTS_OF = {
  Dense: (given, inputs, random) => {
    const part = withWeights("dense", given, random, {
      kernel: [inputs, given.units],
      bias: given.use_bias ? [given.units] : null,
    });
    return given.activation === "linear" ? [part] : [part, activationPart(given.activation)];
  },
  Activation: (given) => [activationPart(given.activation)],
  Dropout: (given) => [{ kind: "dropout", rate: given.rate }],
  BatchNormalization: (given, inputs, random) => [
    {
      ...withWeights("batch", given, random, {
        gamma: given.scale ? [inputs] : null,
        beta: given.center ? [inputs] : null,
      }),
      mean: new Float32Array(inputs),
      variance: new Float32Array(inputs).fill(1),
      momentum: given.momentum,
      epsilon: given.epsilon,
    },
  ],
  // A row is flat already.
  Flatten: () => [],
};

function activationPart(activation) {
  return { kind: "activation", activation: namedActivation(activation) };
}

/** `relu` or `{leaky_relu: {negative_slope: 0.1}}` as a name and its arguments. */
function namedActivation(activation) {
  if (typeof activation === "string") return { name: activation, arguments: {} };
  const [[name, given]] = Object.entries(activation);
  return { name, arguments: given };
}

/** A part with new weights of these shapes, and what its training keeps of each. */
function withWeights(kind, given, random, shapes) {
  const part = { kind, weights: {}, gradients: {}, penalties: {}, memory: {} };
  for (const [name, shape] of Object.entries(shapes)) {
    if (!shape) continue;
    part.weights[name] = initialWeights(given[`${name}_initializer`], shape, random);
    const count = sizeOf(shape);
    part.gradients[name] = new Float64Array(count);
    part.memory[name] = { first: new Float64Array(count), second: new Float64Array(count) };
    part.penalties[name] = penaltyIn(given[`${name}_regularizer`]);
  }
  return part;
}

/** `{L2: {l2: 0.01}}` as both factors. */
function penaltyIn(regularizer) {
  return regularizer && { l1: 0, l2: 0, ...Object.values(regularizer)[0] };
}

/** Weights that a config wrote as numbers give way to drawn ones where they no longer fit the stack. */
function withFittingWeights(layers, inputs, defaults) {
  let units = inputs;
  for (const { kind, arguments: given } of layers) {
    const shapes = { kernel: [units, given.units], bias: [given.units], gamma: [units], beta: [units] };
    for (const [name, shape] of Object.entries(shapes)) {
      const key = `${name}_initializer`;
      const written = given[key];
      if (!Array.isArray(written)) continue;
      const fits = written.length === shape[0] && [written[0]].flat().length === (shape[1] || 1);
      if (!fits) given[key] = defaults[kind][key];
    }
    if (kind === "Dense") units = given.units;
  }
}
