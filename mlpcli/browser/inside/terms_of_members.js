// The terms of an ensemble's head: the answers of its members.

/** Each member's answer, as a part of their mean. */
function memberTerms(layer, given, weights, place, before) {
  const answers = activate(layer.activation, before);
  const [members, outputs] = answers.shape;
  return Array.from({ length: members }, (_, member) => ({
    source: `member ${member}`,
    input: answers.values[member * outputs + place.at(-1)],
    weight: 1 / members,
  }));
}

TERMS.EnsembleHead = memberTerms;
