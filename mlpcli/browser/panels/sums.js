// Sums and other figures of many numbers.

// The largest number of float32, in which networks compute.
const LARGEST = 3.4028234663852886e38;

/** The nearest whole number, of two the even one, as Python rounds. */
function roundedToEven(value) {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 ? below + 1 : below;
}

/** `part` (0 to 1) of the numbers are below this, with a straight line between two of them, as NumPy has it. */
function quantile(numbers, part) {
  const sorted = Float64Array.from(numbers).sort();
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/** As `Kind.from(values, change)`, in a tenth of the time. */
function converted(Kind, values, change) {
  const found = new Kind(values.length);
  for (let at = 0; at < found.length; at += 1) found[at] = change(values[at], at);
  return found;
}

/** The float32 numbers of such a text as `bytesOf` reads. */
function float32From(text) {
  return new Float32Array(bytesOf(text));
}

function sumOf(numbers) {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

function rangeOf(numbers) {
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) {
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  return [low, high];
}
