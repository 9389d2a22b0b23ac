// The losses of a training, as keras/src/losses/losses.py has them: each gives the sum over the rows of a batch, and
// the gradient by the outputs of their mean. Outputs and targets are `[rows, units]`.

const SMALLEST_PROBABILITY = 1e-7;

/** A loss whose value for a row is the mean of a function of every output. */
function meanOfOutputs(valueAndSlope) {
  return (outputs, targets, given) => {
    const [rows, side] = outputs.shape;
    const gradient = zeros(outputs.shape);
    let sum = 0;
    for (let at = 0; at < outputs.values.length; at += 1) {
      const [value, slope] = valueAndSlope(outputs.values[at], targets[at], given);
      sum += value / side;
      gradient.values[at] = slope / side / rows;
    }
    return { sum, gradient };
  };
}

function binaryFromProbability(output, target) {
  const p = Math.min(Math.max(output, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY);
  const value = -target * Math.log(p) - (1 - target) * Math.log(1 - p);
  return [value, p === output ? (p - target) / (p * (1 - p)) : 0];
}

function binaryFromLogit(z, target) {
  const value = softplusOf(z) - z * target;
  return [value, sigmoidOf(z) - target];
}

function hingeOf(score, target) {
  const sign = 2 * target - 1;
  const lacking = 1 - sign * score;
  return lacking > 0 ? [lacking, -sign] : [0, 0];
}

function huberOf(output, target, { delta = 1 }) {
  const error = output - target;
  if (Math.abs(error) <= delta) return [0.5 * error * error, error];
  return [delta * Math.abs(error) - 0.5 * delta * delta, delta * Math.sign(error)];
}

function categoricalFromLogits(z, targets) {
  const [rows, side] = z.shape;
  const gradient = softmax(z);
  let sum = 0;
  for (let start = 0; start < z.values.length; start += side) {
    const largest = Math.max(...z.values.subarray(start, start + side));
    let powers = 0;
    for (let at = start; at < start + side; at += 1) powers += Math.exp(z.values[at] - largest);
    for (let at = start; at < start + side; at += 1) {
      sum -= targets[at] * (z.values[at] - largest - Math.log(powers));
      gradient.values[at] = (gradient.values[at] - targets[at]) / rows;
    }
  }
  return { sum, gradient };
}

function categoricalFromProbabilities(outputs, targets) {
  const [rows, side] = outputs.shape;
  const gradient = zeros(outputs.shape);
  let sum = 0;
  for (let start = 0; start < outputs.values.length; start += side) {
    let total = 0;
    for (let at = start; at < start + side; at += 1) total += outputs.values[at];
    for (let at = start; at < start + side; at += 1) {
      const p = Math.min(
        Math.max(outputs.values[at] / total, SMALLEST_PROBABILITY),
        1 - SMALLEST_PROBABILITY,
      );
      sum -= targets[at] * Math.log(p);
      gradient.values[at] = (1 - targets[at] / p) / total / rows;
    }
  }
  return { sum, gradient };
}

const OBJECTIVES = {
  mean_squared_error: meanOfOutputs((output, target) => [(output - target) ** 2, 2 * (output - target)]),
  mean_absolute_error: meanOfOutputs((output, target) => [
    Math.abs(output - target),
    Math.sign(output - target),
  ]),
  huber: meanOfOutputs(huberOf),
  hinge: meanOfOutputs(hingeOf),
  binary_crossentropy: meanOfOutputs(binaryFromProbability),
  categorical_crossentropy: categoricalFromProbabilities,
};

// Where scores are known that softmax or sigmoid makes probabilities of, Keras takes these, which is more exact.
const OF_SCORES = {
  binary_crossentropy: { activation: "sigmoid", compute: meanOfOutputs(binaryFromLogit) },
  categorical_crossentropy: { activation: "softmax", compute: categoricalFromLogits },
};

/** The targets `[rows, outputs]` that outputs are compared with, of class numbers or of numbers to predict. */
function expectedOutputs(targets, outputs, objective) {
  const { encoding, smoothing } = objective;
  if (encoding === "numbers") return targets;
  if (outputs === 1) return targets.map((target) => target * (1 - smoothing) + smoothing / 2);
  const found = new Float32Array(targets.length * outputs).fill(smoothing / outputs);
  targets.forEach((target, row) => {
    found[row * outputs + target] += 1 - smoothing;
  });
  return found;
}
