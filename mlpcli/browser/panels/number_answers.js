// Answers that are numbers: a bar for each, over the range of the training data.

const MOST_NUMBERS = 24;

function numberOfAnswers(page) {
  return Math.min(page.data.answers.names.length, MOST_NUMBERS);
}

function showNumbers(page, outputs, bars, said, more) {
  const { names, low, high } = page.data.answers;
  bars.forEach(({ name, bar, value }, at) => {
    name.textContent = name.title = spelled(names[at]);
    value.textContent = readableIn(outputs[at], low[at], high[at]);
    const spread = high[at] - low[at] || 1;
    const zero = Math.min(1, Math.max(0, -low[at] / spread));
    const place = Math.min(1, Math.max(0, (outputs[at] - low[at]) / spread));
    setBar(bar, Math.min(zero, place), Math.max(zero, place));
  });
  more.textContent = rangesSaid(page, bars.length);
  if (names.length === 1) say(said, names[0], `: ${readableIn(outputs[0], low[0], high[0])}`);
  else say(said, page.words("numbersSaid", names.length), `: ${firstNumbers(page, Array.from(outputs))}`);
}

/** From where to where the bars go, each of its own number unless they are alike; and how many numbers have none. */
function rangesSaid(page, count) {
  const { names, low, high } = page.data.answers;
  const ranges = names
    .slice(0, count)
    .map((_, at) => page.words("barRange", ...readableRange(low[at], high[at])));
  const isOne = ranges.every((range) => range === ranges[0]);
  const named = isOne ? [ranges[0]] : ranges.map((range, at) => `${names[at]} ${range}`);
  const told = page.words(page.data.assumed ? "numbersAssumed" : "numbersRange", named.join("; "));
  return spelled(names.length > count ? `${page.words("moreNumbers", names.length - count)}. ${told}` : told);
}

/** The first of numbers to predict, where there is room for few. */
function firstNumbers(page, numbers) {
  const { low, high } = page.data.answers;
  const shown = numbers.slice(0, 3).map((number, at) => readableIn(number, low[at], high[at], 4));
  return shown.join(", ") + (numbers.length > 3 ? "..." : "");
}

addWords({
  en: {
    moreNumbers: "and {0} more numbers",
    numbersRange: "Bars have the ranges of the training data: {0}.",
    numbersAssumed: "The training data could not be read, so bars have ranges that are assumed: {0}.",
    barRange: "{0} to {1}",
    numbersSaid: "{0} numbers",
  },
  ja: {
    moreNumbers: "ほかに数が {0} 個あります",
    numbersRange: "棒の範囲は学習データと同じです: {0}。",
    numbersAssumed: "学習データを読めなかったので、棒の範囲は仮のものです: {0}。",
    barRange: "{0} から {1}",
    numbersSaid: "{0} 個の数",
  },
});
