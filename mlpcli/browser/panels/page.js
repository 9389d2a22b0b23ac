// The page: one input, which its panels show and change.

// The parts of the page in their order, each with the function that fills it if its files are in the page.
const REGIONS = [
  ["input", () => openInput],
  ["answers", () => openAnswers],
  ["rows", () => openRows],
  ["inside", () => typeof openInside === "function" && openInside],
  ["playground", () => typeof openPlayground === "function" && openPlayground],
];

/** Opens the page in this document. What it says of a file that is not whole stays there if this one is not. */
function openDocument() {
  const given = document.getElementById("try-data");
  if (checksumOf(given.textContent) !== Number(given.dataset.checksum)) return;
  const root = document.getElementById("try-network");
  readCommas();
  const { language } = openPage(root, JSON.parse(given.textContent));
  root.querySelector(".incomplete").remove();
  // A report has its own language.
  for (const one of document.querySelectorAll("[data-in]")) {
    one.hidden = one.dataset.in !== language;
    document.documentElement.lang = language;
  }
}

/** Adler-32 of a text in UTF-8. */
function checksumOf(text) {
  let [low, high] = [1, 0];
  for (const byte of new TextEncoder().encode(text)) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
}

/**
 * Opens what `data` describes inside of `root`.
 *
 * A panel calls `page.show(values, from)` with the values of a row as the network takes them; every listener is then
 * called with what each layer computed of it, and `from`. Before the first row, and after `page.clear(from, why)`,
 * `values` and `layers` are null, and listeners get null; `why` is a key of words that says why there is no answer.
 * `page.again(from)` computes the same row once more: weights may have changed. `page.words(key, ...)` is a text in the
 * reader's language.
 */
function openPage(root, data) {
  const page = newPage(data);
  root.lang = page.language;
  for (const [name, opener] of REGIONS) {
    const open = opener();
    if (open) openRegion(root, page, name, open);
  }
  return page;
}

function newPage(given) {
  const language = pageLanguage();
  const data = namedData(given, wordsIn(language));
  const page = { data, network: openNetwork(data.network), values: null, layers: null, why: "", language };
  page.listeners = [];
  page.words = wordsIn(language);
  const tell = (from) => {
    for (const listener of page.listeners) listener(page.layers, from);
  };
  page.show = (values, from) => {
    page.values = Float32Array.from(values);
    page.layers = page.network.forward(page.values);
    tell(from);
  };
  page.clear = (from, why = "") => {
    page.values = page.layers = null;
    page.why = why;
    tell(from);
  };
  page.again = (from) => page.values && page.show(page.values, from);
  return page;
}

/** A part of the page under its heading; an opener that returns false has nothing to show. */
function openRegion(root, page, name, open) {
  const heading = element("h2", { id: `try-${name}-title`, text: page.words(name) });
  const region = element(
    "section",
    { id: `try-${name}`, class: `region region-${name}`, "aria-labelledby": `try-${name}-title` },
    heading,
  );
  root.append(region);
  if (open(region, page) === false) region.remove();
}
