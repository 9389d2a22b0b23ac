// Answers as colours: one for each class, or from orange to blue for numbers.

/** The colours of so many classes: those of the page, then others around the circle. */
function classColours(count) {
  return Array.from({ length: count }, (_, at) =>
    at < 6 ? partsOfColour(`--c${at}`) : hueColour(at * 137.5),
  );
}

/** A colour at these degrees of the circle of colours. */
function hueColour(degrees) {
  return [0, 8, 4].map((shift) => {
    const place = (shift + degrees / 30) % 12;
    return 255 * (0.5 - 0.35 * Math.max(-1, Math.min(place - 3, 9 - place, 1)));
  });
}

/** A function from the answer for a cell to its colour: `probabilities` of classes, or numbers to predict. */
function answerColours(answers, outputs, classes, targets) {
  if (!classes) return numberColours(answers, outputs, targets);
  const page = partsOfColour("--page");
  const colours = classColours(classes);
  return (cell) => {
    const best = classOf(answers, cell, outputs);
    const one = answers[cell * outputs + (outputs === 1 ? 0 : best)];
    const share = outputs === 1 && !best ? 1 - one : one;
    // A guess is pale, a sure answer is not so strong that points vanish in it.
    return blended(page, colours[best], 0.1 + 0.5 * Math.max(0, (share * classes - 1) / (classes - 1)));
  };
}

/** The first of the numbers to predict, from the lowest of the `targets` in orange to the highest in blue. */
function numberColours(numbers, outputs, targets) {
  const [low, high] = rangeOf(targets.filter((_, at) => at % outputs === 0));
  const colours = signedColours(1);
  return (cell) => colours((2 * (numbers[cell * outputs] - low)) / (high - low || 1) - 1);
}

/** The number of the most probable class of a row; of two classes, `side` may be 1. */
function classOf(probabilities, row, side) {
  if (side === 1) return probabilities[row] > 0.5 ? 1 : 0;
  let best = 0;
  for (let at = 1; at < side; at += 1) {
    if (probabilities[row * side + at] > probabilities[row * side + best]) best = at;
  }
  return best;
}
