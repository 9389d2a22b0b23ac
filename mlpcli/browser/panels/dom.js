// Elements of the page. Whatever comes from data is set as text, so that markup in it stays text.

const SVG = "http://www.w3.org/2000/svg";

const KEPT_BY_BROWSERS = new Set(["input", "select", "textarea"]);

/** An element with these attributes; `text` is its text, `class` its classes, and `on` maps events to listeners. */
function element(name, attributes = {}, ...children) {
  const own = KEPT_BY_BROWSERS.has(name) ? { form: formOfFields(), ...attributes } : attributes;
  return filled(document.createElement(name), own, children);
}

/**
 * The form of all fields, which are not kept: a browser that goes back to a page opens it anew, and would write into
 * its fields what they held, when it has answered to what they hold at first.
 */
function formOfFields() {
  const id = "fields";
  if (!document.getElementById(id)) {
    const form = document.createElement("form");
    form.id = id;
    form.autocomplete = "off";
    form.addEventListener("submit", (event) => event.preventDefault());
    document.body.append(form);
  }
  return id;
}

/** As `element`, for the elements of a drawing. */
function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(made, { text, on, ...attributes }, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("aria-")) made.setAttribute(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  if (text !== undefined) made.textContent = spelled(text);
  for (const [event, listener] of Object.entries(on || {})) made.addEventListener(event, listener);
  made.append(...children);
  return made;
}

/** A text with every character that controls how texts are shown spelled, as terminals and reports have it: \\x1b. */
function spelled(text) {
  return String(text).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (letter) => {
    const code = letter.codePointAt(0).toString(16);
    if (code.length <= 2) return `\\x${code.padStart(2, "0")}`;
    return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
  });
}

/** A button with a text on it. */
function button(text, press, attributes = {}) {
  return element("button", { type: "button", text, ...attributes, on: { click: press } });
}

/** A colour of style.css, by its name there, as it is at the moment: light or dark. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Fields for numbers read a comma as a point, where many a browser would drop it, and make 5 of 0,5. */
function readCommas() {
  document.addEventListener("beforeinput", (event) => {
    const text = event.data || "";
    // In 1,000 it stands between thousands.
    if (event.target.type !== "number" || !/^[+-]?\d*,\d*$/.test(text) || /^[1-9]\d{0,2},\d{3}$/.test(text))
      return;
    event.preventDefault();
    document.execCommand("insertText", false, text.replace(",", "."));
  });
}

// On paper a page is light.
const DARK = "screen and (prefers-color-scheme: dark)";

/** Whether the page is dark. */
function isDark() {
  return matchMedia(DARK).matches;
}

/** Calls `redraw` whenever the page turns light or dark: what is on a canvas does not follow by itself. */
function onColours(redraw) {
  matchMedia(DARK).addEventListener("change", redraw);
}

/** A function that calls `act` with what it was last given, once before the next picture of the screen. */
function onceAPicture(act) {
  let last = null;
  return (...given) => {
    if (!last)
      requestAnimationFrame(() => {
        const now = last;
        last = null;
        act(...now);
      });
    last = given;
  };
}
