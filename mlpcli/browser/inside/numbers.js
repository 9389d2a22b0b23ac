// Numbers as the terminal shows them.

/** `0.9812`, `0.00025`, `1.3e+29`: as `figure` of mlpcli/readable.py, with its rounding of halves to even. */
function shortNumber(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return sign + fourDigits(size);
  // Only odd multiples of 1/32 are half of a fourth decimal, exactly.
  const isHalf = (size * 32) % 2 === 1;
  const below = Math.floor(size * 10000);
  return sign + (isHalf ? ((below + (below % 2)) / 10000).toFixed(4) : size.toFixed(4));
}

/** Four digits, without zeros at the end, as Python's format `.4g` has them. */
function fourDigits(size) {
  const shown = Number(size.toExponential(3));
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(size)) - 3);
  // Halves are rounded to even here too; only large numbers can be half of a fourth digit.
  const isOdd = (size / unit) % 1 === 0.5 && (shown / unit) % 2 === 1;
  const [digits, power] = (isOdd ? shown - unit : shown).toExponential(3).split("e").map(Number);
  if (power === -4 || power === -3) return String(Number(size.toPrecision(4)));
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
