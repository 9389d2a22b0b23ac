// Rows of tables and of numbers by their first cells.

function firstCells(page, row) {
  const cells = (row.cells || []).map(([name, value], at) => {
    const text = spelled(cellInWords(page, row, at, value));
    return element("span", { class: "cell" }, element("b", { text: name }), ` ${text}`);
  });
  return element("span", { class: "cells" }, ...cells);
}

/** The text of a cell, as its field has it; the tool has words of its own for what is missing, unknown, true or false. */
function cellInWords(page, { fields }, at, value) {
  const column = page.data.input.columns?.[at];
  if (!column || !fields) return value;
  const field = fields[at];
  if (field === null || field === "") return page.words("missing");
  if (column.kind === "boolean") return page.words(field ? "yes" : "no");
  if (column.kind === "date") return textOfTime(field, column.unit).replace("T", column.separator);
  return field === ANOTHER ? page.words("another") : value;
}
