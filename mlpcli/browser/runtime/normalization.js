// Normalization of batches, layers and groups. Products and sums are in Keras's order and in float32: far
// from 0 they lose digits, and the network was trained with what is left of them.

/** gamma * (x - mean) / sqrt(variance + epsilon) + beta, with the moving averages of training. */
function batchNormalization(layer, inputs, weights) {
  const places = placesAlong(inputs.shape, axesOf(layer.axis, inputs.shape.length));
  const moments = { means: weights.moving_mean.values, variances: weights.moving_variance.values };
  return scaledAndCentered(layer, inputs, weights, moments, places, places);
}

/** gamma * (x - mean) / sqrt(variance + epsilon) + beta, of the values of a row along `axis`. */
function layerNormalization(layer, inputs, weights) {
  const axes = axesOf(layer.axis, inputs.shape.length);
  const [groups, places] = [placesBeside, placesAlong].map((placing) => placing(inputs.shape, axes));
  return scaledAndCentered(layer, inputs, weights, momentsOf(inputs, groups), groups, places);
}

/** As layerNormalization, of all values of a group of channels. */
function groupNormalization(layer, inputs, weights) {
  const axes = axesOf(layer.axis, inputs.shape.length);
  const channels = inputs.shape[axes[0]];
  const size = layer.groups === -1 ? 1 : channels / layer.groups;
  const places = placesAlong(inputs.shape, axes);
  const groups = places.map((channel) => Math.floor(channel / size));
  return scaledAndCentered(layer, inputs, weights, momentsOf(inputs, groups), groups, places);
}

/** scale * x / sqrt(mean of x^2 + epsilon) */
function rmsNormalization(layer, inputs, weights) {
  const groups = placesBeside(inputs.shape, axesOf(layer.axis, inputs.shape.length));
  const squares = meansOf(inputs, groups, (value) => value ** 2);
  const round = Math.fround;
  const factors = squares.map((mean) => 1 / round(Math.sqrt(round(mean + round(layer.epsilon)))));
  const places = placesIn(weights.scale.shape, inputs.shape);
  const scales = weights.scale.values;
  return each(inputs, (value, at) => round(value * factors[groups[at]]) * scales[places[at]]);
}

/** x / sqrt(sum of x^2) */
function unitNormalization(layer, inputs) {
  const groups = placesBeside(inputs.shape, axesOf(layer.axis, inputs.shape.length));
  const sums = new Float64Array(inputs.values.length);
  inputs.values.forEach((value, at) => (sums[groups[at]] += value ** 2));
  // 1e12 is of `epsilon` in keras/src/layers/normalization/unit_normalization.py.
  const factors = Float32Array.from(sums, (sum) => Math.min(1 / Math.sqrt(Math.fround(sum)), 1e12));
  return each(inputs, (value, at) => value * factors[groups[at]]);
}

/** For every number, which of the groups along these axes it is in. */
function placesBeside(shape, axes) {
  return placesAlong(
    shape,
    shape.map((side, axis) => axis).filter((axis) => !axes.includes(axis)),
  );
}

/** The mean and the variance of each group. */
function momentsOf(inputs, groups) {
  const exact = meansOf(inputs, groups, (value) => value, Float64Array);
  const variances = meansOf(inputs, groups, (value, group) => (value - exact[group]) ** 2);
  return { means: Float32Array.from(exact), variances };
}

/** For each group the mean of `term(value, group)`. */
function meansOf(inputs, groups, term, kind = Float32Array) {
  const count = groups.reduce((most, group) => Math.max(most, group), -1) + 1;
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  inputs.values.forEach((value, at) => {
    sums[groups[at]] += term(value, groups[at]);
    sizes[groups[at]] += 1;
  });
  return kind.from(sums, (sum, group) => sum / sizes[group]);
}

/** `groups` are where the moments of every number are, `places` where its gamma and beta are. */
function scaledAndCentered(layer, inputs, weights, { means, variances }, groups, places) {
  const round = Math.fround;
  const factors = variances.map((variance) => 1 / round(Math.sqrt(round(variance + round(layer.epsilon)))));
  return each(inputs, (value, at) => {
    const own = factors[groups[at]];
    const factor = layer.scale ? round(own * weights.gamma.values[places[at]]) : own;
    const offset = layer.center ? weights.beta.values[places[at]] : 0;
    return round(value * factor) + round(offset - round(means[groups[at]] * factor));
  });
}

Object.assign(LAYERS, {
  BatchNormalization: { compute: batchNormalization },
  LayerNormalization: { compute: layerNormalization },
  GroupNormalization: { compute: groupNormalization },
  RMSNormalization: { compute: rmsNormalization },
  UnitNormalization: { compute: unitNormalization },
});
