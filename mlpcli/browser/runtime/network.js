// A trained network: rows go through its layers one after the other.

/** The network that network_data.py describes: `layers`, the `shape` of a row, `forward` and `outputs`. */
function openNetwork(data) {
  const numbers = new Float32Array(bytesOf(data.weights));
  const small = wholeFrom(data.quantized || "");
  const layers = data.layers.map((layer) => ({ ...layer, weights: weightsOf(layer, numbers, small) }));
  const forward = (values) => throughAll(layers, tensor(data.shape, Float32Array.from(values)));
  return { layers, shape: data.shape, forward, outputs: (values) => forward(values).at(-1).after.values };
}

/** What each layer computes of a row: `before` its activation, null without one, and `after` it. */
function throughAll(layers, row) {
  const found = [];
  let inputs = row;
  let mask = null;
  for (const layer of layers) {
    const { compute, activate: activation, usesMask, makeMask } = functionsOf(layer);
    const z = compute(layer.arguments, inputs, layer.weights, usesMask ? mask : null);
    const after = activation ? activation(layer.arguments, z, layer.weights) : z;
    found.push({ name: layer.name, kind: layer.kind, before: activation ? z : null, after });
    mask = makeMask?.(layer.arguments, inputs) ?? (layer.keepsMask ? mask : null);
    inputs = after;
  }
  return found;
}

function weightsOf(layer, numbers, small) {
  const found = {};
  for (const [name, place] of Object.entries(layer.weights)) {
    if (place.scales) found[name] = inFull(tensorAt(small, place), tensorAt(numbers, place.scales));
    else found[name] = tensorAt(numbers, place);
  }
  return found;
}

function tensorAt(numbers, { start, shape }) {
  return tensor(shape, numbers.slice(start, start + sizeOf(shape)));
}

/** Weights of 8 bits, each times the scale of its output. */
function inFull(quantized, scales) {
  const places = placesIn(scales.shape, quantized.shape);
  return each(quantized, (value, at) => value * scales.values[places[at]]);
}

/**
 * Whole numbers from -127 to 127, of which each is a letter: 0, -1, 1, -2, 2 and so on from the blank to ~, without
 * the quotation mark, < and the backslash, and then from U+0100. See weight_blobs.py.
 */
function wholeFrom(text) {
  return Int8Array.from(text, (letter) => {
    const code = letter.charCodeAt(0);
    const place = code < 256 ? code - 32 - (code > 34) - (code > 60) - (code > 92) : code - 256 + 92;
    return place % 2 ? -(place + 1) / 2 : place / 2;
  });
}

// Digits of base 85, as in inline_bytes.py.
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;/=>?@^_`{|}~";

/**
 * The bytes of a text that has five letters for every four of them, and fewer at its end. Their numbers are in
 * little-endian order, as on every machine that has a browser.
 */
function bytesOf(text) {
  const valueOf = new Uint8Array(128);
  for (let value = 0; value < 85; value += 1) valueOf[DIGITS.charCodeAt(value)] = value;
  const bytes = new Uint8Array(Math.floor((text.length * 4) / 5));
  for (let at = 0, start = 0; at < text.length; at += 5, start += 4) {
    let four = 0;
    for (let place = at; place < at + 5; place += 1) {
      four = four * 85 + (place < text.length ? valueOf[text.charCodeAt(place)] : 84);
    }
    // What is beyond the end of an array is not kept.
    for (let byte = 0; byte < 4; byte += 1) bytes[start + byte] = four >>> (24 - 8 * byte);
  }
  return bytes.buffer;
}
