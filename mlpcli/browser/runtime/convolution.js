// Convolutions: each output is the sum of what lies under a kernel, times the kernel's numbers. How kernels
// are placed is that of https://www.tensorflow.org/api_docs/python/tf/nn/convolution.

/** The sum over the kernel's places and the input's channels; a group of filters sees a group of channels. */
function convolution(layer, inputs, weights) {
  const [high, wide, size, filters] = weights.kernel.shape;
  const channels = inputs.shape[2];
  const positions = positionsOf(layer, inputs.shape, [high, wide]);
  const found = zeros([...positions.shape, filters]);
  const sums = new Float64Array(filters);
  const groups = filterGroups(sums, layer.groups);
  overAll(positions, (position, seen) => {
    startSums(sums, weights.bias);
    for (let at = 0; at < seen.length; at += 2) {
      const [first, start] = [seen[at] * size * filters, seen[at + 1] * channels];
      groups.forEach((part, group) => {
        const column = first + group * part.length;
        addProducts(part, inputs.values, start + group * size, size, weights.kernel.values, column, filters);
      });
    }
    found.values.set(sums, position * filters);
  });
  return found;
}

function filterGroups(numbers, count) {
  const size = numbers.length / count;
  return Array.from({ length: count }, (_, part) => numbers.subarray(part * size, (part + 1) * size));
}

/** A convolution of every channel by itself, with `depth_multiplier` kernels each. */
function depthwise(layer, inputs, weights) {
  return filtered(layer, inputs, weights.kernel, weights.bias);
}

/** A depthwise convolution, then at every position a mixture of its channels. */
function separable(layer, inputs, weights) {
  const channels = filtered(layer, inputs, weights.depthwise_kernel);
  const mixture = tensor([channels.shape[2], layer.filters], weights.pointwise_kernel.values);
  return dense(layer, channels, { kernel: mixture, bias: weights.bias });
}

/** What the kernels of every channel make of it. */
function filtered(layer, inputs, kernel, bias) {
  const [high, wide, channels, multiplier] = kernel.shape;
  const positions = positionsOf(layer, inputs.shape, [high, wide]);
  const outputs = channels * multiplier;
  const found = zeros([...positions.shape, outputs]);
  const sums = new Float64Array(outputs);
  overAll(positions, (position, seen) => {
    startSums(sums, bias);
    for (let at = 0; at < seen.length; at += 2) {
      const [first, start] = [seen[at] * outputs, seen[at + 1] * channels];
      for (let output = 0; output < outputs; output += 1) {
        const value = inputs.values[start + Math.floor(output / multiplier)];
        sums[output] += value * kernel.values[first + output];
      }
    }
    found.values.set(sums, position * outputs);
  });
  return found;
}

/** Every input adds the kernel, times the input, to the outputs around it, as far as the layer has them. */
function transposed(layer, inputs, weights) {
  const [high, wide, filters] = weights.kernel.shape;
  const along = (window, axis) => spreadAlong(layer, inputs.shape[axis], window, axis);
  const [rows, columns] = [high, wide].map(along);
  const sums = new Float64Array(rows.size * columns.size * filters);
  for (let at = 0; at < sums.length; at += filters) startSums(sums.subarray(at, at + filters), weights.bias);
  rows.places.forEach((row, y) =>
    columns.places.forEach((column, x) => {
      const start = (y * columns.places.length + x) * inputs.shape[2];
      for (const [down, top] of row)
        for (const [right, left] of column) {
          const output = (top * columns.size + left) * filters;
          addTransposed(sums, output, inputs, start, weights.kernel, down * wide + right);
        }
    }),
  );
  return tensor([rows.size, columns.size, filters], Float32Array.from(sums));
}

/** Adds at `output` the products of a pixel's channels with the kernel's numbers at one of its places. */
function addTransposed(sums, output, inputs, start, kernel, place) {
  const [filters, channels] = kernel.shape.slice(2);
  for (let filter = 0; filter < filters; filter += 1) {
    const from = (place * filters + filter) * channels;
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      sum += inputs.values[start + channel] * kernel.values[from + channel];
    }
    sums[output + filter] += sum;
  }
}

