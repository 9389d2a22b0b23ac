// Where numbers come from: the names that `mlpcli explain --input` has for them.

/** What the layer at a position is given. */
function givenTo(page, position) {
  return position ? page.layers[position - 1].after : tensor(page.network.shape, page.values);
}

/** The place in a shape of the number at `at`, in row-major order. */
function placeIn(shape, at) {
  const place = [];
  let rest = at;
  for (const side of shape.slice().reverse()) {
    place.unshift(rest % side);
    rest = Math.floor(rest / side);
  }
  return place;
}

/** The number in row-major order of the place in a shape. */
function numberIn(shape, place) {
  return place.reduce((number, one, axis) => number * shape[axis] + one, 0);
}

/**
 * Where the value at `place` comes from that the layer at `position` is given: a column, the place in the input, or in
 * the output of the last layer that mixed values, as `source_of` of mlpcli/explanation/one_input/sources.py.
 */
function sourceOf(page, position, place) {
  const { columns, layers } = page.data.inside;
  let found = place;
  for (let at = position - 1; at >= 0; at -= 1) {
    const { values } = layers[at];
    if (values === "moved")
      found = placeIn(givenTo(page, at).shape, numberIn(page.layers[at].after.shape, found));
    else if (values === "mixed") return `${page.layers[at].name}[${found.join(", ")}]`;
  }
  if (found.length === 1 && found[0] < columns.length) return columns[found[0]];
  return `input[${found.join(", ")}]`;
}
