// The look inside: the network drawn, with what every layer makes of the input at this moment.

/** Shows the layers of `page.network`, and closer the one that is chosen. `page.data.inside` is of inside_data.py. */
function openInside(root, page) {
  if (!page.data.inside) return false;
  const inside = { page, probe: probeOf(page), chosen: null, columns: [], edits: newEdits(page) };
  const network = element("div", {
    class: "inside-network scroll",
    tabindex: "0",
    role: "group",
    "aria-label": page.words("inside"),
  });
  const list = element("ol", { class: "inside-layers" });
  inside.status = element("p", { class: "inside-status", role: "status", text: "" });
  inside.detail = element("div", { class: "inside-detail" });
  inside.columns = [
    inputColumn(inside),
    ...page.network.layers.map((layer, at) => layerColumn(inside, layer, at)),
  ];
  for (const column of inside.columns) prepareColumn(inside, column);
  list.append(...inside.columns.map((column) => column.item));
  network.append(list);
  root.append(
    element("p", { class: "note", text: page.words("insideHelp") }),
    network,
    inside.status,
    inside.detail,
  );
  // Not in pages of networks whose units are too many to draw connections between them.
  inside.lines =
    typeof openLines === "function" ? openLines(inside, list) : { draw() {}, mark() {}, place() {} };
  const drawLater = onceAPicture((from) => showInside(inside, from));
  page.listeners.push((layers, from) => drawLater(from));
  onColours(() => showInside(inside, "colours"));
  const fit = (isPaper) => fitPaper(inside, network, list, isPaper);
  addEventListener("beforeprint", () => fit(true));
  addEventListener("afterprint", () => fit(false));
  // What shows a page as on paper without printing it tells this alone.
  matchMedia("print").addEventListener("change", ({ matches }) => fit(matches));
  showInside(inside, null);
}

// A4 and Letter between margins of an inch, in pixels.
const PAPER = 600;

/** Nothing scrolls on paper. Connections are placed here, because scripts rest while a page is printed. */
function fitPaper(inside, network, list, isPaper) {
  network.style.setProperty("--on-paper", 1);
  network.classList.toggle("on-paper", isPaper);
  // The list itself is as wide as the screen.
  const { offsetLeft, offsetWidth } = list.lastElementChild;
  network.style.setProperty("--on-paper", Math.min(1, PAPER / (offsetLeft + offsetWidth)));
  inside.lines.place();
}

/** As a page with some row, by which the shapes of all layers are known before there is an input. */
function probeOf(page) {
  const values = new Float32Array(sizeOf(page.network.shape)).fill(0.37);
  return { ...page, values, layers: page.network.forward(values) };
}

/** Draws all columns anew, and what is chosen. */
function showInside(inside, from) {
  for (const column of inside.columns) drawColumn(inside, column);
  inside.lines.draw();
  showDetail(inside, from);
}

/** The part of the page about a layer, or a unit of it, opens below the network. */
function choose(inside, position, unit = null) {
  inside.chosen = { position, unit };
  inside.focused = null;
  for (const column of inside.columns) {
    if (column.title) column.title.setAttribute("aria-pressed", String(column.position === position));
    column.units?.forEach((one, at) => {
      one.setAttribute("aria-pressed", String(column.position === position && at === unit));
    });
  }
  inside.lines.draw();
  showDetail(inside, "chosen");
}
