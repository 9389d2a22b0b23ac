// Ink told from paper, on pads: the part of mlpcli/data/preprocessing/drawings/ink.py for what no camera took.

const COARSE = 64;
const LEVELS = 128;
const CLEARLY_FLAT = 0.9;

/**
 * How much of every pixel is ink, 0 to 1, of a plane of 8-bit pixels: {height, width, values, contrast}; null where
 * nothing stands out. Otsu's threshold (1979) tells ink from paper, and paper is what most of the border is.
 */
function inkOf(plane) {
  for (const [number, paper] of papersOf(plane).entries()) {
    const found = separated(flattened(plane, paper));
    if (found && (!number || found.contrast >= 20))
      return { ...found, height: plane.height, width: plane.width };
  }
  return null;
}

/** What the paper may be like, the likeliest first: of one brightness, or a polynomial of second degree. */
function papersOf(plane) {
  const scale = Math.max(1, Math.max(plane.height, plane.width) / COARSE);
  const side = (length) => Math.max(1, roundedToEven(length / scale));
  const coarse = resampled(plane, side(plane.height), side(plane.width), BOX);
  const flat = fittedPaper(coarse, 1);
  if (flat.separation >= CLEARLY_FLAT) return [flat];
  const curved = fittedPaper(coarse, 6);
  return curved.separation > flat.separation ? [curved, flat] : [flat, curved];
}

function fittedPaper(coarse, count) {
  const { height, width, values } = coarse;
  const terms = surfaceTerms(height, width, count);
  let isPaper = new Uint8Array(values.length).fill(1);
  let surface, signed;
  for (let round = 0; round < 3; round += 1) {
    surface = leastSquares(terms, values, isPaper);
    signed = new Float32Array(values.length);
    for (let at = 0; at < values.length; at += 1) signed[at] = values[at] - onSurface(terms, surface, at);
    isPaper = paperIn(signed, height, width);
    if (sumOf(isPaper) < 2 * count) break;
  }
  let ink = 0;
  for (let at = 0; at < signed.length; at += 1) if (!isPaper[at]) ink += signed[at];
  return { surface, sign: ink < 0 ? -1 : 1, separation: separationOf(signed, isPaper) };
}

/** Which pixels are on the side of Otsu's threshold that most of the border is on, unless that is but a frame. */
function paperIn(signed, height, width) {
  const threshold = otsu(signed);
  const isHigh = converted(Uint8Array, signed, (value) => value > threshold);
  let ring = 0;
  let high = 0;
  for (let at = 0; at < signed.length; at += 1) {
    const y = Math.floor(at / width);
    const x = at % width;
    if (y > 0 && y < height - 1 && x > 0 && x < width - 1) continue;
    ring += 1;
    high += isHigh[at];
  }
  const isPaper = high / ring > 0.5 ? isHigh : isHigh.map((one) => 1 - one);
  return sumOf(isPaper) / signed.length < 0.1 ? isPaper.map((one) => 1 - one) : isPaper;
}

/** The share of the variance that is between the two. */
function separationOf(values, first) {
  const count = sumOf(first);
  const share = count / values.length;
  const mean = sumOf(values) / values.length;
  let total = 0;
  let [inside, outside] = [0, 0];
  for (let at = 0; at < values.length; at += 1) {
    total += (values[at] - mean) ** 2;
    if (first[at]) inside += values[at];
    else outside += values[at];
  }
  if (!(share > 0 && share < 1) || !total) return 0;
  const apart = inside / count - outside / (values.length - count);
  return (share * (1 - share) * apart ** 2) / (total / values.length);
}

/** How far each pixel is from the paper, ink above 0. */
function flattened(plane, { surface, sign }) {
  if (surface.length === 1)
    return converted(Float32Array, plane.values, (value) => sign * (value - surface[0]));
  const terms = surfaceTerms(plane.height, plane.width, surface.length);
  return converted(Float32Array, plane.values, (value, at) => sign * (value - onSurface(terms, surface, at)));
}

