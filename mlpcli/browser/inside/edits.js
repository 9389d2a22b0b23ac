// Weights that were changed by hand, and what they were before.

/** The changes of a page: from a tensor to its values before the first of them. */
function newEdits(page) {
  return { page, before: new Map() };
}

function changeWeight(edits, from, at, value) {
  if (!edits.before.has(from)) edits.before.set(from, from.values.slice());
  from.values[at] = value;
  edits.page.again("weights");
}

function isChanged(edits, from, at) {
  return edits.before.has(from) && !Object.is(edits.before.get(from)[at], from.values[at]);
}

function resetWeight(edits, from, at) {
  if (edits.before.has(from)) changeWeight(edits, from, at, edits.before.get(from)[at]);
}

function resetWeights(edits) {
  for (const [from, values] of edits.before) from.values.set(values);
  edits.before.clear();
  edits.page.again("weights");
}

/** How many weights are others than they were. */
function changedCount(edits) {
  let found = 0;
  for (const from of edits.before.keys()) {
    found += from.values.filter((value, at) => isChanged(edits, from, at)).length;
  }
  return found;
}
