// The sum of a unit: its largest products, each with its weight in a field, the bias, and the sum.

/** `shown`, and `update(neuron)` for the same neuron with other weights. */
function sumTable(inside, neuron) {
  const { page } = inside;
  const order = neuron.terms.map((_, at) => at);
  order.sort((one, other) => Math.abs(neuron.terms[other].product) - Math.abs(neuron.terms[one].product));
  const view = { inside, order, count: STRONGEST, lines: [], shown: element("div"), now: neuron };
  view.slider = weightSlider(inside);
  view.update = (found) => {
    view.now = found;
    for (const line of view.lines) line.update(found);
    view.slider.update();
  };
  fillSum(view, page);
  return view;
}

function fillSum(view, page) {
  const { order, now } = view;
  const largest = order.slice(0, view.count);
  const rest = order.slice(view.count);
  view.lines = [
    ...largest.map((at) => termLine(view, at)),
    ...(rest.length
      ? [
          textLine(page.words("others", rest.length), (found) =>
            rest.reduce((sum, at) => sum + found.terms[at].product, 0),
          ),
        ]
      : []),
    biasLine(view),
    textLine(page.words("sum"), sumOfNeuron),
  ];
  const heads = ["inputColumn", "valueColumn", "weightColumn", "productColumn"].map((key) => page.words(key));
  const table = tableOf(
    heads,
    view.lines.map((line) => line.cells),
  );
  const more = Math.min(rest.length, 5 * STRONGEST);
  const showMore = more
    ? [
        button(page.words("showMore", more), () => {
          view.count += more;
          fillSum(view, page);
        }),
      ]
    : [];
  view.shown.replaceChildren(table, ...showMore, view.slider.shown);
  view.update(now);
}

function textLine(text, valueOf) {
  const product = element("span");
  return {
    cells: [text, "", "", product],
    update: (found) => {
      product.textContent = shortNumber(valueOf(found));
    },
  };
}

function termLine(view, at) {
  const { source: place, filtered, from } = view.now.terms[at];
  const source = filtered === undefined ? place : view.inside.page.words("filteredChannel", filtered);
  const [input, product] = [element("span"), element("span")];
  const field = from ? weightField(view, source, view.now.terms[at]) : element("span");
  const update = (found) => {
    const term = found.terms[at];
    input.textContent = shortNumber(term.input);
    product.textContent = shortNumber(term.product);
    if (from) field.update(term.weight);
    else field.textContent = shortNumber(term.weight);
  };
  return { cells: [source, input, from ? field.shown : field, product], update };
}

function biasLine(view) {
  const { page } = view.inside;
  const { bias } = view.now;
  const product = element("span");
  const field = bias && weightField(view, null, bias);
  const update = (found) => {
    product.textContent = shortNumber(biasOf(found));
    if (field) field.update(biasOf(found));
  };
  return { cells: [page.words("bias"), "", field ? field.shown : "", product], update };
}

/** A weight in a field; `source` is null for the bias. */
function weightField(view, source, { from, at }) {
  const { inside } = view;
  const { words } = inside.page;
  const label = source === null ? words("changeBias") : words("changeWeight", source);
  const hint = element("small", { id: `weight-hint-${source === null ? "bias" : at}` });
  const input = element("input", {
    type: "number",
    step: "any",
    "aria-label": label,
    "aria-describedby": hint.id,
    class: "inside-weight",
  });
  const mark = (isBroken) => {
    input.setAttribute("aria-invalid", isBroken);
    hint.textContent = isBroken ? words("takesNumber") : "";
  };
  const take = () => {
    const isWeight = Math.abs(input.valueAsNumber) <= LARGEST;
    if (isWeight) changeWeight(inside.edits, from, at, input.valueAsNumber);
    return isWeight;
  };
  input.addEventListener("input", take);
  // A minus alone is the beginning of a number.
  input.addEventListener("change", () => mark(!take()));
  input.addEventListener("focus", () => {
    view.slider.take({ from, at, label });
    inside.lines.mark(from, at);
  });
  input.dataset.at = source === null ? "bias" : at;
  const update = (weight) => {
    input.classList.toggle("inside-edited", Boolean(isChanged(inside.edits, from, at)));
    if (document.activeElement === input && Math.fround(Number(input.value)) === weight) return mark(false);
    input.value = shownWeight(weight);
    mark(false);
  };
  return { shown: element("span", {}, input, hint), update };
}

/** A weight in as few digits as float32 has. */
function shownWeight(weight) {
  return String(Number(weight.toPrecision(7)));
}

/** The weight whose field was used last, to be pulled up and down. */
function weightSlider(inside) {
  const { words } = inside.page;
  const label = element("span");
  const range = element("input", { type: "range", step: "any" });
  const shown = element(
    "div",
    { class: "inside-slider", hidden: true },
    element("label", {}, label, range),
    button(words("resetOne"), () => resetWeight(inside.edits, slider.held.from, slider.held.at)),
  );
  const slider = { shown, held: null };
  const changeLater = onceAPicture(() => {
    changeWeight(inside.edits, slider.held.from, slider.held.at, Number(range.value));
  });
  range.addEventListener("input", () => changeLater());
  slider.take = (held) => {
    slider.held = held;
    const most = 2 * Math.max(1, farthest(held.from.values));
    [range.min, range.max] = [-most, most];
    shown.hidden = false;
    slider.update();
  };
  slider.update = () => {
    if (!slider.held) return;
    const weight = slider.held.from.values[slider.held.at];
    label.textContent = `${slider.held.label}: ${shortNumber(weight)}`;
    if (document.activeElement !== range) range.value = weight;
  };
  return slider;
}
