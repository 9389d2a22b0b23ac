// Below the network: the layer or the unit that is chosen, with its numbers.

const STRONGEST = 10;

/** Shows what is chosen. After a change of a weight by hand its table stays as it is, and only its numbers change. */
function showDetail(inside, from) {
  const { page, chosen, detail } = inside;
  if (from === "weights" && inside.shown?.update()) return;
  inside.shown = null;
  if (!chosen || !page.layers) {
    detail.replaceChildren(
      changedNote(inside),
      ...(page.layers ? [] : [element("p", { class: "note", text: page.words("insideEmpty") })]),
    );
    return;
  }
  const parts = chosen.unit === null ? layerDetail(inside) : neuronDetail(inside);
  detail.replaceChildren(detailHead(inside), changedNote(inside), ...parts);
}

function detailHead(inside) {
  const { page, chosen } = inside;
  const { position, unit } = chosen;
  const { index } = page.data.inside.layers[position];
  const { name, kind } = page.network.layers[position];
  const title = index === null ? name : `layers[${index}] ${kind} ${name}`;
  const shapes = `${givenTo(page, position).shape.join(" × ")} → ${page.layers[position].after.shape.join(" × ")}`;
  const units = page.layers[position].after.shape.at(-1) ?? 1;
  const choice = element("input", {
    type: "number",
    min: 0,
    max: units - 1,
    step: 1,
    value: unit ?? "",
    "data-key": "unit",
  });
  choice.addEventListener("change", () => {
    const number = Math.round(Number(choice.value));
    if (choice.value === "") choose(inside, position);
    else choose(inside, position, Math.min(Math.max(number || 0, 0), units - 1));
    inside.detail.querySelector("[data-key=unit]").focus();
  });
  return element(
    "div",
    { class: "inside-head" },
    element("h3", { text: `${title}: ${shapes}` }),
    element("label", { class: "row" }, element("span", { text: page.words("chooseUnit") }), choice),
  );
}

/** What has been changed by hand, and how to take it back. */
function changedNote(inside) {
  const note = element("div", { class: "row inside-changed" });
  const fill = () => {
    const count = changedCount(inside.edits);
    note.hidden = !count;
    note.replaceChildren(
      element("span", { text: inside.page.words("changed", count) }),
      button(inside.page.words("resetAll"), () => resetWeights(inside.edits)),
    );
  };
  fill();
  inside.fillNote = fill;
  return note;
}

/** A layer in words, and its strongest values. */
function layerDetail(inside) {
  const { page, chosen } = inside;
  const { sentence } = page.data.inside.layers[chosen.position];
  const { before, after } = page.layers[chosen.position];
  const sizes = after.values.map(Math.abs);
  const order = Array.from(sizes.keys()).sort((one, other) => sizes[other] - sizes[one]);
  const hasZ = before && before.values.length === after.values.length;
  const rows = order.slice(0, STRONGEST).map((at) => {
    const place = placeIn(after.shape, at);
    const unit = place.at(-1) ?? 0;
    const name = unitName(page, chosen.position, unit);
    const open = button(name ?? `[${place.join(", ")}]`, () => choose(inside, chosen.position, unit));
    return [open, ...(hasZ ? [shortNumber(before.values[at])] : []), shortNumber(after.values[at])];
  });
  const heads = ["placeColumn", ...(hasZ ? ["zColumn"] : []), "valueColumn"].map((key) => page.words(key));
  return [
    ...(sentence ? [element("p", { text: sentence[page.language] })] : []),
    ...(after.values.length > 1
      ? [element("p", { text: page.words("strongestOf", after.values.length) })]
      : []),
    tableOf(heads, rows),
  ];
}

/** A table whose cells are texts or elements; all but the first column are numbers. */
function tableOf(heads, rows) {
  const cell = (name, one, at) => {
    const made = element(name, { class: at ? "n" : null });
    made.append(typeof one === "string" ? spelled(one) : one);
    return made;
  };
  const line = (name, cells) => element("tr", {}, ...cells.map((one, at) => cell(name, one, at)));
  return element(
    "div",
    { class: "scroll" },
    element(
      "table",
      { class: "inside-table" },
      element("thead", {}, line("th", heads)),
      element("tbody", {}, ...rows.map((cells) => line("td", cells))),
    ),
  );
}

/** A unit: its sum with its numbers, what becomes of it, its weights as a picture, and its values over an area. */
function neuronDetail(inside) {
  const { page, chosen } = inside;
  const neuron = neuronOf(page, chosen.position, chosen.unit);
  const outer = neuron.place.slice(0, -1).join(", ");
  const where = outer ? `, ${page.words("whereStrongest", outer)}` : "";
  const told = element("p", {});
  const tell = (found) => {
    const title = page.words("unitNumber", found.unit);
    told.textContent = `${title}${where}: ${shortNumber(found.value)}`;
  };
  tell(neuron);
  const sum = neuron.terms.length ? sumTable(inside, neuron) : null;
  const end = element("div", {}, ...zInWords(page, chosen.position, neuron));
  const pictures = [
    ...weightPictures(inside, neuron),
    ...(typeof unitArea === "function" ? unitArea(inside) : []),
  ];
  const gates = typeof gateSteps === "function" ? gateSteps(page, chosen.position, chosen.unit) : [];
  inside.shown = {
    update: () => {
      const found = neuronOf(page, chosen.position, chosen.unit);
      if (String(found.place) !== String(neuron.place)) return false;
      tell(found);
      if (sum) sum.update(found);
      end.replaceChildren(...zInWords(page, chosen.position, found));
      for (const picture of pictures) picture.redraw(found);
      inside.fillNote();
      return !gates.length;
    },
  };
  const noGates = sum ? [sum.shown] : [element("p", { text: page.words("noSum") })];
  const middle = gates.length ? gateTable(page, gates) : noGates;
  const numbers = element("div", {}, told, ...middle, end);
  return [element("div", { class: "inside-sides" }, numbers, ...pictures.map((one) => one.shown))];
}

/** z and what the activation makes of it. */
function zInWords(page, position, neuron) {
  if (neuron.z === null || neuron.activation === "linear") return [];
  const { formula } = page.data.inside.layers[position];
  let text = page.words("activated", shortNumber(neuron.z), neuron.activation, shortNumber(neuron.value));
  if (formula) text += `, ${page.words("isFormula", formula[page.language])}`;
  const found = [element("p", { text })];
  if (/soft|sparse/.test(neuron.activation) && neuron.activation.endsWith("max")) {
    const units = page.layers[position].after.shape.at(-1);
    found.push(element("p", { class: "note", text: page.words("ofAllUnits", units) }));
  }
  return found;
}
