// Pictures that are dropped, pasted, chosen or taken: brought to the network's size as `predict` does.

// A larger picture is made smaller by the browser first.
const MOST_PIXELS = 4000000;
// Less contrast, of 255, is none.
const LEAST_CONTRAST = 24;

function openPicture(root, page) {
  const told = element("p", { class: "note", role: "status" });
  let last = null;
  // What is shown was not chosen in a field that names another file.
  const begin = (file, text = "", isWrong = false) => {
    last = file;
    for (const field of [chooser, camera]) if (field.files[0] !== file) field.value = "";
    told.textContent = text;
    told.classList.toggle("notice", isWrong);
  };
  const refuse = (file, why) => {
    begin(file, page.words(why), true);
    page.clear("picture", "unread");
  };
  // The last of several pictures is shown, however long each of them takes; none if a row was chosen since.
  const take = (file) => {
    begin(file);
    return fromFile(file).then(
      (picture) => {
        if (last !== file) return;
        const size = page.words("pictureSize", ...picture.own);
        told.textContent = picture.isDeep ? `${size}. ${page.words("deepPicture")}` : size;
        page.show(rowOfPicture(picture, page.data.input), "picture");
      },
      () => last === file && refuse(file, "noPicture"),
    );
  };
  page.listeners.push((layers, from) => from === "rows" && begin(null));
  const chooser = fileField(take, { id: "picture-file" });
  const camera = fileField(take, { id: "picture-camera", capture: "environment" });
  const place = element(
    "div",
    { class: "drop" },
    element("p", { text: page.words("dropHere") }),
    labelled("picture-file", page.words("chooseFile"), chooser),
    labelled("picture-camera", page.words("camera"), camera),
  );
  byDropping(take, () => refuse(null, "notAPicture"));
  root.append(element("div", { class: "beside" }, place, seenPicture(page)), told);
}

/** A field for a picture's file, which is taken each time that it is chosen, as after it was changed. */
function fileField(take, attributes) {
  const field = element("input", { type: "file", accept: "image/*", ...attributes });
  // The same file would be no change.
  field.addEventListener("click", () => {
    field.value = "";
  });
  field.addEventListener("change", () => field.files.length && take(field.files[0]));
  return field;
}

/** A control under its name. */
function labelled(id, name, control) {
  return element("div", { class: "field" }, element("label", { for: id, text: name }), control);
}

/** What is dropped or pasted is taken if it is a picture, and refused if it is another file. */
function byDropping(take, refuse) {
  const firstImage = (given) =>
    [...((given && given.files) || [])].find((file) => file.type.startsWith("image/"));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const file = firstImage(event.dataTransfer);
    if (file) take(file);
    else refuse();
  });
  addEventListener("paste", (event) => {
    const file = firstImage(event.clipboardData);
    if (file) take(file);
    // A text that is pasted into a field is that field's.
    else if (event.clipboardData?.files.length || !event.target.closest?.("input, textarea")) refuse();
  });
}

/**
 * The pixels of a file, {height, width, channels: 3 planes}, upright; `own` are its width and height, which are larger
 * if there are too many, and `isDeep` is as of `isDeepPng`. Where it is transparent it is on white, or on black if it is
 * seen on black alone.
 */
async function fromFile(file) {
  const decoded = createImageBitmap(file, { imageOrientation: "from-image" });
  const [bitmap, isDeep] = await Promise.all([decoded, isDeepPng(file)]);
  const own = [bitmap.width, bitmap.height];
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (own[0] * own[1])));
  const [width, height] = own.map((side) => Math.max(1, Math.round(side * scale)));
  let channels = planesOn("#ffffff", bitmap, height, width);
  if (contrastOf(channels) < LEAST_CONTRAST) {
    const onBlack = planesOn("#000000", bitmap, height, width);
    if (contrastOf(onBlack) >= LEAST_CONTRAST) channels = onBlack;
  }
  bitmap.close();
  return { height, width, channels, own, isDeep };
}

/** Whether it is a PNG of 16 bits, by its header: browsers give the upper 8 of them. */
async function isDeepPng(file) {
  const header = new Uint8Array(await file.slice(0, 25).arrayBuffer());
  return String.fromCharCode(...header.slice(1, 4)) === "PNG" && header[24] === 16;
}

