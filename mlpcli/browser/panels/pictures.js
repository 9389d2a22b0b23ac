// Rows of images as small pictures.

/**
 * A canvas with a row of an image on it, [height, width, channels] between the numbers low and high. Without a label it
 * is decoration.
 */
function pictureOf(values, [height, width, channels], [low, high], label) {
  const told = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  const canvas = element("canvas", { class: "pixels", width, height, ...told });
  paintPixels(canvas, values, channels, [low, high]);
  return canvas;
}

/** Of more than three channels the first three are shown, of two the first. */
function paintPixels(canvas, values, channels, [low, high]) {
  const { width, height } = canvas;
  const image = new ImageData(width, height);
  const shade = (value) => (255 * (value - low)) / (high - low || 1);
  for (let at = 0; at < width * height; at += 1) {
    const first = at * channels;
    for (let channel = 0; channel < 3; channel += 1) {
      image.data[at * 4 + channel] = shade(values[channels < 3 ? first : first + channel]);
    }
    image.data[at * 4 + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

/** The picture of the row that is answered, kept up to date, under a heading; blank paper without a row. */
function seenPicture(page) {
  const { shape, input } = page.data;
  const { low, high, ink } = input;
  const blank = new Float32Array(sizeOf(shape)).fill(ink === "bright" ? low : high);
  const canvas = pictureOf(blank, shape, [low, high], page.words("seenLabel"));
  page.seen = (values) => paintPixels(canvas, values, shape[2], [low, high]);
  page.listeners.push(() => page.seen(page.values || blank));
  return element("figure", { class: "seen" }, element("figcaption", { text: page.words("seen") }), canvas);
}

addWords({
  en: { seen: "As the network sees it", seenLabel: "The input as the network sees it" },
  ja: { seen: "ネットワークが見る画像", seenLabel: "ネットワークに見える入力" },
});
