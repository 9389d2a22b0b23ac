// Layers that only move, repeat or cut values.

function flatten(layer, inputs) {
  return tensor([inputs.values.length], inputs.values);
}

/** The same numbers in another shape; a side of -1 is what is left for it. */
function reshape(layer, inputs) {
  const known = sizeOf(layer.target_shape.filter((side) => side !== -1));
  const shape = layer.target_shape.map((side) => (side === -1 ? inputs.values.length / known : side));
  return tensor(shape, inputs.values);
}

/** The axes in the order of `dims`, which counts them from 1. */
function permute(layer, inputs) {
  const axes = layer.dims.map((axis) => axis - 1);
  const steps = inputs.shape.map((side, axis) => sizeOf(inputs.shape.slice(axis + 1)));
  const found = zeros(axes.map((axis) => inputs.shape[axis]));
  for (let at = 0; at < found.values.length; at += 1) {
    let [rest, from] = [at, 0];
    for (const axis of [...axes].reverse()) {
      from += (rest % inputs.shape[axis]) * steps[axis];
      rest = Math.floor(rest / inputs.shape[axis]);
    }
    found.values[at] = inputs.values[from];
  }
  return found;
}

function repeatVector(layer, inputs) {
  return repeated(inputs, layer.n, inputs.values.length, [layer.n, ...inputs.shape]);
}

/** Every step `size` times. */
function upSampling1D(layer, inputs) {
  const [steps, channels] = inputs.shape;
  return repeated(inputs, layer.size, channels, [steps * layer.size, channels]);
}

/** Every part of `size` numbers so many times. */
function repeated(inputs, times, size, shape) {
  const found = zeros(shape);
  for (let at = 0; at < found.values.length; at += size) {
    const from = Math.floor(at / (times * size)) * size;
    found.values.set(inputs.values.subarray(from, from + size), at);
  }
  return found;
}

/** A part of an image, from a pixel that may lie outside of it: there every number is `filling`. */
function region(inputs, [top, left], [height, width], filling = 0) {
  const [high, wide, channels] = inputs.shape;
  const found = zeros([height, width, channels]);
  found.values.fill(filling);
  const [from, to] = [Math.max(left, 0), Math.min(left + width, wide)];
  for (let row = Math.max(top, 0); from < to && row < Math.min(top + height, high); row += 1) {
    const line = inputs.values.subarray((row * wide + from) * channels, (row * wide + to) * channels);
    found.values.set(line, ((row - top) * width + from - left) * channels);
  }
  return found;
}

/** An image with so much more on each side; less where it is below 0. */
function widened(inputs, [[above, below], [left, right]]) {
  const [height, width] = inputs.shape;
  return region(inputs, [-above, -left], [above + height + below, left + width + right]);
}

const narrowing = (borders) => borders.map((ends) => ends.map((end) => -end));

/** As `widened`, of a sequence. */
function lengthened(inputs, ends) {
  const found = widened(asImage(inputs), [[0, 0], ends]);
  return tensor(found.shape.slice(1), found.values);
}

Object.assign(LAYERS, {
  Flatten: { compute: flatten },
  Reshape: { compute: reshape },
  Permute: { compute: permute },
  RepeatVector: { compute: repeatVector },
  ZeroPadding1D: { compute: (layer, inputs) => lengthened(inputs, layer.padding) },
  ZeroPadding2D: { compute: (layer, inputs) => widened(inputs, layer.padding) },
  Cropping1D: { compute: (layer, inputs) => lengthened(inputs, narrowing([layer.cropping])[0]) },
  Cropping2D: { compute: (layer, inputs) => widened(inputs, narrowing(layer.cropping)) },
  UpSampling1D: { compute: upSampling1D },
});
