// Rules that are drawn under a digit, or above it, and are not part of it: as in drawings/rules.py.

/** The parts that are no rule below or above all others but rules. */
function withoutRules(labels, width, parts) {
  const others = parts.filter((part) => !lies(labels, width, part));
  return parts.filter((part) => others.includes(part) || !isRuleOf(part, others));
}

function lies(labels, width, part) {
  if (part.bottom - part.top > 0.15 * (part.right - part.left)) return false;
  const values = Float32Array.from(labels, (label) => (label === part.label ? 1 : 0));
  return isStraight(cutOut({ height: labels.length / width, width, values }, part));
}

function isRuleOf(part, others) {
  if (!others.length) return false;
  const left = Math.min(...others.map((one) => one.left));
  const right = Math.max(...others.map((one) => one.right));
  const middle = (part.top + part.bottom) / 2;
  const isBeside = others.every((one) => one.bottom <= middle) || others.every((one) => one.top >= middle);
  return isBeside && goesBeyond(left - part.left, right - left, part.right - right);
}

/** Whether a mask, cut out, touches a rule below it. */
function isOnRule({ height, width, values }) {
  const middles = [];
  const isThin = Array.from({ length: width }, (_, x) => {
    const column = Array.from({ length: height }, (_, y) => values[y * width + x]);
    const [top, bottom] = [column.indexOf(1), column.lastIndexOf(1) + 1];
    const isFoot = bottom - top <= 0.15 * width && top >= height - 0.15 * width;
    if (top >= 0 && isFoot) middles.push([x, (top + bottom) / 2]);
    return top < 0 || isFoot;
  });
  if (!isThin.includes(false)) return false;
  const [before, after] = [isThin.indexOf(false), width - 1 - isThin.lastIndexOf(false)];
  const between = width - before - after;
  return between >= 0.35 * height && goesBeyond(before, between, after) && bendOf(middles) <= 0.02 * width;
}

/** By how much a line through points deviates from a straight one. */
function bendOf(points) {
  const mean = (axis) => sumOf(points.map((point) => point[axis])) / points.length;
  const [left, top] = [mean(0), mean(1)];
  const moved = points.map(([x, y]) => [x - left, y - top]);
  const spread = sumOf(moved.map(([x]) => x ** 2));
  const slope = sumOf(moved.map(([x, y]) => x * y)) / Math.max(spread, 1e-9);
  return Math.sqrt(sumOf(moved.map(([x, y]) => (y - slope * x) ** 2)) / points.length);
}

function goesBeyond(before, between, after) {
  const whole = before + between + after;
  return whole >= 1.3 * between && Math.min(before, after) >= 0.1 * whole;
}
