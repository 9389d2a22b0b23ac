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
    inside: data.inside && { ...data.inside, columns: columnsInWords(data, words) },
    playground: data.playground && { ...data.playground, axes: data.playground.axes.map(axisOf) },
  };
}

/** A column of dates on an axis. */
function dated(name, words) {
  return name.replace(/ \(days since 1970\)$/, words("daysSince"));
}

// What encoded_columns.py adds to the name of a column, by keys of words.
const OF_COLUMNS = {
  missing: "ofMissing",
  other: "ofOthers",
  days: "ofDays",
  "day sin": "ofDaySin",
  "day cos": "ofDayCos",
  "week sin": "ofWeekSin",
  "week cos": "ofWeekCos",
  "year sin": "ofYearSin",
  "year cos": "ofYearCos",
};

/** The columns that the network takes of a table, of which some are made of one of its columns. */
function columnsInWords({ inside, input }, words) {
  const own = (input.columns || []).map((column) => column.name);
  return inside.columns.map((name) => {
    if (own.includes(name)) return name;
    const made = Object.keys(OF_COLUMNS).find((ending) => own.some((one) => name === `${one} ${ending}`));
    return made ? `${name.slice(0, -made.length)}${words(OF_COLUMNS[made])}` : name;
  });
}

addWords({
  en: {
    featureNumber: "feature {0}",
    channelOfSignal: "channel {0}",
    onlyTarget: "target",
    daysSince: " (days since 1970)",
    ofMissing: "missing",
    ofOthers: "other",
    ofDays: "days",
    ofDaySin: "day sin",
    ofDayCos: "day cos",
    ofWeekSin: "week sin",
    ofWeekCos: "week cos",
    ofYearSin: "year sin",
    ofYearCos: "year cos",
  },
  ja: {
    featureNumber: "特徴量 {0}",
    channelOfSignal: "チャンネル {0}",
    onlyTarget: "予測値",
    daysSince: " (1970年からの日数)",
    ofMissing: "(欠損)",
    ofOthers: "(その他)",
    ofDays: "(日数)",
    ofDaySin: "(時刻の正弦)",
    ofDayCos: "(時刻の余弦)",
    ofWeekSin: "(曜日の正弦)",
    ofWeekCos: "(曜日の余弦)",
    ofYearSin: "(季節の正弦)",
    ofYearCos: "(季節の余弦)",
  },
});
