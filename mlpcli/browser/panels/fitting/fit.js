// From a drawing on a pad to what the network takes: the numbers that `mlpcli predict` makes of the same picture.

// Pixels here for one of the result while strokes are measured and brought to a width.
const FINE = 4;

/**
 * The drawing on a plane of 8-bit pixels as the training images have theirs: scaled into their box with its
 * proportions kept, and centred, as MNIST's digits were made (LeCun, Bottou, Bengio, Haffner 1998).
 *
 * `frame` is the DrawingConvention of the run. Returns `row`, 8-bit pixels for the network, and `finding`: one drawing
 * was "fitted", the pad is "empty", "several" drawings are on it, or it is "unclear" what they are.
 */
function fitDrawing(plane, frame) {
  const blank = new Float32Array(frame.height * frame.width);
  const ink = inkOf(plane);
  const longer = Math.max(plane.height, plane.width);
  const drawing = ink && drawingIn(ink, frame.gap, Math.max(5, 0.03 * longer));
  if (!drawing) return { row: asRow(blank, frame), finding: "empty" };
  const { canvas, width } = placed(drawing.density, frame);
  const hasStrokes =
    width <= 1.5 * frame.stroke.at(-1) && !isBlank(drawing) && !isStrokeOfAnotherKind(drawing, frame.widest);
  const isClear = hasStrokes && ink.contrast >= 8.5;
  return { row: asRow(canvas, frame), finding: drawing.several ? "several" : isClear ? "fitted" : "unclear" };
}

/** The ink of the result, and how wide its strokes were in its pixels. */
function placed(density, frame) {
  let fine = upright(brought(density, frame.box * FINE), frame);
  const width = strokeWidth(fine) / FINE;
  const wanted = Math.min(Math.max(width, frame.stroke[1]), frame.stroke[2]);
  if (wanted !== width) fine = grown(fine, radiusFor(fine, width, wanted, frame.box));
  const box = boxOf(fine, SOFT);
  if (box) fine = cutOut(fine, box);
  const ink = brought(fine, frame.box);
  const bounded = (value) => Math.min(1, Math.max(0, value));
  ink.values = ink.values.map(bounded);
  const full = Math.max(quantile(ink.values, 0.98), 0.3);
  ink.values = ink.values.map((value) => bounded(value / full));
  const byMass = frame.centred_by === "mass";
  const middle = byMass ? centreOfMass(ink) : [(ink.height - 1) / 2, (ink.width - 1) / 2];
  const place = (axis, room, length) =>
    Math.min(Math.max(0, roundedToEven(frame.centre[axis] - middle[axis])), room - length);
  const [top, left] = [place(0, frame.height, ink.height), place(1, frame.width, ink.width)];
  const canvas = new Float32Array(frame.height * frame.width);
  for (let y = 0; y < ink.height; y += 1) {
    canvas.set(ink.values.subarray(y * ink.width, (y + 1) * ink.width), (top + y) * frame.width + left);
  }
  return { canvas, width };
}

/** Ink straightened where it leans more than most training images do. */
function upright(fine, frame) {
  const slant = slantOf(fine);
  let lean = slant - Math.min(Math.max(slant, frame.slant[0]), frame.slant[1]);
  if (!lean) return fine;
  // What leans by more lies; it keeps its shape.
  lean = Math.min(Math.max(lean, -1), 1);
  const straight = sheared(padded(fine, 0, Math.ceil((Math.abs(lean) * fine.height) / 2) + 1), lean);
  const box = boxOf(straight, SOFT) || { top: 0, bottom: fine.height, left: 0, right: fine.width };
  return brought(cutOut(straight, box), frame.box * FINE);
}

/**
 * How much strokes are to grow on both sides, in fine pixels, for them to be `wanted` in the end: what grows is larger,
 * and shrinks again into the box: (width + 2r) box / (side + 2r) = wanted.
 */
function radiusFor(fine, width, wanted, box) {
  const side = Math.max(fine.height, fine.width) / FINE;
  return ((wanted * side - width * box) / (2 * (box - wanted))) * FINE;
}

/** Ink with `side` as its longer side. */
function brought(ink, side) {
  const longer = Math.max(ink.height, ink.width);
  const [height, width] = [ink.height, ink.width].map((length) =>
    Math.max(1, roundedToEven((length * side) / longer)),
  );
  return resampled(ink, height, width, side < longer ? BOX : BILINEAR);
}

function asRow(ink, frame) {
  const bright = frame.ink === "bright";
  return Uint8Array.from(ink, (value) =>
    bright ? roundedToEven(value * 255) : 255 - roundedToEven(value * 255),
  );
}
