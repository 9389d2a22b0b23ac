// Which of the ink of a pad is the drawing: as in drawings/drawing.py.

const SOFT = 0.25;

/** The drawing in `ink`, {ink, box, several, density}; null where no part is as long as `least` pixels. */
function drawingIn(ink, gap, least) {
  const mask = maskOf(ink);
  const { labels, parts } = inkPartsOf(mask, ink.height, ink.width);
  const inside = withoutRules(labels, ink.width, insideOutline(labels, withoutSpecks(parts), ink));
  if (!inside.length || inside[0].side < least) return null;
  if (inside.length > 60) return keptOf(ink, new Float32Array(mask.length).fill(1), true);
  const [first, ...others] = groupsOf(inside, Math.max(0.2, 2 * gap));
  const also = others.filter((group) => sideOf(group) >= 0.4 * sideOf(first));
  const shown = new Set([first, ...also].flat().map((part) => part.label));
  const kept = converted(Float32Array, labels, (label) => (shown.has(label) ? 1 : 0));
  return keptOf(ink, kept, also.length > 0 || areSideBySide(labels, ink, first));
}

function maskOf(ink) {
  return converted(Uint8Array, ink.values, (value) => (value > 0.5 ? 1 : 0));
}

function keptOf(ink, kept, several) {
  // The soft edge of a stroke is beyond the half that its part consists of.
  const near = padded(grown({ ...ink, values: kept }, 2), -2, -2).values;
  const whole = { ...ink, values: ink.values.map((value, at) => (near[at] > 0 ? value : 0)) };
  const box = boxOf(whole, SOFT);
  return { ink: whole, box, several, density: cutOut(whole, box) };
}

/** The parts that the outline around them encloses, where there is one, such as a circle. */
function insideOutline(labels, parts, { height, width }) {
  while (parts.length > 1) {
    const [outline, ...others] = parts;
    const enclosed = enclosedBy(outline, labels, height, width);
    const outside = new Set();
    labels.forEach((label, at) => {
      if (!enclosed[at]) outside.add(label);
    });
    const within = others.filter((part) => !outside.has(part.label));
    if (!within.some((part) => part.side >= 0.25 * outline.side)) break;
    if (outline.area > 0.5 * sumOf(enclosed)) break;
    parts = within;
  }
  return parts;
}

/** A mask with what it encloses. */
function withoutHoles(mask, height, width) {
  const paper = converted(Uint8Array, mask, (one) => 1 - one);
  const framed = padded({ height, width, values: paper }, 1, 1);
  for (let at = 0; at < framed.values.length; at += 1) {
    const [y, x] = [Math.floor(at / framed.width), at % framed.width];
    if (!y || !x || y === framed.height - 1 || x === framed.width - 1) framed.values[at] = 1;
  }
  const { labels } = inkPartsOf(framed.values, framed.height, framed.width);
  const found = { ...framed, values: labels.map((label) => (label === labels[0] ? 0 : 1)) };
  return padded(found, -1, -1).values;
}

/** Whether of tall parts, or of such as enclose paper, one ends before another begins, in nearly every row of both. */
function areSideBySide(labels, { height, width }, group) {
  const whole = Math.max(...group.map((part) => part.bottom)) - Math.min(...group.map((part) => part.top));
  const tall = group.filter((part) => part.bottom - part.top >= 0.8 * whole);
  const large = group.filter((part) => part.side >= 0.4 * group[0].side);
  // What a single part encloses need not be known.
  const closed = large.filter(
    (part) => large.length > 1 && sumOf(enclosedBy(part, labels, height, width)) >= 1.05 * part.area,
  );
  return [tall, closed].some((kind) =>
    kind.some((one) => kind.some((other) => one !== other && isLeftOf(labels, width, one, other))),
  );
}

/** The pixels of a part and those that it encloses. */
function enclosedBy({ label }, labels, height, width) {
  return withoutHoles(
    labels.map((one) => (one === label ? 1 : 0)),
    height,
    width,
  );
}

function isLeftOf(labels, width, one, other) {
  const [first, stop] = [Math.max(one.top, other.top), Math.min(one.bottom, other.bottom)];
  let before = 0;
  for (let y = first; y < stop; y += 1) {
    const row = labels.subarray(y * width, (y + 1) * width);
    if (row.lastIndexOf(one.label) + 1 <= row.indexOf(other.label)) before += 1;
  }
  return stop > first && before / (stop - first) >= 0.9;
}

function sideOf(group) {
  const ends = (key, choose) => choose(...group.map((part) => part[key]));
  return Math.max(
    ends("bottom", Math.max) - ends("top", Math.min),
    ends("right", Math.max) - ends("left", Math.min),
  );
}

/** Whether it is a stroke that lies, wider than the widest of the training images, or touches a rule below it. */
function isStrokeOfAnotherKind({ density }, widest = 0) {
  const lies = widest > 0 && widest * density.height < density.width && isStraight(density);
  return lies || isOnRule({ ...density, values: maskOf(density) });
}

/** Whether it is a filled rectangle, straight or turned, with nothing in it, and no stroke. */
function isBlank(drawing) {
  const { height, width } = drawing.density;
  const values = Float32Array.from(maskOf(drawing.density));
  const mask = { height, width, values };
  if (sumOf(values) / values.length <= 0.4 || strokeWidth(mask) < 0.26 * Math.max(height, width))
    return false;
  let smallest = Infinity;
  for (let degrees = -45; degrees < 45; degrees += 3) {
    const turn = (degrees * Math.PI) / 180;
    const spread = (down, across) => {
      let [low, high] = [Infinity, -Infinity];
      values.forEach((value, at) => {
        if (!value) return;
        const place = Math.floor(at / width) * down + (at % width) * across;
        low = Math.min(low, place);
        high = Math.max(high, place);
      });
      return high - low;
    };
    smallest = Math.min(
      smallest,
      spread(Math.sin(turn), Math.cos(turn)) * spread(Math.cos(turn), -Math.sin(turn)),
    );
  }
  return sumOf(values) > 0.9 * smallest;
}
