// The terms of convolutions: what lies under the kernel at a place, times the kernel's numbers.

function convolutionTerms(layer, given, { kernel }, place) {
  const filter = place.at(-1);
  const [size, filters] = kernel.shape.slice(-2);
  const first = Math.floor(filter / (filters / layer.groups)) * size;
  return windowAt(layer, given, place, kernel.shape.slice(0, -2)).flatMap(({ offset, at }) => {
    return Array.from({ length: size }, (_, number) => {
      const where = [...at, first + number];
      const weight = numberIn(kernel.shape, [...offset, number, filter]);
      return termOf(where, given.values[numberIn(given.shape, where)], kernel, weight);
    });
  });
}

function depthwiseTerms(layer, given, { kernel }, place) {
  const multiplier = kernel.shape.at(-1);
  const output = place.at(-1);
  const channel = Math.floor(output / multiplier);
  return windowAt(layer, given, place, kernel.shape.slice(0, -2)).map(({ offset, at }) => {
    const where = [...at, channel];
    const weight = numberIn(kernel.shape, [...offset, channel, output % multiplier]);
    return termOf(where, given.values[numberIn(given.shape, where)], kernel, weight);
  });
}

/** What the depthwise kernels make of the input, times the mixture. */
function separableTerms(layer, given, weights, place) {
  const kernel = weights.pointwise_kernel;
  const filters = kernel.shape.at(-1);
  return Array.from({ length: kernel.values.length / filters }, (_, number) => {
    const under = [...place.slice(0, -1), number];
    const products = depthwiseTerms(layer, given, { kernel: weights.depthwise_kernel }, under);
    const input = Math.fround(products.reduce((sum, term) => sum + term.input * term.weight, 0));
    const found = termOf(null, input, kernel, number * filters + place.at(-1));
    return { ...found, source: `filtered channel ${number}`, filtered: number };
  });
}

/** What lies under a window: the place in the window, and that in the input. Padding is left out: 0 times a weight. */
function windowAt(layer, given, place, window) {
  const outer = place.slice(0, given.shape.length - window.length - 1);
  const at = place.slice(outer.length, -1);
  const along = window.map((side, axis) => {
    const of = (numbers) => [numbers].flat()[axis] ?? 1;
    const shape = given.shape[outer.length + axis];
    return positionsAlong(shape, side, of(layer.strides), layer.padding, of(layer.dilation_rate))[at[axis]];
  });
  let found = [{ offset: [], at: outer }];
  for (const pairs of along) {
    found = found.flatMap((one) =>
      pairs.map(([offset, input]) => ({ offset: [...one.offset, offset], at: [...one.at, input] })),
    );
  }
  return found;
}

Object.assign(TERMS, {
  Conv1D: convolutionTerms,
  Conv2D: convolutionTerms,
  DepthwiseConv1D: depthwiseTerms,
  DepthwiseConv2D: depthwiseTerms,
  SeparableConv1D: separableTerms,
  SeparableConv2D: separableTerms,
});
addWords({
  en: { filteredChannel: "filtered channel {0}" },
  ja: { filteredChannel: "フィルター後のチャンネル {0}" },
});
