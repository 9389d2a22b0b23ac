// What the network answers: a bar for each class, or numbers in their units.

// Of more classes the likeliest are shown, in the order of their probabilities.
const MOST_BARS = 12;

function openAnswers(root, page) {
  const { classes } = page.data;
  const said = element("p", { class: "said", role: "status", "aria-live": "polite" });
  const list = element("dl", { class: classes.length ? "bars" : "bars of-numbers" });
  const more = element("p", { class: "note" });
  root.append(element("div", { class: "in-view" }, said, list, more));
  const show = classes.length ? showClasses : showNumbers;
  const bars = newBars(list, classes.length ? Math.min(classes.length, MOST_BARS) : numberOfAnswers(page));
  bars.forEach((bar, at) => {
    bar.name.textContent = spelled((classes.length ? classes : page.data.answers.names)[at]);
    setBar(bar.bar, 0, 0);
  });
  const update = () => {
    const outputs = page.layers?.at(-1).after.values;
    const why = outputs ? !isAnswer(outputs) && "noNumber" : page.why || "waiting";
    list.classList.toggle("waiting", Boolean(why));
    if (why) {
      said.textContent = page.words(why);
      bars.forEach(emptyBar);
    } else show(page, outputs, bars, said, more);
  };
  page.listeners.push(update);
  update();
}

/** Whether all outputs are numbers: of inputs or weights near the limit of float32 they may be none. */
function isAnswer(outputs) {
  return outputs.every(Number.isFinite);
}

/** What a bar is without an answer. */
function emptyBar({ name, bar, value }) {
  setBar(bar, 0, 0);
  value.textContent = "";
  name.parentElement.classList.remove("best");
}

/** So many rows of a name, a bar and a value. */
function newBars(list, count) {
  return Array.from({ length: count }, () => {
    const bar = {
      name: element("dt"),
      bar: element("i", { "aria-hidden": true }),
      value: element("dd", { class: "figure" }),
    };
    list.append(element("div", {}, bar.name, element("dd", { class: "track" }, bar.bar), bar.value));
    return bar;
  });
}

/** The probability of each class, of the outputs; one output is that of the second of two classes. */
function probabilitiesOf(outputs, count) {
  if (outputs.length === 1) return [1 - outputs[0], outputs[0]];
  return count === outputs.length ? Array.from(outputs) : [];
}

function likeliest(probabilities) {
  return probabilities.reduce((best, one, at) => (one > probabilities[best] ? at : best), 0);
}

function showClasses(page, outputs, bars, said, more) {
  const { classes } = page.data;
  const probabilities = probabilitiesOf(outputs, classes.length);
  const best = likeliest(probabilities);
  let order = classes.map((_, at) => at);
  if (classes.length > MOST_BARS) order.sort((one, other) => probabilities[other] - probabilities[one]);
  order = order.slice(0, MOST_BARS);
  order.forEach((at, row) => {
    const { name, bar, value } = bars[row];
    name.textContent = name.title = spelled(classes[at]);
    value.textContent = percent(probabilities[at]);
    setBar(bar, 0, probabilities[at]);
    name.parentElement.classList.toggle("best", at === best);
  });
  if (classes.length > MOST_BARS) more.textContent = page.words("moreClasses", classes.length - MOST_BARS);
  say(said, classes[best], `: ${percent(probabilities[best])}`);
}

function setBar(bar, from, to) {
  bar.style.marginInlineStart = `${100 * from}%`;
  bar.style.width = `${100 * (to - from)}%`;
}

/** A name, and figures that it does not turn if it is written from right to left. */
function say(place, name, figures = "") {
  // What is the same is not read out again.
  if (place.textContent !== spelled(name) + figures)
    place.replaceChildren(element("bdi", { text: name }), figures);
}

function percent(probability) {
  return `${(100 * probability).toFixed(1)} %`;
}

addWords({
  en: {
    waiting: "The answer appears here.",
    unread: "There is no answer: what was given could not be read.",
    noNumber: "There is no answer: what the network computes of this is too large, or no number.",
    moreClasses: "and {0} less likely classes",
  },
  ja: {
    waiting: "ここに答えが出ます。",
    unread: "与えられたものを読めなかったので、答えはありません。",
    noNumber: "答えはありません。ネットワークの計算結果が大きすぎるか、数になりません。",
    moreClasses: "ほかに可能性の低いクラスが {0} 個あります",
  },
});
