// One neuron and one input: the numbers that it adds up, and what becomes of the sum. The same numbers as those of
// mlpcli/explanation/one_input/neuron.py, which `mlpcli explain --input --layer --unit` shows.

/**
 * The output of a unit of the layer at `position`, where it is strongest: its `place`, the `terms`, each an `input`
 * times a `weight` with its `source`, the `bias`, `z`, and the `value` after the activation. `z` is null if the layer
 * has no activation, and there are no terms if it adds up no weighted inputs. The weight of a term is number `at` of
 * the tensor `from`.
 */
function neuronOf(page, position, unit) {
  const layer = page.network.layers[position];
  const { before, after } = page.layers[position];
  const place = strongestPlace(after, unit);
  const inner = layer.kind === "TimeDistributed" ? layer.arguments.layer : layer;
  const find = TERMS[inner.kind];
  const terms = find ? find(inner.arguments, givenTo(page, position), layer.weights, place, before) : [];
  for (const term of terms) {
    term.source = term.source || sourceOf(page, position, term.place);
    term.product = term.input * term.weight + 0;
  }
  const hasMembers = inner.kind === "EnsembleHead";
  const bias =
    terms.length && !hasMembers && layer.weights.bias ? { from: layer.weights.bias, at: unit } : null;
  const at = numberIn(after.shape, place);
  return {
    unit,
    place,
    terms,
    bias,
    z: before && !hasMembers ? before.values[at] : null,
    value: after.values[at],
    activation: page.data.inside.layers[position].applied || "linear",
  };
}

function biasOf(neuron) {
  return neuron.bias ? neuron.bias.from.values[neuron.bias.at] : 0;
}

/** The sum of all products and the bias, which is z. */
function sumOfNeuron(neuron) {
  return neuron.terms.reduce((sum, term) => sum + term.product, 0) + biasOf(neuron);
}

/** The place of the unit's value that is farthest from 0. */
function strongestPlace(after, unit) {
  const units = after.shape.at(-1);
  let best = unit;
  for (let at = unit; at < after.values.length; at += units) {
    if (Math.abs(after.values[at]) > Math.abs(after.values[best])) best = at;
  }
  return placeIn(after.shape, best);
}

const termOf = (place, input, from, at) => ({ place, input, from, at, weight: from.values[at] });

function denseTerms(layer, given, { kernel }, place) {
  const [count, units] = kernel.shape;
  const start = numberIn(given.shape, [...place.slice(0, -1), 0]);
  return Array.from({ length: count }, (_, number) => {
    const at = number * units + place.at(-1);
    return termOf([...place.slice(0, -1), number], given.values[start + number], kernel, at);
  });
}

// From a kind of layer to the terms of its sums; windows.js adds those of convolutions, terms_of_members.js of ensembles.
const TERMS = { Dense: denseTerms };
