// Recurrent units: no single z, but gates at every step.

/** The steps that a unit of a recurrent layer takes, each with its gates and its output; empty for other layers. */
function gateSteps(page, position, unit) {
  const found = recurrentPart(page.network.layers[position], unit);
  if (!found) return [];
  const mask = maskBefore(page, position);
  const steps = recurrentSteps(found.kind, found.arguments, givenTo(page, position), found.weights, mask);
  return steps
    .filter((step) => !mask || mask[step.number])
    .map((step) => ({
      step: step.number,
      gates: Object.fromEntries(
        Object.entries(step.gates).map(([name, gate]) => [name, gate.values[found.unit]]),
      ),
      output: step.states[0].values[found.unit],
    }));
}

/** The layer, or of a Bidirectional the half that the unit is in. */
function recurrentPart(layer, unit) {
  if (layer.kind in RECURRENT_STEPS) return { ...layer, unit };
  if (layer.kind !== "Bidirectional") return null;
  const halves = halvesOf(layer.arguments, layer.weights);
  const units = layer.arguments.layer.arguments.units;
  const half = layer.arguments.merge_mode === "concat" ? Math.floor(unit / units) : 0;
  return { ...halves[half], unit: unit % units };
}

/** The mask that the layer at a position gets. */
function maskBefore(page, position) {
  let mask = null;
  page.network.layers.slice(0, position).forEach((layer, at) => {
    mask =
      functionsOf(layer).makeMask?.(layer.arguments, givenTo(page, at)) ?? (layer.keepsMask ? mask : null);
  });
  return mask;
}

/** The last steps of a recurrent unit. */
function gateTable(page, steps) {
  const names = Object.keys(steps[0].gates);
  const last = steps.slice(-STRONGEST);
  const rows = last.map(({ step, gates, output }) => {
    return [String(step), ...names.map((name) => shortNumber(gates[name])), shortNumber(output)];
  });
  return [
    element("p", { text: page.words("gates", last.length, steps.length) }),
    tableOf([page.words("stepColumn"), ...names, "h"], rows),
  ];
}

addWords({
  en: {
    gates:
      "A recurrent unit has no single z. It goes through the sequence step by step; its last {0} of {1} steps:",
    stepColumn: "step",
  },
  ja: {
    gates:
      "再帰ユニットにはただ一つのzはなく、系列を1ステップずつ処理します。全{1}ステップのうち最後の{0}ステップ:",
    stepColumn: "ステップ",
  },
});
