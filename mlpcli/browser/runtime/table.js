// Layers for the rows of a table: see mlpcli/config/layers/table.py for the papers.

/** Every feature times its factor. */
function scale(layer, inputs, weights) {
  const places = placesIn(weights.scale.shape, inputs.shape);
  return each(inputs, (value, at) => value * weights.scale.values[places[at]]);
}

/** Beside each number, mixtures of cos(2 pi x frequency + phase). */
function periodicEmbedding(layer, inputs, weights) {
  const { frequencies, phases, kernel, bias } = weights;
  const [, waves, units] = kernel.shape;
  const round = Math.fround;
  const turn = round(2 * Math.PI);
  return besideEach(inputs, frequencies.shape[0], (x, feature) => {
    const start = feature * waves;
    // In float32: large numbers lose digits, and the network was trained with what is left of them.
    const own = frequencies.values.subarray(start, start + waves);
    const angles = own.map((frequency) => round(round(turn * x) * frequency));
    const heights = angles.map((angle, wave) => Math.cos(round(angle + phases.values[start + wave])));
    const sums = new Float64Array(units);
    startSums(sums, bias, feature * units);
    addProducts(sums, heights, 0, waves, kernel.values, feature * waves * units);
    return sums;
  });
}

/** Beside each number, how far it is through each interval, from 0 to 1. */
function piecewiseLinearEncoding(layer, inputs, weights) {
  const [features, bins] = weights.start.shape;
  return besideEach(inputs, features, (x, feature) => {
    const from = feature * bins;
    return weights.start.values.subarray(from, from + bins).map((start, bin) => {
      return clipped(Math.fround(x - start) * weights.slope.values[from + bin], 0, 1);
    });
  });
}

/** Each of the first numbers of a row and what is made of it, then the rest of the row. */
function besideEach(inputs, features, make) {
  const rest = inputs.values.subarray(features);
  const found = Array.from(inputs.values.subarray(0, features), (x, feature) => [x, ...make(x, feature)]);
  const values = Float32Array.from([...found.flat(), ...rest]);
  return tensor([values.length], values);
}

/** Of each wide group of one-hot columns, the numbers of its category. */
function categoryEmbedding(layer, inputs, weights) {
  let start = inputs.values.length - layer.widths.reduce((sum, width) => sum + width, 0);
  const found = [...inputs.values.subarray(0, start)];
  let number = 1;
  for (const width of layer.widths) {
    if (width > layer.limit) {
      const sums = new Float64Array(layer.units);
      const kernel = weights[number > 1 ? `kernel_${number}` : "kernel"];
      addProducts(sums, inputs.values, start, width, kernel.values);
      found.push(...sums);
      number += 1;
    } else {
      found.push(...inputs.values.subarray(start, start + width));
    }
    start += width;
  }
  return tensor([found.length], Float32Array.from(found));
}

/** A copy of the row for each member, times the factors of the member: `[members, features]`. */
function ensemble(layer, inputs, weights) {
  const features = inputs.values.length;
  return each(weights.scale, (factor, at) => factor * inputs.values[at % features]);
}

/** z = x W + b for each member by itself: `[members, units]`. */
function ensembleHead(layer, inputs, weights) {
  const [members, features, units] = weights.kernel.shape;
  const found = zeros([members, units]);
  const sums = new Float64Array(units);
  for (let member = 0; member < members; member += 1) {
    startSums(sums, weights.bias, member * units);
    const [start, first] = [member * features, member * features * units];
    addProducts(sums, inputs.values, start, features, weights.kernel.values, first);
    found.values.set(sums, member * units);
  }
  return found;
}

/** The mean of what the members answer: `[units]`. */
function meanOfMembers(layer, z) {
  const answers = activate(layer.activation, z);
  const [members, units] = z.shape;
  const sums = new Float64Array(units);
  answers.values.forEach((value, at) => (sums[at % units] += value));
  return tensor(
    [units],
    Float32Array.from(sums, (sum) => sum / members),
  );
}

Object.assign(LAYERS, {
  Scale: { compute: scale },
  PeriodicEmbedding: { compute: periodicEmbedding },
  PiecewiseLinearEncoding: { compute: piecewiseLinearEncoding },
  CategoryEmbedding: { compute: categoryEmbedding },
  Ensemble: { compute: ensemble },
  EnsembleHead: { compute: ensembleHead, activate: meanOfMembers },
});
