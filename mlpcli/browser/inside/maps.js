// Numbers as colours on a canvas: blue above 0, orange below.

/** A colour of style.css as its three parts, 0 to 255. */
function partsOfColour(name) {
  const text = colour(name);
  return [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
}

/** `share` of a colour over another one. */
function blended(below, above, share) {
  return below.map((part, at) => part + (above[at] - part) * share);
}

/** A function from a number to its colour: that of the page at 0, and full at `most` and -`most`. */
function signedColours(most) {
  const [page, above, below] = ["--page", "--c0", "--c1"].map(partsOfColour);
  return (value) => blended(page, value < 0 ? below : above, Math.min(1, Math.abs(value) / (most || 1)) || 0);
}

/** The number that is farthest from 0, as it is without its sign; 0 of numbers that are not finite. */
function farthest(values) {
  let found = 0;
  for (const value of values)
    if (Math.abs(value) > found && Math.abs(value) < Infinity) found = Math.abs(value);
  return found;
}

/** Paints all of a square canvas with `side` times `side` cells, smoothly. */
function paintSmoothly(canvas, side, colourAt) {
  const cells = element("canvas");
  paintCells(cells, side, side, colourAt);
  canvas.getContext("2d").drawImage(cells, 0, 0, canvas.width, canvas.height);
}

/** Paints a canvas of `width` times `height` cells, each in the colour `colourAt(place)`. */
function paintCells(canvas, width, height, colourAt) {
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let at = 0; at < width * height; at += 1) {
    const [red, green, blue] = colourAt(at);
    image.data.set([red, green, blue, 255], 4 * at);
  }
  context.putImageData(image, 0, 0);
}
