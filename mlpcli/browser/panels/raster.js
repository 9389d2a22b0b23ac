// The pixels of a drawing pad: 0 is paper, 255 ink. The page draws them itself, so that they are the same in every
// browser, and no browser that hides what is on a canvas changes them.

/** Draws a stroke with a round pen along `points`, [x, y] in pixels; `erases` makes it paper. */
function drawStroke(plane, points, radius, erases = false) {
  points.forEach((point, at) => drawSegment(plane, points[Math.max(0, at - 1)], point, radius, erases));
}

function drawSegment(plane, [fromX, fromY], [toX, toY], radius, erases) {
  const { height, width, values } = plane;
  const reach = radius + 1;
  const [across, down] = [toX - fromX, toY - fromY];
  const length = across ** 2 + down ** 2;
  const span = (one, other, most) => [
    Math.max(0, Math.floor(Math.min(one, other) - reach)),
    Math.min(most, Math.ceil(Math.max(one, other) + reach)),
  ];
  const [left, right] = span(fromX, toX, width);
  const [top, bottom] = span(fromY, toY, height);
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const [byX, byY] = [x + 0.5 - fromX, y + 0.5 - fromY];
      const part = length ? Math.min(1, Math.max(0, (byX * across + byY * down) / length)) : 0;
      const away = Math.hypot(byX - part * across, byY - part * down);
      const covered = Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - away)));
      const at = y * width + x;
      values[at] = erases ? Math.min(values[at], 255 - covered) : Math.max(values[at], covered);
    }
  }
}
