// Dense, Rescaling, Normalization, activations as layers, and what hands on what it gets.

/** z = x W + b, for each of the rows that the last axis of x has. */
function dense(layer, inputs, weights) {
  const [given, units] = weights.kernel.shape;
  const found = zeros([...inputs.shape.slice(0, -1), units]);
  const sums = new Float64Array(units);
  for (let row = 0; row < found.values.length / units; row += 1) {
    startSums(sums, weights.bias);
    addProducts(sums, inputs.values, row * given, given, weights.kernel.values);
    found.values.set(sums, row * units);
  }
  return found;
}

/** Sums begin with the bias, if there is one, of which the first number is at `start`. */
function startSums(sums, bias, start = 0) {
  if (bias) sums.set(bias.values.subarray(start, start + sums.length));
  else sums.fill(0);
}

/** x * scale + offset, with one number for all, or one for each entry of the last axis. */
function rescaling(layer, inputs) {
  const side = inputs.shape.at(-1);
  const [scales, offsets] = [layer.scale, layer.offset].map((numbers) => {
    return Array.isArray(numbers) ? Float32Array.from(numbers) : new Float32Array(side).fill(numbers);
  });
  return each(inputs, (value, at) => Math.fround(value * scales[at % side]) + offsets[at % side]);
}

/** (x - mean) / sqrt(variance), with numbers for each entry along `axis`. */
function normalization(layer, inputs, weights) {
  const axes = axesOf(layer.axis, inputs.shape.length).sort((one, other) => one - other);
  // Numbers that the config has are along the last of the axes.
  const places = placesAlong(inputs.shape, layer.mean ? axes.slice(-1) : axes);
  const [means, variances] = ["mean", "variance"].map((name) => {
    return layer.mean ? Float32Array.from(layer[name]) : weights[name].values;
  });
  // `epsilon` of keras/src/backend/config.py.
  const deviations = variances.map((variance) => Math.max(Math.sqrt(variance), 1e-7));
  const of = (numbers, at) => numbers[numbers.length > 1 ? places[at] : 0];
  return each(inputs, (value, at) => Math.fround(value - of(means, at)) / of(deviations, at));
}

/** Standardized numbers in their own units, within their bounds. */
function inUnits(layer, inputs) {
  return each(inputs, (standard, at) => {
    const value = Math.fround(standard * Math.fround(layer.deviation[at])) + Math.fround(layer.mean[at]);
    return layer.lowest.length ? clipped(value, layer.lowest[at], layer.highest[at]) : value;
  });
}

/** z above 0, and alpha z below. */
function prelu(layer, z, weights) {
  const places = placesIn(weights.alpha.shape, z.shape);
  return each(z, (value, at) => (value > 0 ? value : value * weights.alpha.values[places[at]]));
}

function kept(layer, inputs) {
  return inputs;
}

function activated(layer, z) {
  return activate(layer.activation, z);
}

/** A layer that is the activation with this name, and has its arguments. */
function asActivation(name) {
  return { compute: kept, activate: (layer, z) => activate({ name, arguments: layer }, z) };
}

Object.assign(LAYERS, {
  Dense: { compute: dense, activate: activated },
  Activation: { compute: kept, activate: activated },
  Identity: { compute: kept },
  ActivityRegularization: { compute: kept },
  Rescaling: { compute: rescaling },
  Normalization: { compute: normalization },
  InUnits: { compute: inUnits },
  ReLU: asActivation("relu"),
  LeakyReLU: asActivation("leaky_relu"),
  PReLU: { compute: kept, activate: prelu },
  ELU: asActivation("elu"),
  Softmax: { compute: kept, activate: (layer, z) => softmax(z, axesOf(layer.axis, z.shape.length)[0]) },
});
