// A trained network: rows go through its layers one after the other.

/** The network that network_data.py describes: `layers`, the `shape` of a row, `forward` and `outputs`. */
function openNetwork(data) {
  const numbers = float32From(data.weights);
  const layers = data.layers.map((layer) => ({ ...layer, weights: weightsOf(layer, numbers) }));
  const forward = (values) => throughAll(layers, tensor(data.shape, Float32Array.from(values)));
  return {
    layers,
    shape: data.shape,
    forward,
    outputs: (values) => forward(values).at(-1).after.values,
  };
}

/** What each layer computes of a row: `before` its activation, null without one, and `after` it. */
function throughAll(layers, row) {
  const found = [];
  let inputs = row;
  let mask = null;
  for (const layer of layers) {
    const { compute, activate: activation, usesMask, makeMask, keepsMask } = LAYERS[layer.kind];
    const z = compute(layer.arguments, inputs, layer.weights, usesMask ? mask : null);
    const after = activation ? activation(layer.arguments, z, layer.weights) : z;
    found.push({ name: layer.name, kind: layer.kind, before: activation ? z : null, after });
    mask = (makeMask && makeMask(layer.arguments, inputs)) || (keepsMask ? mask : null);
    inputs = after;
  }
  return found;
}

function weightsOf(layer, numbers) {
  const found = {};
  for (const [name, { start, shape }] of Object.entries(layer.weights)) {
    found[name] = tensor(shape, numbers.slice(start, start + sizeOf(shape)));
  }
  return found;
}

/** The numbers in base64 of float32, in little-endian order as on every machine that has a browser. */
function float32From(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return new Float32Array(bytes.buffer);
}
