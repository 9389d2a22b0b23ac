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
  const truth = page.words("trueIs", answerInWords(page, row.truth));
  const said = element("span", { class: "said-of" });
  made.append(rowShown(page, values, row), element("span", { class: "true", text: truth }), said);
  const say = ({ wrong, answer }) => {
    made.className = wrong ? "wrong" : "right";
    said.textContent = spelled(page.words(wrong ? "wrongly" : "answered", answerInWords(page, answer)));
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

/** A class, numbers to predict, or null for none. */
function answerInWords(page, answer) {
  if (answer === null) return page.words("none");
  const { classes } = page.data;
  return classes.length ? classes[answer] : firstNumbers(page, answer);
}

/** A small picture of a row, or its first cells. */
function rowShown(page, values, row) {
  const { kind, shape, input } = page.data;
  if (kind === "image") return pictureOf(values, shape, [input.low, input.high]);
  return kind === "signal" ? signalPicture(values, shape) : firstCells(page, row);
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
