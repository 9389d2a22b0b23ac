// Pictures of another size, with the numbers that Pillow gives: antialiased, along the rows and along the columns.
// A plane is {height, width, values}, of one channel: `values` are a Uint8Array, or a Float32Array.

const BILINEAR = { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) };
const BOX = { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) };
// Weights of 8-bit pixels are whole numbers of so many bits.
const WEIGHT_BITS = 22;

/** The part of `plane` in `box` [left, top, right, bottom], by default all of it, in this size. */
function resampled(plane, height, width, filter, box = [0, 0, plane.width, plane.height]) {
  const [left, top, right, bottom] = box.map(Math.fround);
  const across = (given) => {
    if (width === given.width && !left && right === width) return given;
    return alongRows(given, tapsOf(plane.width, left, right, width, filter));
  };
  const down = (given) => {
    if (height === given.height && !top && bottom === height) return given;
    return transposedPlane(
      alongRows(transposedPlane(given), tapsOf(plane.height, top, bottom, height, filter)),
    );
  };
  // Pixels of 8 bits are rounded in between, so that the order counts: Pillow shortens much longer columns first.
  const less = plane.height - height;
  return less > 0 && less > 2 * (plane.width - width) ? across(down(plane)) : down(across(plane));
}

/** For each pixel of the result the first one of the source that it is made of, and the weights. */
function tapsOf(size, from, to, count, filter) {
  // Pillow takes the difference in float32.
  const scale = Math.fround(to - from) / count;
  const spread = Math.max(scale, 1);
  const support = filter.support * spread;
  return Array.from({ length: count }, (_, at) => {
    const centre = from + (at + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const stop = Math.min(size, Math.trunc(centre + support + 0.5));
    const weights = [];
    for (let x = first; x < stop; x += 1) weights.push(filter.weight((x - centre + 0.5) * (1 / spread)));
    const sum = weights.reduce((one, other) => one + other, 0);
    return { first, weights: weights.map((weight) => (sum ? weight / sum : weight)) };
  });
}

function alongRows(plane, taps) {
  const isWhole = plane.values instanceof Uint8Array;
  const width = taps.length;
  const values = new plane.values.constructor(plane.height * width);
  const unit = 2 ** WEIGHT_BITS;
  taps.forEach(({ first, weights }, x) => {
    const used = isWhole ? weights.map((weight) => Math.trunc(weight * unit + 0.5)) : weights;
    for (let y = 0; y < plane.height; y += 1) {
      let sum = isWhole ? unit / 2 : 0;
      const start = y * plane.width + first;
      for (let at = 0; at < used.length; at += 1) sum += plane.values[start + at] * used[at];
      values[y * width + x] = isWhole ? Math.min(255, Math.floor(sum / unit)) : sum;
    }
  });
  return { height: plane.height, width, values };
}

/** Rows as columns. */
function transposedPlane(plane) {
  const { height, width } = plane;
  const values = new plane.values.constructor(height * width);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) values[x * height + y] = plane.values[y * width + x];
  }
  return { height: width, width: height, values };
}
