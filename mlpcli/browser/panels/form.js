// A form for the row of a table: a field for each column, with its name, its range and its typical value.

// A category that is none of those that training knows.
const ANOTHER = "\u0000another";

function openForm(root, page) {
  const { columns, steps } = page.data.input;
  const answer = onceAPicture(() => {
    const cells = fields.map((field) => field.cell());
    const broken = fields.filter((field, at) => cells[at] === null);
    for (const field of fields) field.mark(broken.includes(field));
    if (broken.length) page.clear("form", "checkFields");
    else page.show(encodedRow(cells, steps), "form");
  });
  const fields = columns.map((column, at) => newField(page, column, at, answer));
  const form = element("form", { class: "form", on: { submit: (event) => event.preventDefault() } });
  form.append(...fields.map((field) => field.shown));
  const typical = () => {
    fields.forEach((field, at) => field.set(columns[at].typical));
    answer();
  };
  root.append(
    element("p", { class: "note", text: page.words(page.data.assumed ? "formHowAlone" : "formHow") }),
    element("div", { class: "row" }, button(page.words("typicalRow"), typical)),
    form,
  );
  page.listeners.push((layers, from) => {
    if (from !== "rows" || !page.chosen.fields) return;
    fields.forEach((field, at) => {
      field.set(page.chosen.fields[at]);
      field.mark(false);
    });
  });
  typical();
}

const FIELDS = { number: numberField, date: dateField, boolean: choiceField, category: choiceField };

/** A field of a column: `shown`, and its `cell` for `encodedRow`, null if what is in it is none. */
function newField(page, column, at, answer) {
  const made = FIELDS[column.kind](page, column);
  made.control.id = `field-${at}`;
  made.control.setAttribute("aria-describedby", `field-${at}-hint`);
  made.control.addEventListener("input", answer);
  const hint = element("span", { class: "note", id: `field-${at}-hint`, text: made.hint });
  return {
    ...made,
    mark: (isBroken) => {
      made.control.setAttribute("aria-invalid", isBroken);
      hint.classList.toggle("notice", isBroken);
      hint.textContent = spelled(isBroken ? page.words(...made.takes) : made.hint);
    },
    shown: element(
      "div",
      { class: "field" },
      element("label", { for: `field-${at}`, text: column.name, title: column.name }),
      made.control,
      hint,
    ),
  };
}

function numberField(page, column) {
  const { input } = page.data;
  const control = element("input", {
    type: "number",
    step: input.whole ? 1 : "any",
    placeholder: column.refuse ? "" : page.words("missing"),
  });
  return {
    control,
    hint: rangeHint(page, column, (...numbers) => readableRange(...numbers)),
    takes: takenInWords(input),
    set: (value) => {
      control.value = value === null ? "" : value;
    },
    cell: () => {
      if (control.value !== "") return isTaken(input, control.valueAsNumber) ? control.valueAsNumber : null;
      return control.validity.badInput || column.refuse ? null : NaN;
    },
  };
}

/** The range of a column and its typical value, written by `inWords`; without the training data only that. */
function rangeHint(page, { low, high, typical }, inWords) {
  return low === null
    ? page.words("typically", ...inWords(typical))
    : page.words("range", ...inWords(low, high, typical));
}

/** Dates are taken as they stand in the table, of no time zone, and no finer than its texts have them. */
function dateField(page, column) {
  // A browser without fields for months has one for texts in their place.
  const control = element("input", { pattern: "\\d{4}-(0[1-9]|1[0-2])" });
  const take = (unit) => {
    const { type, step = "", last } = DATES[unit];
    Object.assign(control, { type, step, max: last });
  };
  take(column.unit);
  const text = (seconds) => textOfTime(seconds, column.unit);
  const inTable = (seconds) => text(seconds).replace("T", column.separator);
  return {
    control,
    hint: rangeHint(page, column, (...times) => times.map(inTable)),
    takes: ["takesDate", inTable(EXAMPLE_DATE)],
    set: (value) => {
      // Rows may have times where those of training had none.
      if (value % DAY && control.type === "date") take("ms");
      control.value = value === null ? "" : text(value);
    },
    cell: () => {
      const { badInput, patternMismatch, rangeOverflow } = control.validity;
      if (badInput || patternMismatch || rangeOverflow) return null;
      if (control.value === "") return column.refuse ? null : NaN;
      const seconds = timeOfText(control.value);
      const { finest } = DATES[column.unit];
      return finest && seconds % finest ? null : seconds;
    },
  };
}

// Fields for dates, by their smallest unit as NumPy calls it: `predict` reads times that are whole in the finest one, in
// seconds. The last are those that it reads, where browsers go on to the year 275760.
const TIMES = { type: "datetime-local", last: "9999-12-31T23:59:59.999" };
const DATES = {
  M: { type: "month", last: "9999-12" },
  D: { type: "date", last: "9999-12-31" },
  m: { ...TIMES, finest: 60 },
  s: { ...TIMES, step: 1, finest: 1 },
  ms: { ...TIMES, step: 1 },
};
// March 2024 and its first moment, in every unit.
const EXAMPLE_DATE = 1709251200;

/** One of several values. */
function choiceField(page, column) {
  const isBoolean = column.kind === "boolean";
  const named = isBoolean
    ? [
        [1, page.words("yes")],
        [0, page.words("no")],
        ...(column.refuse ? [] : [[null, page.words("missing")]]),
      ]
    : [
        ...column.names.map((name) => [name, name || page.words("missing")]),
        ...(column.names.includes("") || column.refuse ? [] : [["", page.words("missing")]]),
        [ANOTHER, page.words("another")],
      ];
  const options = named.map(([, text], at) => element("option", { value: at, text }));
  const control = element("select", {}, ...options);
  const typical = named.find(([value]) => value === column.typical) || named[0];
  return {
    control,
    hint: page.words("typically", typical[1]),
    set: (value) => {
      const at = named.findIndex(([one]) => one === value);
      control.selectedIndex = at < 0 ? named.length - 1 : at;
    },
    cell: () => {
      const [value] = named[control.selectedIndex];
      return value === null ? NaN : value;
    },
  };
}

addWords({
  en: {
    formHow:
      "Each field is a column of the table, with the range of the training data and its typical value.",
    formHowAlone: "Each field is a column of the table, with its typical value.",
    typicalRow: "Typical values",
    missing: "missing",
    another: "another",
    yes: "true",
    no: "false",
    range: "{0} to {1}, typically {2}",
    typically: "typically {0}",
    takesDate: "takes a date that exists, such as {0}, up to the year 9999",
  },
  ja: {
    formHow: "欄はそれぞれ表の一列です。学習データの範囲と代表的な値を添えてあります。",
    formHowAlone: "欄はそれぞれ表の一列です。代表的な値を添えてあります。",
    typicalRow: "代表的な値",
    missing: "欠損",
    another: "その他",
    yes: "はい",
    no: "いいえ",
    range: "{0} から {1}、代表値 {2}",
    typically: "代表値 {0}",
    takesDate: "{0} のような、9999 年までの実在する日付を入れます",
  },
});