/** The red, the green and the blue of a bitmap on a ground of one colour. */
function planesOn(ground, bitmap, height, width) {
  const canvas = element("canvas", { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return [0, 1, 2].map((channel) => {
    const values = new Uint8Array(width * height);
    for (let at = 0; at < values.length; at += 1) values[at] = data[4 * at + channel];
    return { height, width, values };
  });
}

function contrastOf(channels) {
  const [low, high] = rangeOf(greyOf(channels).values);
  return high - low;
}

/** The row of a picture, [height, width, channels], between the numbers low and high. */
function rowOfPicture({ channels }, input) {
  const planes = (input.channels === 1 ? [greyOf(channels)] : channels).map((plane) =>
    resizedPlane(plane, input),
  );
  const values = new Float32Array(input.height * input.width * planes.length);
  planes.forEach((plane, channel) => {
    plane.forEach((value, at) => {
      values[at * planes.length + channel] = input.low + ((input.high - input.low) * value) / 255;
    });
  });
  return values;
}

/** The brightness of ITU-R 601, in whole numbers as Pillow computes it. */
function greyOf([red, green, blue]) {
  const values = converted(
    Uint8Array,
    red.values,
    (value, at) => (value * 19595 + green.values[at] * 38470 + blue.values[at] * 7471 + 0x8000) >> 16,
  );
  return { ...red, values };
}

/** A plane in the network's size: `keep` says what happens to pictures of other proportions. */
function resizedPlane(plane, { height, width, keep }) {
  if (plane.height === height && plane.width === width) return plane.values;
  const [down, across] = scaledSize(plane, height, width, keep);
  if (keep !== "fit") {
    const [wide, tall] = [(plane.width * width) / across, (plane.height * height) / down];
    const [left, top] = [(plane.width - wide) / 2, (plane.height - tall) / 2];
    return resampled(plane, height, width, BILINEAR, [left, top, left + wide, top + tall]).values;
  }
  const inner = resampled(plane, down, across, BILINEAR);
  const values = new Uint8Array(height * width).fill(Math.floor(quantile(ringOf(inner), 0.5)));
  const [top, left] = [Math.floor((height - down) / 2), Math.floor((width - across) / 2)];
  for (let y = 0; y < down; y += 1) {
    values.set(inner.values.subarray(y * across, (y + 1) * across), (top + y) * width + left);
  }
  return values;
}

/** Height and width of the whole picture, once it is scaled: it covers the size, lies within it, or is it. */
function scaledSize(plane, height, width, keep) {
  if (keep === "stretch") return [height, width];
  const choose = keep === "fill" ? Math.max : Math.min;
  const scale = choose(height / plane.height, width / plane.width);
  return [plane.height, plane.width].map((side) => Math.max(1, roundedToEven(side * scale)));
}

/** The outermost pixels. */
function ringOf({ height, width, values }) {
  return values.filter((_, at) => {
    const [y, x] = [Math.floor(at / width), at % width];
    return !y || !x || y === height - 1 || x === width - 1;
  });
}

addWords({
  en: {
    dropHere: "Drop or paste a picture here, or:",
    chooseFile: "Choose a file",
    camera: "Take a photo",
    pictureSize: "A picture of {0} x {1} pixels",
    deepPicture:
      "Of its 16 bits a browser gives the upper 8: predict, which reads all, may answer otherwise.",
    notAPicture: "What was dropped or pasted is no picture file. Choose a PNG, JPEG, GIF or WebP.",
    noPicture: "This is no picture that the browser can read.",
  },
  ja: {
    dropHere: "画像をここにドロップするか貼り付けてください。または:",
    chooseFile: "ファイルを選ぶ",
    camera: "写真を撮る",
    pictureSize: "{0} x {1} 画素の画像",
    deepPicture:
      "16 ビットのうちブラウザが渡すのは上位 8 ビットなので、すべてを読む predict とは答えが異なることがあります。",
    notAPicture:
      "ドロップまたは貼り付けたものは画像ファイルではありません。PNG、JPEG、GIF、WebP を選んでください。",
    noPicture: "ブラウザで読める画像ではありません。",
  },
});
