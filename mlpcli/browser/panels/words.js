// What the page says, in the language of the browser. {0}, {1}... are filled in.

const WORDS = { en: {}, ja: {} };

/** Adds what a part of the page says: by language, by key. */
function addWords(added) {
  for (const [language, texts] of Object.entries(added)) Object.assign(WORDS[language], texts);
}

/** A function from a key, and what to fill in, to the text in a language. */
function wordsIn(language) {
  return (key, ...given) => {
    const text = WORDS[language][key] || WORDS.en[key];
    return text.replace(/\{(\d)\}/g, (_, number) => String(given[number]));
  };
}

/** The language of the browser, if the page has it. */
function pageLanguage() {
  return (navigator.language || "").toLowerCase().startsWith("ja") ? "ja" : "en";
}

addWords({
  en: {
    input: "Try it",
    answers: "The answer",
    rows: "Rows it was not trained on",
    inside: "A look inside",
    playground: "Train it here",
    takesNumber: "takes a number from -3.4e38 to 3.4e38",
  },
  ja: {
    input: "ためす",
    answers: "答え",
    rows: "学習に使っていないデータ",
    inside: "中を見る",
    playground: "ここで学習させる",
    takesNumber: "-3.4e38 から 3.4e38 までの数を入れます",
  },
});
