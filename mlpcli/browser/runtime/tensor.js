// What every layer takes and gives: the numbers of one row, in float32. `values` are in row-major order of
// `shape`, which has no axis for rows. Sums are added in float64, as JavaScript's numbers are, then rounded.

function tensor(shape, values) {
  return { shape, values };
}

function sizeOf(shape) {
  return shape.reduce((product, side) => product * side, 1);
}

function zeros(shape) {
  return tensor(shape, new Float32Array(sizeOf(shape)));
}

/** The tensor with `change(number, place)` of each of its numbers. */
function each(given, change) {
  const values = new Float32Array(given.values.length);
  for (let at = 0; at < values.length; at += 1) values[at] = change(given.values[at], at);
  return tensor(given.shape, values);
}

/** Tensors of one shape as one, along a new first axis. */
function stacked(parts) {
  const found = zeros([parts.length, ...parts[0].shape]);
  parts.forEach((part, at) => found.values.set(part.values, at * part.values.length));
  return found;
}

/** A sequence `[steps, channels]` as an image of one row. */
function asImage(sequence) {
  return tensor([1, ...sequence.shape], sequence.values);
}

/**
 * Adds to `sums` the products of `count` numbers from `start` of `values` with as many rows of a matrix.
 * `first` is where the first of them begins in `matrix`, and `width` is the distance from row to row.
 */
function addProducts(sums, values, start, count, matrix, first = 0, width = sums.length) {
  for (let row = 0; row < count; row += 1) {
    const value = values[start + row];
    // Most pixels of a drawing are 0.
    if (value === 0) continue;
    const from = first + row * width;
    for (let column = 0; column < sums.length; column += 1) sums[column] += value * matrix[from + column];
  }
}

/** Keras's `axis`, for which axis 0 is that of a batch's rows, as a list that counts without it. */
function axesOf(axis, rank) {
  return [axis ?? []].flat().map((one) => (one > 0 ? one - 1 : one + rank));
}

/** For every number of a tensor of this shape: its place among numbers that have only these axes. */
function placesAlong(shape, axes) {
  const found = new Int32Array(sizeOf(shape));
  let [step, run] = [1, 1];
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const side = shape[axis];
    if (axes.includes(axis)) {
      for (let at = 0; at < found.length; at += 1) found[at] += (Math.floor(at / run) % side) * step;
      step *= side;
    }
    run *= side;
  }
  return found;
}

/** As `placesAlong`, for numbers of the shape `inner`: its axes are the last ones, some of side 1. */
function placesIn(inner, shape) {
  const missing = shape.length - inner.length;
  return placesAlong(
    shape,
    shape.map((side, axis) => axis).filter((axis) => inner[axis - missing] > 1),
  );
}

// From a kind of layer to its functions:
//   compute(layer, inputs, weights, mask): its outputs, or if it has an activation the values z before it
//   activate(layer, z, weights): its outputs, of z
//   usesMask: whether `compute` takes a mask, which has for each step whether it is seen; or null
//   makeMask(layer, inputs): the mask that begins at it, or null
//   around(functions): for a layer around another one, its functions made of those of the other one
// `layer` are its arguments by Keras's names, `weights` its tensors by Keras's names.
const LAYERS = {};

/** The functions of a layer of network_data.py. */
function functionsOf(layer) {
  const found = layer.isIdle ? { compute: kept } : LAYERS[layer.kind];
  return found.around ? found.around(functionsOf(layer.arguments.layer)) : found;
}