/** For each input along an axis, pairs of a place in the kernel and of the output that it adds to. */
function spreadAlong(layer, size, window, axis) {
  const [stride, dilation, beyond] = [layer.strides[axis], layer.dilation_rate[axis], layer.beyond[axis]];
  const outputs = (size - 1) * stride + (window - 1) * dilation + 1 + beyond;
  // What TensorFlow would pad a convolution from the output with.
  const before = layer.padding === "same" ? Math.floor(Math.max(-beyond, 0) / 2) : 0;
  const places = Array.from({ length: size }, (_, input) => {
    const pairs = Array.from({ length: window }, (_, at) => [at, input * stride + at * dilation - before]);
    return pairs.filter(([, output]) => output >= 0 && output < outputs);
  });
  return { size: outputs, places };
}

/**
 * Where a window is put over an image, and what of the image it sees there: the `shape` of all positions, and
 * along each axis for each of them the pairs of a place in the window and of the input under it.
 */
function positionsOf(layer, shape, window) {
  const strides = layer.strides || window;
  const [rows, columns] = window.map((side, axis) => {
    return positionsAlong(shape[axis], side, strides[axis], layer.padding, layer.dilation_rate?.[axis] ?? 1);
  });
  return { rows, columns, shape: [rows.length, columns.length], wide: window[1], width: shape[1] };
}

/** Along one axis: `valid` stays inside, `same` has a position for every stride, `causal` looks back. */
function positionsAlong(size, window, stride, padding, dilation) {
  const reach = dilation * (window - 1) + 1;
  const count = padding === "valid" ? Math.floor((size - reach) / stride) + 1 : Math.ceil(size / stride);
  const missing = Math.max((count - 1) * stride + reach - size, 0);
  const before = { valid: 0, same: Math.floor(missing / 2), causal: reach - 1 }[padding];
  return Array.from({ length: count }, (_, position) => {
    const pairs = Array.from({ length: window }, (_, at) => [at, position * stride + at * dilation - before]);
    return pairs.filter(([, input]) => input >= 0 && input < size);
  });
}

/** Calls `visit(position, seen)`: in `seen` every place of the window is followed by the pixel under it. */
function overAll({ rows, columns, wide, width }, visit) {
  const seen = [];
  rows.forEach((row, top) =>
    columns.forEach((column, left) => {
      seen.length = 0;
      for (const [down, y] of row) {
        for (const [right, x] of column) seen.push(down * wide + right, y * width + x);
      }
      visit(top * columns.length + left, seen);
    }),
  );
}

/** The function of an image layer, for a sequence: an image of one row. */
function inOneRow(compute) {
  const inRow = (value) => (typeof value === "number" ? [1, value] : value);
  return (layer, inputs, weights) => {
    const wide = { ...layer, beyond: layer.beyond && [0, ...layer.beyond] };
    for (const key of ["strides", "dilation_rate", "pool_size"]) wide[key] = inRow(layer[key]);
    const kernels = { ...weights };
    for (const key of ["kernel", "depthwise_kernel"]) if (weights[key]) kernels[key] = asImage(weights[key]);
    const found = compute(wide, asImage(inputs), kernels);
    return tensor(found.shape.slice(1), found.values);
  };
}

Object.assign(LAYERS, {
  Conv1D: { compute: inOneRow(convolution), activate: activated },
  Conv2D: { compute: convolution, activate: activated },
  SeparableConv1D: { compute: inOneRow(separable), activate: activated },
  SeparableConv2D: { compute: separable, activate: activated },
  DepthwiseConv1D: { compute: inOneRow(depthwise), activate: activated },
  DepthwiseConv2D: { compute: depthwise, activate: activated },
  Conv1DTranspose: { compute: inOneRow(transposed), activate: activated },
  Conv2DTranspose: { compute: transposed, activate: activated },
});
