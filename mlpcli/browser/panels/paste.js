// A text to paste a row of numbers into.

/**
 * A field for a whole row, as `predict` takes it: numbers with commas or blanks between them. `take` shows them where
 * rows are changed.
 */
function pasteBox(page, count, take) {
  const label = page.words("pasteLabel", count);
  const text = element("textarea", { rows: 3, spellcheck: "false", "aria-label": label });
  const told = element("p", { class: "note", role: "status", text: label });
  const tell = (said, isWrong) => {
    told.textContent = said;
    told.classList.toggle("notice", isWrong);
    text.setAttribute("aria-invalid", isWrong);
  };
  const use = () => {
    const { values, wrong, part } = pastedRow(text.value, count, page.data.input);
    if (wrong) page.clear("paste", "unread");
    else {
      take(values);
      page.show(values, "paste");
    }
    const said = page.words(...(wrong || ["pasted"]));
    tell(part ? `${part}: ${said}` : said, Boolean(wrong));
  };
  page.listeners.push((layers, from) => {
    if (from !== "paste" && from !== "weights") tell(label, false);
  });
  return element(
    "details",
    { class: "paste" },
    element("summary", { text: page.words("paste") }),
    text,
    element("div", { class: "row" }, button(page.words("useRow"), use)),
    told,
  );
}

// Not hexadecimal, as Number has it.
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The `values` of a row of so many numbers in a text, or what is `wrong` with it: a key of words, and what fills it in;
 * and the `part` that `input` does not take.
 */
function pastedRow(text, count, input) {
  const trimmed = text.trim();
  if (!trimmed) return { wrong: ["pasteEmpty", count] };
  if (/[[\](){}]/.test(trimmed)) return { wrong: ["pasteBrackets"] };
  // In "1,5; 2" the commas are those of decimals; so they are in "1,5 2,5" if every part has just one.
  const blanks = trimmed.split(/\s+/);
  if (trimmed.includes(";"))
    return { wrong: [/\d,\d/.test(trimmed) ? "pasteDecimalCommas" : "pasteSemicolons"] };
  const parts = trimmed.split(/\s*,\s*|\s+/);
  if (
    parts.length === 2 * count &&
    blanks.length === count &&
    blanks.every((one) => /^[+-]?\d+,\d+$/.test(one))
  )
    return { wrong: ["pasteDecimalCommas"] };
  const odd = parts.find((part) => !DECIMAL.test(part) || !Number.isFinite(Math.fround(Number(part))));
  if (odd !== undefined) return { wrong: oddPart(odd, trimmed) };
  const rows = trimmed.split(/\s*\n\s*/).length;
  if (parts.length !== count)
    return {
      wrong: rows > 1 ? ["pasteRows", count, parts.length, rows] : ["pasteCount", count, parts.length],
    };
  const refused = parts.find((part) => !isTaken(input, Number(part)));
  if (refused !== undefined) return { wrong: takenInWords(input), part: refused };
  return { values: Float32Array.from(parts, Number) };
}

/** What is wrong with a text that holds a part that is no number. */
function oddPart(part, text) {
  const shown = spelled(part.length > 20 ? `${part.slice(0, 20)}...` : part);
  if (part === "") return ["pasteGap"];
  if (DECIMAL.test(part)) return ["pasteTooLarge", shown];
  const lines = text.split(/\s*\n\s*/);
  const isHeader = lines.length > 1 && lines[0].includes(part) && /^[+-]?[\d.]/.test(lines[1]);
  if (isHeader && !/^[+-]?[\d.]/.test(part)) return ["pasteHeader"];
  return ["pasteNoNumber", shown];
}

addWords({
  en: {
    paste: "Paste a row",
    useRow: "Use this row",
    pasted: "This row is shown.",
    pasteLabel: "{0} numbers, with commas or blanks between them",
    pasteEmpty: "There is nothing here yet. Paste {0} numbers, with commas or blanks between them.",
    pasteBrackets: "There are brackets in it. Delete them, so that only the numbers are left.",
    pasteSemicolons: "There are semicolons in it. Put commas or blanks between the numbers.",
    pasteDecimalCommas:
      "Its decimals have commas. Write points: 1.5 for 1,5; then put blanks between the numbers.",
    pasteGap:
      "Two commas have nothing between them, or one is at an end. Write the number that is missing, or delete the comma.",
    pasteTooLarge: "{0} is too large: numbers go up to 3.4e38.",
    pasteHeader: "Its first line has names of columns. Delete that line.",
    pasteNoNumber: "{0} is no decimal number. Write one such as 31, -0.5 or 2e-3.",
    pasteCount: "A row has {0} numbers, and these are {1}.",
    pasteRows: "A row has {0} numbers, and these are {1} in {2} lines. Paste one row.",
  },
  ja: {
    paste: "一行を貼り付ける",
    useRow: "この行を使う",
    pasted: "この行を表示しています。",
    pasteLabel: "{0} 個の数を、コンマか空白で区切って",
    pasteEmpty: "まだ何もありません。{0} 個の数を、コンマか空白で区切って貼り付けてください。",
    pasteBrackets: "かっこがあります。かっこを消して、数だけにしてください。",
    pasteSemicolons: "セミコロンがあります。数の間はコンマか空白で区切ってください。",
    pasteDecimalCommas: "小数点がコンマになっています。1,5 は 1.5 と書き、数の間は空白で区切ってください。",
    pasteGap: "コンマの間か端に数がありません。足りない数を書くか、コンマを消してください。",
    pasteTooLarge: "{0} は大きすぎます。3.4e38 までの数を使えます。",
    pasteHeader: "一行目が列の名前です。その行を消してください。",
    pasteNoNumber: "{0} は十進数ではありません。31、-0.5、2e-3 のように書いてください。",
    pasteCount: "一行は {0} 個の数ですが、{1} 個あります。",
    pasteRows: "一行は {0} 個の数ですが、{2} 行に {1} 個あります。一行だけ貼り付けてください。",
  },
});
