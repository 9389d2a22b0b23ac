// Layers that move numbers and compute none.

Object.assign(LAYERS, {
  Flatten: { compute: (layer, inputs) => tensor([inputs.values.length], inputs.values) },
});
