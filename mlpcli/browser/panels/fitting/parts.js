// The connected parts of ink, and which of them make one drawing: as in drawings/components.py.

/** The parts of `mask`, diagonal neighbours included, the longest first, and the label of every pixel, 0 for none. */
function inkPartsOf(mask, height, width) {
  const runs = runsOf(mask, height, width);
  const roots = joinedRuns(runs);
  const labels = new Int32Array(height * width);
  const parts = new Map();
  runs.forEach(([row, start, stop], number) => {
    const label = roots[number] + 1;
    labels.fill(label, row * width + start, row * width + stop);
    if (!parts.has(label))
      parts.set(label, { label, top: row, bottom: row, left: start, right: stop, area: 0 });
    const part = parts.get(label);
    part.bottom = row + 1;
    part.left = Math.min(part.left, start);
    part.right = Math.max(part.right, stop);
    part.area += stop - start;
  });
  for (const part of parts.values()) part.side = Math.max(part.bottom - part.top, part.right - part.left);
  return { labels, parts: [...parts.values()].sort((one, other) => other.side - one.side) };
}

/** Row, start and stop of every run of ones along the rows, in reading order. */
function runsOf(mask, height, width) {
  const runs = [];
  for (let row = 0; row < height; row += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!mask[row * width + x]) continue;
      const start = x;
      while (x < width && mask[row * width + x]) x += 1;
      runs.push([row, start, x]);
    }
  }
  return runs;
}

/** For every run the number of one run of its part: runs of neighbouring rows that touch are joined. */
function joinedRuns(runs) {
  const parents = runs.map((_, number) => number);
  const root = (number) => {
    while (parents[number] !== number) number = parents[number] = parents[parents[number]];
    return number;
  };
  let above = 0;
  runs.forEach(([row, start, stop], number) => {
    while (runs[above][0] < row - 1 || (runs[above][0] === row - 1 && runs[above][2] < start)) above += 1;
    for (let other = above; runs[other][0] === row - 1 && runs[other][1] <= stop; other += 1) {
      parents[root(other)] = root(number);
    }
  });
  return runs.map((_, number) => root(number));
}

/** The parts, longest first, that are no dust beside the longest one. */
function withoutSpecks(parts) {
  if (!parts.length) return [];
  const longest = parts[0].side;
  const most = Math.max(...parts.map((part) => part.area));
  const isSpeck = ({ side, area }) => side < 0.1 * longest || (side < 0.2 * longest && area < 0.02 * most);
  return parts.filter((part) => !isSpeck(part));
}

/** The parts, put together where at most `gap` of their length is between them; the group of the longest first. */
function groupsOf(parts, gap) {
  const found = new Map(parts.map((part) => [part.label, [part]]));
  parts.forEach((one, number) => {
    for (const other of parts.slice(number + 1)) {
      const [first, second] = [found.get(one.label), found.get(other.label)];
      if (first === second || gapBetween(one, other) > gap) continue;
      const together = [...first, ...second];
      for (const part of together) found.set(part.label, together);
    }
  });
  const longest = (group) => Math.max(...group.map((part) => part.side));
  return [...new Set(found.values())].sort((one, other) => longest(other) - longest(one));
}

function gapBetween(one, other) {
  const across = Math.max(one.left - other.right, other.left - one.right, 0);
  const down = Math.max(one.top - other.bottom, other.top - one.bottom, 0);
  return Math.hypot(across, down) / Math.max(one.side, other.side);
}

/** Top, bottom, left and right of what is above `least`, the second ones exclusive; null where nothing is. */
function boxOf(plane, least) {
  const { height, width, values } = plane;
  let [top, bottom, left, right] = [height, 0, width, 0];
  for (let at = 0; at < values.length; at += 1) {
    if (values[at] <= least) continue;
    const y = Math.floor(at / width);
    const x = at % width;
    top = Math.min(top, y);
    bottom = y + 1;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
  }
  return bottom ? { top, bottom, left, right } : null;
}

function cutOut(plane, { top, bottom, left, right }) {
  const width = right - left;
  const values = new plane.values.constructor((bottom - top) * width);
  for (let y = top; y < bottom; y += 1) {
    values.set(plane.values.subarray(y * plane.width + left, y * plane.width + right), (y - top) * width);
  }
  return { height: bottom - top, width, values };
}

/** `plane` with so many rows and columns of 0 on its sides; negative ones take as many away. */
function padded(plane, down, across) {
  const [height, width] = [plane.height + 2 * down, plane.width + 2 * across];
  const values = new plane.values.constructor(height * width);
  for (let y = Math.max(0, down); y < Math.min(height, height - down); y += 1) {
    const row = y - down;
    for (let x = Math.max(0, across); x < Math.min(width, width - across); x += 1) {
      values[y * width + x] = plane.values[row * plane.width + x - across];
    }
  }
  return { height, width, values };
}
