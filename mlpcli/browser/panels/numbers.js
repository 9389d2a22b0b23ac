// Rows of numbers without a table: sliders for a few, fields for more.

const MOST_SLIDERS = 8;
const MOST_FIELDS = 64;

function openNumbers(root, page) {
  const { input } = page.data;
  const count = page.data.shape[0];
  const typical = float32From(input.typical);
  const sliders = [];
  const answer = onceAPicture(() =>
    page.show(
      sliders.map((slider) => slider.value()),
      "numbers",
    ),
  );
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
  root.append(
    pasteBox(page, count, (values) => {
      set(values);
      page.show(values, "numbers");
    }),
  );
  page.listeners.push((layers, from) => {
    if (from === "rows") set(page.values);
  });
  set(typical);
  page.show(typical, "numbers");
}

/** A number of the row with its name: a slider over the training data's range, and a field for any number. */
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
  const set = (wanted) => {
    value = wanted;
    field.value = Number((wanted + constant).toPrecision(7));
    if (slider) slider.value = wanted;
  };
  field.addEventListener("input", () => {
    if (!Number.isFinite(field.valueAsNumber)) return;
    value = field.valueAsNumber - constant;
    if (slider) slider.value = value;
    answer();
  });
  if (slider)
    slider.addEventListener("input", () => {
      set(Number(slider.value));
      answer();
    });
  const label = element("label", { for: id, text: input.names[at], title: input.names[at] });
  const hint = page.words("between", readable(low + constant), readable(high + constant));
  const shown = element(
    "div",
    { class: "field" },
    label,
    field,
    ...(slider ? [slider] : []),
    element("span", { class: "note", text: hint }),
  );
  return { shown, set, value: () => value };
}

addWords({
  en: { between: "{0} to {1} in the training data" },
  ja: { between: "学習データでは {0} から {1}" },
});
