// What every layer takes and gives: the numbers of one row, in float32. `values` are in row-major order of
// `shape`, which has no axis for rows. Sums are added in float64, as all numbers of JavaScript are, and rounded once.

function tensor(shape, values) {
  return { shape, values };
}

function sizeOf(shape) {
  return shape.reduce((product, side) => product * side, 1);
}

function zeros(shape) {
  return tensor(shape, new Float32Array(sizeOf(shape)));
}

/** The tensor with `change` of each of its numbers. */
function each(given, change) {
  const values = new Float32Array(given.values.length);
  for (let at = 0; at < values.length; at += 1) values[at] = change(given.values[at]);
  return tensor(given.shape, values);
}

// From a kind of layer to its functions:
//   compute(layer, inputs, weights, mask): its outputs, or if it has an activation the values z before it
//   activate(layer, z, weights): its outputs, of z
//   makeMask(layer, inputs): the mask that begins at it; usesMask, keepsMask: whether it takes one, and hands it on
// `layer` are its arguments by Keras's names, `weights` its tensors by Keras's names.
const LAYERS = {};
