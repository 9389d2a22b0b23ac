// The weights of a unit as a picture.

const MOST_CHANNELS = 16;

/** One picture for each channel of the input: `shown`, and `redraw()` after a change of weights. */
function weightPictures(inside, neuron) {
  const { page, chosen } = inside;
  const kernel = neuron.terms.length ? neuron.terms[0].from : null;
  if (!kernel || kernel.values.length < 2) return [];
  const layout = weightLayout(page, chosen.position, kernel, neuron);
  const drawnChannels = Math.min(layout.channels, MOST_CHANNELS);
  const canvases = Array.from({ length: drawnChannels }, (_, channel) =>
    element("canvas", {
      class: layout.high === 1 ? "inside-strip" : "inside-kernel",
      role: "img",
      "aria-label": page.words("channelNumber", channel),
    }),
  );
  const redraw = () => {
    const weights = canvases.map((_, channel) => layout.of(channel));
    const colours = signedColours(Math.max(...weights.map(farthest)));
    canvases.forEach((canvas, channel) => {
      paintCells(canvas, layout.wide, layout.high, (cell) => colours(weights[channel][cell] ?? 0));
    });
  };
  redraw();
  const more = layout.channels - drawnChannels;
  const caption = page.words("weightPicture") + (more ? ` (${page.words("mapsMore", more)})` : "");
  const pictures = element("div", { class: "row" }, ...canvases);
  const shown = element("figure", {}, element("figcaption", { text: caption }), pictures);
  return [{ shown, redraw }];
}

/** How the weights of a unit lie: like its input, where that is an image, or like its kernel. */
function weightLayout(page, position, kernel, neuron) {
  const unit = neuron.place.at(-1);
  const units = kernel.shape.at(-1);
  const every = (first, step, count) => {
    return Float32Array.from(
      { length: count },
      (_, at) => kernel.values[(first + at * step) * units + (unit % units)],
    );
  };
  if (kernel.shape.length === 2) {
    const [high, wide, channels] = imageBefore(page, position) || squareOf(kernel.shape[0]);
    return {
      high,
      wide,
      channels,
      of: (channel) => every(channel, channels, Math.min(high * wide, kernel.shape[0])),
    };
  }
  const [wide, channels] = kernel.shape.slice(-3, -1);
  const high = kernel.shape.length === 4 ? kernel.shape[0] : 1;
  return { high, wide, channels, of: (channel) => every(channel, channels, high * wide) };
}

/** The shape of the image whose numbers a Dense layer takes, if nothing has mixed them since. */
function imageBefore(page, position) {
  for (let at = position - 1; at >= -1; at -= 1) {
    const { shape } = givenTo(page, at + 1);
    if (shape.length === 3) return shape;
    if (at >= 0 && page.data.inside.layers[at].values === "mixed") return null;
  }
  return null;
}

/** A few weights beside each other, more of them in rows. */
function squareOf(count) {
  const wide = count <= 32 ? count : Math.ceil(Math.sqrt(count));
  return [Math.ceil(count / wide), wide, 1];
}
