// Numbers for readers, and what fields for them say.

/** Numbers as short as they can be, in as many digits as tell them from each other. */
function readableRange(...values) {
  return values.map((value) => inDigits(value, digitsFor(values, 6)));
}

/** A number in as many digits as tell it from others between `low` and `high`, and the `fewest` at least. */
function readableIn(value, low, high, fewest = 6) {
  return inDigits(value, digitsFor([value, low, high], fewest));
}

function digitsFor(values, fewest) {
  const spread = Math.max(...values) - Math.min(...values);
  const farthestOut = Math.max(...values.map(Math.abs));
  const digits = spread > 0 ? Math.ceil(Math.log10(farthestOut / spread)) + 4 : fewest;
  return Math.min(17, Math.max(fewest, digits)) || fewest;
}

function inDigits(value, digits) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : String(value);
}

/** A number in six digits, as short as it can be. */
function readable(value) {
  return inDigits(value, 6);
}

/** Whether the network takes a number: one of float32, or if it looks `whole` ones up, one of those `below`. */
function isTaken({ whole, below }, number) {
  if (!(Math.abs(number) <= LARGEST)) return false;
  return !whole || (Number.isInteger(number) && number >= 0 && number < below);
}

/** What is taken, by a key of words and what fills it in. */
function takenInWords({ whole, below }) {
  return whole ? ["takesWhole", 0, below - 1] : ["takesNumber"];
}

addWords({
  en: {
    checkFields: "Fill in the marked fields: what they take is beside them.",
    takesWhole: "takes a whole number from {0} to {1}",
  },
  ja: {
    checkFields: "印のついた欄を埋めてください。入れられる値は欄に添えてあります。",
    takesWhole: "{0} から {1} までの整数を入れます",
  },
});
