// Dense, Rescaling, activations as layers, and what only acts in training.

/** z = x W + b, for each of the rows that the last axis of x has. */
function dense(layer, inputs, weights) {
  const [given, units] = weights.kernel.shape;
  const kernel = weights.kernel.values;
  const found = zeros([...inputs.shape.slice(0, -1), units]);
  const sums = new Float64Array(units);
  for (let row = 0; row < found.values.length / units; row += 1) {
    sums.set(weights.bias ? weights.bias.values : new Float64Array(units));
    for (let from = 0; from < given; from += 1) {
      const value = inputs.values[row * given + from];
      // Most pixels of a drawing are 0.
      if (value !== 0) for (let to = 0; to < units; to += 1) sums[to] += value * kernel[from * units + to];
    }
    found.values.set(sums, row * units);
  }
  return found;
}

/** x * scale + offset, with one number for all, or one for each entry of the last axis. */
function rescaling(layer, inputs) {
  const side = inputs.shape[inputs.shape.length - 1];
  const of = (numbers, at) => Math.fround(Array.isArray(numbers) ? numbers[at % side] : numbers);
  const found = zeros(inputs.shape);
  for (let at = 0; at < found.values.length; at += 1) {
    found.values[at] = Math.fround(inputs.values[at] * of(layer.scale, at)) + of(layer.offset, at);
  }
  return found;
}

/** Standardized numbers in their own units, within their bounds. */
function inUnits(layer, inputs) {
  const found = zeros(inputs.shape);
  for (let at = 0; at < found.values.length; at += 1) {
    const value = inputs.values[at] * Math.fround(layer.deviation[at]) + Math.fround(layer.mean[at]);
    found.values[at] = layer.lowest.length ? Math.min(Math.max(value, layer.lowest[at]), layer.highest[at]) : value;
  }
  return found;
}

const kept = (layer, inputs) => inputs;
const activated = (layer, z) => activate(layer.activation, z);

Object.assign(LAYERS, {
  Dense: { compute: dense, activate: activated },
  Activation: { compute: kept, activate: activated },
  Rescaling: { compute: rescaling },
  InUnits: { compute: inUnits },
  Dropout: { compute: kept },
});
