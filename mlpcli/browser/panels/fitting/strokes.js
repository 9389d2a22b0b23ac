// How wide strokes are, and making them wider or narrower: as in drawings/strokes.py.

/** The mean width of strokes: twice their area by their outline, which is the total variation (coarea formula). */
function strokeWidth(ink) {
  const { height, width, values } = padded(ink, 1, 1);
  let outline = 0;
  for (let y = 0; y < height - 1; y += 1) {
    for (let x = 0; x < width - 1; x += 1) {
      const at = y * width + x;
      outline += Math.hypot(values[at + width] - values[at], values[at + 1] - values[at]);
    }
  }
  return (2 * sumOf(values)) / (outline || 1);
}

/** Whether it is one straight stroke, which deviates from its axis by its width by the square root of 12. */
function isStraight(ink) {
  const [row, column] = centreOfMass(ink);
  let [high, wide, lean] = [0, 0, 0];
  ink.values.forEach((value, at) => {
    const [down, across] = [Math.floor(at / ink.width) - row, (at % ink.width) - column];
    high += value * down ** 2;
    wide += value * across ** 2;
    lean += value * down * across;
  });
  const least = (high + wide - Math.hypot(high - wide, 2 * lean)) / 2 / Math.max(sumOf(ink.values), 1e-9);
  return 12 * Math.max(least, 0) <= (1.5 * strokeWidth(ink)) ** 2;
}

/** Ink with `radius` more on every side, by octagons; a negative one makes it thinner. */
function grown(ink, radius) {
  const turn = (plane) => ({ ...plane, values: plane.values.map((value) => 1 - value) });
  if (radius < 0) return padded(turn(dilated(turn(padded(ink, 1, 1)), -radius)), -1, -1);
  return dilated(padded(ink, Math.ceil(radius), Math.ceil(radius)), radius);
}

function dilated(ink, radius) {
  const whole = Math.floor(radius);
  for (let number = 0; number < whole; number += 1) ink = brightestAround(ink, number % 2 === 1);
  const share = radius - whole;
  if (!share) return ink;
  const more = brightestAround(ink, whole % 2 === 1).values;
  return { ...ink, values: ink.values.map((value, at) => (1 - share) * value + share * more[at]) };
}

/** The brightest of every pixel and its neighbours: of four, or with the diagonal ones. */
function brightestAround(ink, diagonal) {
  const { height, width, values } = ink;
  const down = values.slice();
  for (let at = 0; at < values.length; at += 1) {
    if (at >= width) down[at] = Math.max(down[at], values[at - width]);
    if (at < values.length - width) down[at] = Math.max(down[at], values[at + width]);
  }
  const source = diagonal ? down : values;
  const both = down.slice();
  for (let y = 0; y < height; y += 1) {
    for (let at = y * width; at < (y + 1) * width; at += 1) {
      if (at > y * width) both[at] = Math.max(both[at], source[at - 1]);
      if (at < (y + 1) * width - 1) both[at] = Math.max(both[at], source[at + 1]);
    }
  }
  return { height, width, values: both };
}

/** The row and the column of the mean of the ink. */
function centreOfMass({ width, values }) {
  let [sum, down, across] = [0, 0, 0];
  values.forEach((value, at) => {
    sum += value;
    down += value * Math.floor(at / width);
    across += value * (at % width);
  });
  return [down / Math.max(sum, 1e-9), across / Math.max(sum, 1e-9)];
}

/** By how many columns ink leans to the right for every row down. */
function slantOf(ink) {
  const [row, column] = centreOfMass(ink);
  let [spread, lean] = [0, 0];
  ink.values.forEach((value, at) => {
    const down = Math.floor(at / ink.width) - row;
    spread += value * down ** 2;
    lean += value * down * ((at % ink.width) - column);
  });
  return spread > 1e-6 ? lean / spread : 0;
}

/** Ink moved to the left by `lean` columns for every row down, with a straight line between two pixels. */
function sheared(ink, lean) {
  const { height, width } = ink;
  const values = new Float32Array(height * width);
  const shift = (-lean * (height - 1)) / 2;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = x + 0.5 + lean * (y + 0.5) + shift;
      if (from < 0 || from >= width) continue;
      const left = Math.floor(from - 0.5);
      const [one, other] = [left, left + 1].map(
        (at) => ink.values[y * width + Math.min(Math.max(at, 0), width - 1)],
      );
      values[y * width + x] = one + (other - one) * (from - 0.5 - left);
    }
  }
  return { height, width, values };
}
