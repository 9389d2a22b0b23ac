// The cells of a table's row as the numbers that the network takes: the steps that `predict` does before the network.

const DAY = 86400;
const YEAR = 365.2425;
// 1970 began on a Thursday.
const THURSDAY = 3;

/**
 * The row of `cells`: numbers, NaN if missing, seconds since 1970 for dates, 1 and 0 for true and false, and texts, ""
 * if missing. `steps` are those of preprocessing on the host in model.json, in their order.
 */
function encodedRow(cells, steps) {
  const found = steps.reduce((columns, { step, ...entries }) => ENCODINGS[step](columns, entries), cells);
  return Float32Array.from(found);
}

const ENCODINGS = {
  /** Missing numbers get the median; 1 or 0 follows where training had missing ones. */
  impute: (cells, { columns }) =>
    cells.flatMap((cell, at) => {
      const filled = columns[at];
      if (!filled) return [cell];
      const missing = Number.isNaN(cell);
      return [missing ? filled.value : cell, ...(filled.indicator ? [Number(missing)] : [])];
    }),
  date_parts: (cells, { columns }) =>
    cells.flatMap((cell, at) =>
      columns[at].length ? columns[at].flatMap((part) => partOfDate(cell, part)) : [cell],
    ),
  /** float32 would round small differences between large numbers away. */
  shift: (cells, { columns }) =>
    cells.map((cell, at) => (columns[at] ? Math.min(LARGEST, Math.max(-LARGEST, cell - columns[at])) : cell)),
  /** 1 for the category, 0 for all others; a text that training never saw is `other`, or 0 everywhere. */
  one_hot: (cells, { columns }) =>
    cells.flatMap((cell, at) => {
      const categories = columns[at];
      if (!categories) return [cell];
      const { names, other } = categories;
      const found = names.map((name) => Number(name === cell));
      return other ? [...found, Number(!names.includes(cell))] : found;
    }),
};

/**
 * Seconds since 1970 as fields of forms have them. `unit` is the smallest one that is written, as NumPy calls it: M for
 * months, D for days, m for minutes, s and ms for seconds; smaller ones only where there is something of them.
 */
function textOfTime(seconds, unit) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 0) return "";
  const two = (number) => String(number).padStart(2, "0");
  const month = `${String(date.getUTCFullYear()).padStart(4, "0")}-${two(date.getUTCMonth() + 1)}`;
  const day = `${month}-${two(date.getUTCDate())}`;
  if (seconds % DAY === 0 && unit === "M" && date.getUTCDate() === 1) return month;
  if (seconds % DAY === 0 && (unit === "M" || unit === "D")) return day;
  const minute = `${day}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (seconds % 60 === 0 && unit === "m") return minute;
  const rest = date.getUTCMilliseconds() ? `.${String(date.getUTCMilliseconds()).padStart(3, "0")}` : "";
  return `${minute}:${two(date.getUTCSeconds())}${rest}`;
}

/** The seconds since 1970 of such a text, of any year and of no time zone; null if it is none. */
function timeOfText(text) {
  const found = /^(\d{4,6})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?)?)?$/.exec(text);
  if (!found) return null;
  const [year, month, day, hours, minutes, seconds] = found.slice(1).map((part) => Number(part || 0));
  return DAY * daysUntil(year, month - 1, day || 1) + 3600 * hours + 60 * minutes + seconds;
}

/** Days since 1970; or where in the day, the week or the year a time is, as the sine and the cosine of a turn. */
function partOfDate(seconds, part) {
  const days = seconds / DAY;
  const turns = {
    days: () => null,
    day: () => days - Math.floor(days),
    week: () => (days + THURSDAY) / 7 - Math.floor((days + THURSDAY) / 7),
    year: () => {
      const date = new Date(Math.floor(days) * DAY * 1000);
      return (days - daysUntil(date.getUTCFullYear(), 0, 1)) / YEAR;
    },
  }[part]();
  return turns === null ? [days] : [Math.sin(2 * Math.PI * turns), Math.cos(2 * Math.PI * turns)];
}

/** The days from 1970 to a date, whose months are counted from 0. */
function daysUntil(year, month, day) {
  // Date.UTC takes the years below 100 for those of the 20th century.
  return new Date(0).setUTCFullYear(year, month, day) / 1000 / DAY;
}
