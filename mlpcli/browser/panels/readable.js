// Numbers for readers, and what fields for them say.

/** Numbers as short as they can be, in as many digits as tell them from each other. */
function readableRange(...values) {
  const spread = Math.max(...values) - Math.min(...values);
  const farthestOut = Math.max(...values.map(Math.abs));
  const digits = spread > 0 ? Math.ceil(Math.log10(farthestOut / spread)) + 4 : 6;
  const kept = Math.min(17, Math.max(6, digits));
  return values.map((value) =>
    Number.isFinite(value) ? String(Number(value.toPrecision(kept))) : String(value),
  );
}

/** A number in six digits, as short as it can be. */
function readable(value) {
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(6)));
}

addWords({
  en: {
    checkFields: "Fill in the marked fields: what they take is beside them.",
    takesNumber: "takes a number from -3.4e38 to 3.4e38",
  },
  ja: {
    checkFields: "印のついた欄を埋めてください。入れられる値は欄に添えてあります。",
    takesNumber: "-3.4e38 から 3.4e38 までの数を入れます",
  },
});
