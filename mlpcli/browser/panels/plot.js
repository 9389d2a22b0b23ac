// What plots of points and of signals have in common: a pointer that is dragged over them, and names of their colours.

/** Calls `set` with the events of a pointer that is pressed on a canvas, and dragged from there. */
function byDragging(canvas, set) {
  canvas.addEventListener("pointerdown", (event) => {
    // A second finger moves nothing.
    if (!event.isPrimary) return;
    canvas.setPointerCapture(event.pointerId);
    set(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) set(event);
  });
}

/** The first names by their colours, each with a "dot" or a "stroke": not everyone tells colours apart. */
function colourLegend(names, mark) {
  const items = names.slice(0, 12).map((name, at) => {
    const sign = element("i", { class: `${mark} c${at % 6}`, "aria-hidden": true });
    return element("li", {}, sign, spelled(name));
  });
  return element("ul", { class: "legend" }, ...items);
}
