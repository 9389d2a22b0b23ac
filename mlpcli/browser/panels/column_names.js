// The columns that a network takes of a table, by their names in the reader's language.

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
