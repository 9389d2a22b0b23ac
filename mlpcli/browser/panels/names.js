// Names in the reader's language for what the data itself does not name.

/**
 * The data of a page, with the tool's own names in words: `data.unnamed` has a key of words for `inputs` and for
 * the `answer` that have no names of their own.
 */
function namedData(data, words) {
  const { inputs, answer } = data.unnamed;
  const renamed = (names, key) => (key && names ? names.map((_, at) => words(key, at)) : names);
  const cellsOf = (row) => row.cells?.map(([name, value], at) => [inputs ? words(inputs, at) : name, value]);
  const axisOf = (axis, at) => ({ ...axis, name: inputs ? words(inputs, at) : dated(axis.name, words) });
  const names = renamed(data.input.names, inputs)?.map((name) => dated(name, words));
  return {
    ...data,
    answers: { ...data.answers, names: answer ? [words(answer)] : data.answers.names },
    input: { ...data.input, names },
    rows: { ...data.rows, chosen: data.rows.chosen.map((row) => ({ ...row, cells: cellsOf(row) })) },
    inside: data.inside && insideInWords(data, words),
    playground: data.playground && { ...data.playground, axes: data.playground.axes.map(axisOf) },
  };
}

/** Only of tables are there columns that are made of others. */
function insideInWords(data, words) {
  if (typeof columnsInWords !== "function") return data.inside;
  return { ...data.inside, columns: columnsInWords(data, words) };
}

/** A column of dates on an axis. */
function dated(name, words) {
  return name.replace(/ \(days since 1970\)$/, words("daysSince"));
}

addWords({
  en: {
    featureNumber: "feature {0}",
    channelOfSignal: "channel {0}",
    onlyTarget: "target",
    daysSince: " (days since 1970)",
  },
  ja: {
    featureNumber: "特徴量 {0}",
    channelOfSignal: "チャンネル {0}",
    onlyTarget: "予測値",
    daysSince: " (1970年からの日数)",
  },
});
