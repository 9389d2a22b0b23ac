// The axes of a plot: round numbers up its side, and steps below it.

const MOST_TICKS = 5;

/** Round numbers from `low` to `high`, at most `most` of them but for ranges of one number. */
function ticksBetween(low, high, most = MOST_TICKS) {
  if (!(high > low)) return [low];
  const raw = (high - low) / Math.max(1, most - 1);
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = unit * [1, 2, 5, 10].find((times) => times * unit >= raw * (1 - 1e-9));
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  if (count < 2) return [low, high];
  // Products of whole numbers and a step have spare digits.
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/**
 * A plot with its axes: `shown`, and `label(name, ticks)` for the numbers up its side, each as `[number, part]` with the
 * part of the height from the top.
 */
function withAxes(page, canvas, steps) {
  const [name, numbers] = [element("div", { class: "plot-name" }), element("div", { class: "plot-numbers" })];
  const last = steps - 1;
  const below = last > 0 ? [page.words("stepNumber0"), String(Math.round(last / 2)), String(last)] : [];
  const line = element("div", { class: "plot-steps" }, ...below.map((text) => element("span", { text })));
  numbers.setAttribute("aria-hidden", true);
  const label = (text, ticks) => {
    name.textContent = spelled(text);
    const texts = ticks.map(([number]) => readable(number));
    const widest = texts.reduce((one, other) => (other.length > one.length ? other : one), "");
    numbers.replaceChildren(element("span", { class: "plot-widest", text: widest }));
    ticks.forEach(([, part], at) => {
      const tick = element("span", { text: texts[at] });
      tick.style.top = `${100 * part}%`;
      numbers.append(tick);
    });
  };
  return { shown: element("div", { class: "plot" }, name, numbers, canvas, line), label };
}

addWords({ en: { stepNumber0: "step 0" }, ja: { stepNumber0: "ステップ 0" } });
