// Pooling: the largest or the mean of each window, or of all steps or pixels.

function maxPooling(layer, inputs) {
  return pooled(layer, inputs, largestOf);
}

/** The mean of what is inside of the input: padding does not count. */
function averagePooling(layer, inputs) {
  return pooled(layer, inputs, meanOf);
}

function globalMaxPooling(layer, inputs) {
  return pooledAll(layer, inputs, largestOf);
}

/** The mean of the steps that are not masked; NaN, as in Keras, where all of them are. */
function globalAveragePooling(layer, inputs, weights, mask) {
  return pooledAll(layer, inputs, meanOf, mask);
}

function largestOf(numbers) {
  return numbers.reduce((one, other) => Math.max(one, other), -Infinity);
}

function meanOf(numbers) {
  return numbers.reduce((one, other) => one + other, 0) / numbers.length;
}

/** `summary` of the numbers of each channel under each window. */
function pooled(layer, inputs, summary) {
  const channels = inputs.shape[2];
  const positions = positionsOf(layer, inputs.shape, layer.pool_size);
  const found = zeros([...positions.shape, channels]);
  overAll(positions, (position, seen) => {
    const numbers = new Float64Array(seen.length / 2);
    for (let channel = 0; channel < channels; channel += 1) {
      for (let at = 0; at < numbers.length; at += 1) {
        numbers[at] = inputs.values[seen[2 * at + 1] * channels + channel];
      }
      found.values[position * channels + channel] = summary(numbers);
    }
  });
  return found;
}

/** `summary` of all numbers of each channel that the mask lets through. */
function pooledAll(layer, inputs, summary, mask = null) {
  const channels = inputs.shape.at(-1);
  const ones = layer.keepdims ? inputs.shape.slice(1).map(() => 1) : [];
  const found = zeros([...ones, channels]);
  const places = Array.from({ length: inputs.values.length / channels }, (_, place) => place);
  const seen = mask ? places.filter((step) => mask[step]) : places;
  for (let channel = 0; channel < channels; channel += 1) {
    const own = Float64Array.from(seen, (place) => inputs.values[place * channels + channel]);
    found.values[channel] = summary(own);
  }
  return found;
}

Object.assign(LAYERS, {
  MaxPooling1D: { compute: inOneRow(maxPooling) },
  MaxPooling2D: { compute: maxPooling },
  AveragePooling1D: { compute: inOneRow(averagePooling) },
  AveragePooling2D: { compute: averagePooling },
  GlobalMaxPooling1D: { compute: globalMaxPooling },
  GlobalMaxPooling2D: { compute: globalMaxPooling },
  GlobalAveragePooling1D: { compute: globalAveragePooling, usesMask: true },
  GlobalAveragePooling2D: { compute: globalAveragePooling },
});
