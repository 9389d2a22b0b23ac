// What the network answers: a bar for each class, or numbers in their units.

// Of more classes the likeliest are shown, in the order of their probabilities.
const MOST_BARS = 12;
const MOST_NUMBERS = 24;

function openAnswers(root, page) {
  const { classes } = page.data;
  const said = element("p", { class: "said", role: "status", "aria-live": "polite" });
  const list = element("dl", { class: classes.length ? "bars" : "bars of-numbers" });
  root.append(said, list);
  const show = classes.length ? showClasses : showNumbers;
  const bars = newBars(list, classes.length ? Math.min(classes.length, MOST_BARS) : numberOfAnswers(page));
  bars.forEach((bar, at) => {
    bar.name.textContent = spelled((classes.length ? classes : page.data.answers.names)[at]);
    setBar(bar.bar, 0, 0);
  });
  const more = element("p", { class: "note" });
  root.append(more);
  const update = () => {
    list.classList.toggle("waiting", !page.layers);
    if (!page.layers) {
      said.textContent = page.words(page.why || "waiting");
      bars.forEach(emptyBar);
    } else show(page, page.layers.at(-1).after.values, bars, said, more);
  };
  page.listeners.push(update);
  update();
}

function numberOfAnswers(page) {
  return Math.min(page.data.answers.names.length, MOST_NUMBERS);
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
  say(said, page.words("answer", classes[best], percent(probabilities[best])));
}

function showNumbers(page, outputs, bars, said, more) {
  const { names, low, high } = page.data.answers;
  bars.forEach(({ name, bar, value }, at) => {
    name.textContent = name.title = spelled(names[at]);
    value.textContent = readable(outputs[at]);
    const spread = high[at] - low[at] || 1;
    const zero = Math.min(1, Math.max(0, -low[at] / spread));
    const place = Math.min(1, Math.max(0, (outputs[at] - low[at]) / spread));
    setBar(bar, Math.min(zero, place), Math.max(zero, place));
  });
  more.textContent = rangesSaid(page, bars.length);
  say(
    said,
    names.length === 1 ? `${names[0]}: ${readable(outputs[0])}` : page.words("numbersSaid", names.length),
  );
}

/** From where to where the bars go, each of its own number; and how many numbers have none. */
function rangesSaid(page, count) {
  const { names, low, high } = page.data.answers;
  const ranges = names.slice(0, count).map((name, at) => {
    const range = page.words("barRange", ...readableRange(low[at], high[at]));
    return names.length === 1 ? range : `${name} ${range}`;
  });
  const told = page.words("numbersRange", ranges.join("; "));
  return spelled(names.length > count ? `${page.words("moreNumbers", names.length - count)}. ${told}` : told);
}

function setBar(bar, from, to) {
  bar.style.marginInlineStart = `${100 * from}%`;
  bar.style.width = `${100 * (to - from)}%`;
}

/** A text for the eye at once; a screen reader says what it finds when it is polite to. */
function say(place, text) {
  const wanted = spelled(text);
  if (place.textContent !== wanted) place.textContent = wanted;
}

function percent(probability) {
  return `${(100 * probability).toFixed(1)} %`;
}

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
    waiting: "The answer appears here.",
    answer: "{0}: {1}",
    moreClasses: "and {0} less likely classes",
    moreNumbers: "and {0} more numbers",
    numbersRange: "Bars have the ranges of the training data: {0}.",
    barRange: "{0} to {1}",
    numbersSaid: "{0} numbers",
    checkFields: "Fill in the marked fields: what they take is beside them.",
    takesNumber: "takes a number from -3.4e38 to 3.4e38",
  },
  ja: {
    waiting: "ここに答えが出ます。",
    answer: "{0}: {1}",
    moreClasses: "ほかに可能性の低いクラスが {0} 個あります",
    moreNumbers: "ほかに数が {0} 個あります",
    numbersRange: "棒の範囲は学習データと同じです: {0}。",
    barRange: "{0} から {1}",
    numbersSaid: "{0} 個の数",
    checkFields: "印のついた欄を埋めてください。入れられる値は欄に添えてあります。",
    takesNumber: "-3.4e38 から 3.4e38 までの数を入れます",
  },
});
