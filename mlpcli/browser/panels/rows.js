// Rows that the network was not trained on, to click on: those that it is wrong about first.

function openRows(root, page) {
  const { rows } = page.data;
  if (!rows.chosen.length) {
    if (!rows.why) return false;
    root.append(
      element("p", { class: "note", text: page.language === "en" ? rows.why : page.words("rowsAbsent") }),
    );
    return true;
  }
  const list = element("ul", { class: "rows" });
  const chosen = rows.chosen.map((row) =>
    rowButton(page, row, (pressed) => {
      for (const one of chosen) one.made.setAttribute("aria-pressed", one.made === pressed);
    }),
  );
  for (const one of chosen) list.append(element("li", {}, one.made));
  page.listeners.push((layers, from) => {
    if (from === "weights") for (const one of chosen) one.answerAgain();
    else if (from !== "rows") for (const one of chosen) one.made.setAttribute("aria-pressed", "false");
  });
  const isTraining = rows.split === "train";
  if (isTraining) root.firstChild.textContent = page.words("trainingRows");
  const note = page.words(isTraining ? "rowsOfTraining" : "rowsNote");
  root.append(element("p", { class: "note", text: note }), list);
}

/** A row to press: `made`, and `answerAgain()` for weights that have changed. */
function rowButton(page, row, press) {
  const values = rowValues(row, page.data);
  const made = element("button", {
    type: "button",
    "aria-pressed": false,
    on: {
      click: () => {
        page.chosen = row;
        page.show(values, "rows");
        press(made);
      },
    },
  });
  const shown = rowShown(page, values, row);
  if (shown) made.append(shown);
  made.append(element("span", { class: "true", text: page.words("trueIs", truthOf(page, row)) }));
  const said = element("span", { class: "said-of" });
  made.append(said);
  const say = ({ wrong, answer }) => {
    made.className = wrong ? "wrong" : "right";
    said.textContent = spelled(page.words(wrong ? "wrongly" : "answered", answerOf(page, answer)));
  };
  say(row);
  return { made, answerAgain: () => say(answeredNow(page, row, values)) };
}

/** What the network says of a row with its present weights. */
function answeredNow(page, row, values) {
  const { classes } = page.data;
  const outputs = page.network.outputs(values);
  if (!isAnswer(outputs)) return { answer: null, wrong: true };
  if (!classes.length) return { answer: Array.from(outputs), wrong: false };
  const answer = likeliest(probabilitiesOf(outputs, classes.length));
  return { answer, wrong: answer !== row.truth };
}

function truthOf(page, { truth }) {
  const { classes } = page.data;
  return classes.length ? classes[truth] : firstNumbers(page, truth);
}

function answerOf(page, answer) {
  if (answer === null) return page.words("none");
  const { classes } = page.data;
  return classes.length ? classes[answer] : firstNumbers(page, answer);
}

function firstNumbers(page, numbers) {
  const { low, high } = page.data.answers;
  const shown = numbers.slice(0, 3).map((number, at) => readableIn(number, low[at], high[at], 4));
  return shown.join(", ") + (numbers.length > 3 ? "..." : "");
}

/** A small picture of the row. */
function rowShown(page, values, row) {
  const { kind, shape, input } = page.data;
  if (kind === "image") return pictureOf(values, shape, [input.low, input.high]);
  if (kind === "signal") return signalPicture(values, shape);
  const cells = element("span", { class: "cells" });
  (row.cells || []).forEach(([name, value], at) => {
    const text = spelled(cellInWords(page, row, at, value));
    cells.append(element("span", { class: "cell" }, element("b", { text: name }), ` ${text}`));
  });
  return cells;
}

/** The text of a cell, as its field has it; the tool has words of its own for what is missing, unknown, true or false. */
function cellInWords(page, { fields }, at, value) {
  const column = page.data.input.columns?.[at];
  if (!column || !fields) return value;
  const field = fields[at];
  if (field === null || field === "") return page.words("missing");
  if (column.kind === "boolean") return page.words(field ? "yes" : "no");
  if (column.kind === "date") return textOfTime(field, column.unit).replace("T", column.separator);
  return field === ANOTHER ? page.words("another") : value;
}

/** The steps of a signal as lines, each channel between its lowest and highest number. */
function signalPicture(values, [steps, channels]) {
  const picture = drawn("svg", { class: "small-signal", viewBox: "0 0 100 50", "aria-hidden": true });
  for (let channel = 0; channel < Math.min(channels, 6); channel += 1) {
    const numbers = Array.from({ length: steps }, (_, step) => values[step * channels + channel]);
    const [low, high] = rangeOf(numbers);
    const points = numbers.map(
      (value, step) =>
        `${((step * 100) / Math.max(1, steps - 1)).toFixed(1)},${(47 - (44 * (value - low)) / (high - low || 1)).toFixed(1)}`,
    );
    picture.append(drawn("polyline", { points: points.join(" "), class: `line c${channel}` }));
  }
  return picture;
}

/** The numbers of a row, of float32, or of 8-bit pixels between zeros. */
function rowValues(row, { rows, shape }) {
  if (rows.type === "float32") return float32From(row.values);
  const values = new Float32Array(sizeOf(shape));
  values.set(new Uint8Array(bytesOf(row.values)), row.from);
  return values;
}

addWords({
  en: {
    rowsNote:
      "From the data held back from training. Those that the network is wrong about come first. Choose one to see the answer.",
    trainingRows: "Rows for training",
    rowsOfTraining:
      "No rows were held back from training, so these are from those for it. Choose one to see the answer.",
    rowsAbsent: "The rows of this run could not be read.",
    trueIs: "true: {0}",
    answered: "answered: {0}",
    wrongly: "wrongly answered: {0}",
    none: "none",
  },
  ja: {
    rowsNote: "学習に使わなかったデータです。ネットワークが間違えるものが先に並びます。選ぶと答えが出ます。",
    trainingRows: "学習用データ",
    rowsOfTraining: "学習に使わなかったデータがないので、学習用データです。選ぶと答えが出ます。",
    rowsAbsent: "このネットワークのデータを読めなかったので、ここには何もありません。",
    trueIs: "正解: {0}",
    answered: "答え: {0}",
    wrongly: "間違えた答え: {0}",
    none: "なし",
  },
});
