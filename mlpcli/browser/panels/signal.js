// A signal as lines to draw over, one for each channel.

const [SIGNAL_WIDTH, SIGNAL_HEIGHT] = [480, 220];

function openSignal(root, page) {
  const { input, shape } = page.data;
  const [steps, channels] = shape;
  const canvas = element("canvas", {
    class: "signal",
    width: SIGNAL_WIDTH,
    height: SIGNAL_HEIGHT,
    tabindex: 0,
    role: "img",
    "aria-label": page.words(channels > 1 ? "signalLabel" : "signalLabelOne", steps, channels),
    "aria-describedby": "signal-how",
  });
  const typical = float32From(input.typical);
  const axes = withAxes(page, canvas, steps);
  const plot = { canvas, axes, input, steps, channels, values: typical.slice(), channel: 0, step: 0 };
  const answer = onceAPicture(() => page.show(plot.values, "signal"));
  const changed = () => {
    paintSignal(plot);
    answer();
  };
  const set = (values) => {
    plot.values = values.slice();
    paintSignal(plot);
  };
  drawOver(plot, changed);
  stepByKeys(plot, changed);
  root.append(element("p", { id: "signal-how", class: "note", text: page.words("signalHow") }));
  if (channels > 1) root.append(channelChoice(page, plot));
  root.append(
    axes.shown,
    element(
      "div",
      { class: "row" },
      button(page.words("typicalSignal"), () => {
        set(typical);
        answer();
      }),
    ),
  );
  root.append(pasteBox(page, steps * channels, set));
  page.listeners.push((layers, from) => {
    if (from === "rows") set(page.values);
  });
  onColours(() => paintSignal(plot));
  changed();
}

function channelChoice(page, plot) {
  const options = plot.input.names.map((name, at) => element("option", { value: at, text: name }));
  const select = element("select", { id: "signal-channel" }, ...options);
  select.addEventListener("input", () => {
    plot.channel = select.selectedIndex;
    paintSignal(plot);
  });
  return element(
    "div",
    { class: "row" },
    element("label", { for: "signal-channel", text: page.words("channel") }),
    select,
    colourLegend(plot.input.names, "stroke"),
  );
}

/** From the number of a channel to its height on the plot. */
function heightOf({ input }, channel, value) {
  const part = (value - input.low[channel]) / (input.high[channel] - input.low[channel] || 1);
  return SIGNAL_HEIGHT * (0.95 - 0.9 * part);
}

function setStep(plot, step, value) {
  const whole = plot.input.whole;
  const bounded = Math.min(plot.input.high[plot.channel], Math.max(plot.input.low[plot.channel], value));
  plot.values[step * plot.channels + plot.channel] = whole ? Math.round(bounded) : bounded;
}

/** The pointer sets the channel that is chosen, at each step that it passes. */
function drawOver(plot, changed) {
  const { canvas, steps, input } = plot;
  let before = null;
  byDragging(canvas, (event) => {
    const box = canvas.getBoundingClientRect();
    const step = Math.round(((event.clientX - box.left) / box.width) * (steps - 1));
    const part = (0.95 - (event.clientY - box.top) / box.height) / 0.9;
    const value = input.low[plot.channel] + part * (input.high[plot.channel] - input.low[plot.channel]);
    const now = { step: Math.min(steps - 1, Math.max(0, step)), value };
    const from = event.type === "pointerdown" ? now : before;
    const count = Math.abs(now.step - from.step);
    for (let at = 0; at <= count; at += 1) {
      const share = count ? at / count : 1;
      setStep(
        plot,
        Math.round(from.step + share * (now.step - from.step)),
        from.value + share * (value - from.value),
      );
    }
    before = now;
    plot.step = now.step;
    changed();
  });
}

/** Left and right choose a step, up and down change its number. */
function stepByKeys(plot, changed) {
  plot.canvas.addEventListener("keydown", (event) => {
    const { input, channel, steps, channels } = plot;
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const to = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by && !to) return;
    event.preventDefault();
    if (to) plot.step = Math.min(steps - 1, Math.max(0, plot.step + to));
    else {
      const unit = input.whole ? 1 : (input.high[channel] - input.low[channel]) / (event.shiftKey ? 200 : 40);
      setStep(plot, plot.step, plot.values[plot.step * channels + channel] + by * unit);
    }
    changed();
  });
}

function paintSignal(plot) {
  const { canvas, values, steps, channels, channel, step } = plot;
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, SIGNAL_WIDTH, SIGNAL_HEIGHT);
  paintTicks(plot, context);
  const across = (at) => (SIGNAL_WIDTH * (at + 0.5)) / steps;
  const line = (which) => {
    context.strokeStyle = colour(`--c${which % 6}`);
    context.lineWidth = which === channel ? 2.5 : 1;
    context.beginPath();
    for (let at = 0; at < steps; at += 1)
      context.lineTo(across(at), heightOf(plot, which, values[at * channels + which]));
    context.stroke();
  };
  for (let which = 0; which < channels; which += 1) if (which !== channel) line(which);
  line(channel);
  context.fillStyle = colour("--ink");
  context.beginPath();
  context.arc(across(step), heightOf(plot, channel, values[step * channels + channel]), 5, 0, 2 * Math.PI);
  context.fill();
}

/** The numbers of the chosen channel, with a faint line across for each. */
function paintTicks(plot, context) {
  const { axes, input, channel } = plot;
  const ticks = ticksBetween(input.low[channel], input.high[channel]).map((number) => [
    number,
    heightOf(plot, channel, number) / SIGNAL_HEIGHT,
  ]);
  axes.label(input.names[channel], ticks);
  context.strokeStyle = colour("--faint");
  context.lineWidth = 1;
  context.beginPath();
  for (const [, part] of ticks) {
    context.moveTo(0, part * SIGNAL_HEIGHT);
    context.lineTo(SIGNAL_WIDTH, part * SIGNAL_HEIGHT);
  }
  context.stroke();
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

addWords({
  en: {
    signalLabel: "A signal of {0} steps and {1} channels",
    signalLabelOne: "A signal of {0} steps and one channel",
    channel: "Channel",
    typicalSignal: "Start again",
    signalHow:
      "Drag over the plot to draw the signal, or use the arrow keys: left and right choose a step, up and down change it.",
  },
  ja: {
    signalLabel: "{0} ステップ、{1} チャンネルの信号",
    signalLabelOne: "{0} ステップ、1 チャンネルの信号",
    channel: "チャンネル",
    typicalSignal: "最初から",
    signalHow:
      "図の上をドラッグすると信号を描けます。矢印キーでも: 左右でステップを選び、上下で値を変えます。",
  },
});