/** The values of the first terms of a polynomial of second degree at every pixel, one list for each term. */
function surfaceTerms(height, width, count) {
  const place = (at, length) => (length > 1 ? Math.fround(-1 + (2 * at) / (length - 1)) : -1);
  const shapes = [() => 1, (y) => y, (_, x) => x, (y) => y ** 2, (y, x) => y * x, (_, x) => x ** 2];
  return shapes.slice(0, count).map((shape) => {
    const found = new Float32Array(height * width);
    for (let at = 0; at < found.length; at += 1) {
      found[at] = shape(place(Math.floor(at / width), height), place(at % width, width));
    }
    return found;
  });
}

function onSurface(terms, surface, at) {
  let sum = 0;
  for (let term = 0; term < surface.length; term += 1) sum += terms[term][at] * surface[term];
  return sum;
}

/** The factors of `terms` that come nearest to `values` where `used` is 1: the normal equations, by elimination. */
function leastSquares(terms, values, used) {
  const count = terms.length;
  const product = (one, other) => {
    let sum = 0;
    for (let at = 0; at < values.length; at += 1) if (used[at]) sum += one[at] * other[at];
    return sum;
  };
  const rows = terms.map((one) => [...terms.map((other) => product(one, other)), product(one, values)]);
  for (let column = 0; column < count; column += 1) {
    for (let row = column + 1; row < count; row += 1) {
      const factor = rows[column][column] ? rows[row][column] / rows[column][column] : 0;
      for (let at = column; at <= count; at += 1) rows[row][at] -= factor * rows[column][at];
    }
  }
  const found = new Float64Array(count);
  for (let row = count - 1; row >= 0; row -= 1) {
    let rest = rows[row][count];
    for (let at = row + 1; at < count; at += 1) rest -= rows[row][at] * found[at];
    found[row] = rows[row][row] ? rest / rows[row][row] : 0;
  }
  return found;
}

function otsu(values) {
  const [low, high] = rangeOf(values);
  if (high - low < 1e-3) return high;
  const counts = new Float64Array(LEVELS);
  const scale = (LEVELS - 0.01) / (high - low);
  for (const value of values) counts[Math.floor(Math.fround(Math.fround(value - low) * scale))] += 1;
  const edge = (at) => low + (at * (high - low)) / LEVELS;
  const sums = new Float64Array(LEVELS);
  counts.forEach((count, at) => {
    sums[at] = (at ? sums[at - 1] : 0) + (count * (edge(at) + edge(at + 1))) / 2;
  });
  let [below, best, places] = [0, -1, []];
  for (let at = 0; at < LEVELS - 1; at += 1) {
    below += counts[at];
    const above = values.length - below;
    const apart = sums[at] / below - (sums[LEVELS - 1] - sums[at]) / above;
    const between = below && above ? below * above * apart ** 2 : 0;
    if (between > best) [best, places] = [between, []];
    if (between === best) places.push(edge(at + 1));
  }
  return sumOf(places) / places.length;
}

/** Ink by the level that most of it has, with soft edges. */
function separated(signed) {
  const threshold = otsu(signed);
  const grain = 1.4826 * quantile(signed.filter((value) => value <= threshold).map(Math.abs), 0.5);
  const least = Math.max(3.5 * grain, 6);
  const candidates = signed.filter((value) => value > least);
  const level = candidates.length ? quantile(candidates, 0.75) : 0;
  if (level < Math.max(12, 5 * grain)) return null;
  const low = Math.max(0.25 * level, Math.min(2.5 * grain, 0.45 * level));
  const high = 0.85 * level;
  const bounded = (value) => (value > high ? 1 : value > low ? (value - low) / (high - low) : 0);
  const values = converted(Float32Array, signed, bounded);
  return { values, contrast: level / Math.max(grain, 1e-3) };
}
