// Rows of numbers without a table: sliders for a few, fields for more.

const MOST_SLIDERS = 8;
const MOST_FIELDS = 64;

function openNumbers(root, page) {
  const { input } = page.data;
  const count = page.data.shape[0];
  const typical = float32From(input.typical);
  const sliders = [];
  const answer = onceAPicture(() => {
    const values = sliders.map((slider) => slider.value());
    if (values.includes(null)) page.clear("numbers", "checkFields");
    else page.show(values, "numbers");
  });
  if (count <= MOST_FIELDS) {
    for (let at = 0; at < count; at += 1)
      sliders.push(numberSlider(page, input, at, answer, count <= MOST_SLIDERS));
    root.append(
      element(
        "div",
        { class: count <= MOST_SLIDERS ? "sliders" : "form" },
        ...sliders.map((one) => one.shown),
      ),
    );
  }
  const set = (values) => sliders.forEach((slider, at) => slider.set(values[at]));
  root.append(pasteBox(page, count, set));
  page.listeners.push((layers, from) => {
    if (from === "rows") set(page.values);
  });
  set(typical);
  page.show(typical, "numbers");
}

/**
 * A number of the row with its name: a slider over the training data's range, and a field for any number. Its `value`
 * is null while there is none in the field, of which `answer` is told too.
 */
function numberSlider(page, input, at, answer, slides) {
  const [low, high] = [input.low[at], input.high[at]];
  const step = input.whole ? 1 : (high - low) / 200 || 1;
  const constant = (input.constants || [])[at] || 0;
  const id = `number-${at}`;
  const field = element("input", { type: "number", step: input.whole ? 1 : "any", id });
  const slider = slides
    ? element("input", { type: "range", min: low, max: high, step, "aria-label": input.names[at] })
    : null;
  let value = low;
  const [least, most] = input.least ? [input.least[at], input.most[at]] : [low, high];
  const range = readableRange(least + constant, most + constant);
  const between = page.data.assumed ? "" : page.words("between", ...range);
  const hint = element("span", { class: "note", id: `${id}-hint` });
  const mark = (isBroken) => {
    field.setAttribute("aria-invalid", isBroken);
    hint.classList.toggle("notice", isBroken);
    hint.textContent = isBroken || input.whole ? page.words(...takenInWords(input)) : between;
  };
  const set = (wanted) => {
    value = wanted;
    // What is being typed stays as it is.
    if (typed() !== wanted) field.value = shortestTyped(wanted, constant);
    if (slider) slider.value = wanted;
    mark(false);
  };
  const typed = () => {
    const found = field.valueAsNumber - constant;
    return isTaken(input, found) ? found : null;
  };
  field.setAttribute("aria-describedby", hint.id);
  field.addEventListener("input", () => {
    value = typed();
    mark(value === null);
    if (slider && value !== null) slider.value = value;
    answer();
  });
  if (slider)
    slider.addEventListener("input", () => {
      set(Number(slider.value));
      answer();
    });
  const label = element("label", { for: id, text: input.names[at], title: input.names[at] });
  const shown = element("div", { class: "field" }, label, field, ...(slider ? [slider] : []), hint);
  return { shown, set, value: () => value };
}

/** The number with the fewest digits that is `value` in float32 once `constant` is subtracted. */
function shortestTyped(value, constant) {
  const wanted = Math.fround(value);
  for (let digits = 1; digits <= 17; digits += 1) {
    const found = Number((wanted + constant).toPrecision(digits));
    if (Math.fround(found - constant) === wanted) return found;
  }
  return wanted + constant;
}

addWords({
  en: { between: "{0} to {1} in the training data" },
  ja: { between: "学習データでは {0} から {1}" },
});
