// What a training computes of a batch `[rows, units]`, forward and backward. A layer of a config is one part or two:
// a Dense and its activation. Each part has
//   forward(part, inputs, random): its outputs; `random` is null outside of training
//   backward(part, gradient): the gradient by its inputs, of that by its outputs; it leaves those by its weights in
//     `part.gradients`. What it needs of the last forward is in `part.inputs` and `part.outputs`.

function denseForward(part, inputs) {
  return LAYERS.Dense.compute({}, inputs, part.weights);
}

function denseBackward(part, gradient) {
  const [into, out] = part.weights.kernel.shape;
  const rows = gradient.values.length / out;
  const found = zeros([rows, into]);
  const { kernel, bias } = part.gradients;
  const [given, inputs, weights] = [gradient, part.inputs, part.weights.kernel].map((one) => one.values);
  kernel.fill(0);
  if (bias) bias.fill(0);
  for (let row = 0; row < rows; row += 1) {
    const first = row * out;
    for (let to = 0; bias && to < out; to += 1) bias[to] += given[first + to];
    for (let from = 0; from < into; from += 1) {
      const [input, start] = [inputs[row * into + from], from * out];
      let sum = 0;
      for (let to = 0; to < out; to += 1) {
        const here = given[first + to];
        kernel[start + to] += input * here;
        sum += weights[start + to] * here;
      }
      found.values[row * into + from] = sum;
    }
  }
  return found;
}

function dropoutForward(part, inputs, random) {
  part.factors = null;
  if (!random || !part.rate) return inputs;
  part.factors = Float32Array.from(inputs.values, () => (random() < part.rate ? 0 : 1 / (1 - part.rate)));
  return tensor(
    inputs.shape,
    inputs.values.map((value, at) => value * part.factors[at]),
  );
}

function dropoutBackward(part, gradient) {
  if (!part.factors) return gradient;
  return tensor(
    gradient.shape,
    gradient.values.map((value, at) => value * part.factors[at]),
  );
}

/** Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167, with the running figures as Keras keeps them. */
function batchForward(part, inputs, random) {
  const side = inputs.shape[1];
  const { mean, variance } = random ? batchMoments(inputs) : part;
  if (random) {
    for (let at = 0; at < side; at += 1) {
      part.mean[at] += (mean[at] - part.mean[at]) * (1 - part.momentum);
      part.variance[at] += (variance[at] - part.variance[at]) * (1 - part.momentum);
    }
  }
  part.deviation = Float64Array.from(variance, (value) => Math.sqrt(value + part.epsilon));
  const standard = (value, at) => (value - mean[at % side]) / part.deviation[at % side];
  part.standard = Float64Array.from(inputs.values, standard);
  const { gamma, beta } = part.weights;
  const found = zeros(inputs.shape);
  for (let at = 0; at < found.values.length; at += 1) {
    found.values[at] =
      part.standard[at] * (gamma ? gamma.values[at % side] : 1) + (beta ? beta.values[at % side] : 0);
  }
  return found;
}

function batchMoments(inputs) {
  const [rows, side] = inputs.shape;
  const mean = new Float64Array(side);
  const variance = new Float64Array(side);
  inputs.values.forEach((value, at) => {
    mean[at % side] += value / rows;
  });
  inputs.values.forEach((value, at) => {
    variance[at % side] += (value - mean[at % side]) ** 2 / rows;
  });
  return { mean, variance };
}

function batchBackward(part, gradient) {
  const [rows, side] = gradient.shape;
  const sums = new Float64Array(side);
  const products = new Float64Array(side);
  gradient.values.forEach((value, at) => {
    sums[at % side] += value;
    products[at % side] += value * part.standard[at];
  });
  const { gamma, beta } = part.gradients;
  if (gamma) gamma.set(products);
  if (beta) beta.set(sums);
  const found = zeros(gradient.shape);
  for (let at = 0; at < found.values.length; at += 1) {
    const unit = at % side;
    const centered = gradient.values[at] - (sums[unit] + part.standard[at] * products[unit]) / rows;
    found.values[at] =
      (centered * (part.weights.gamma ? part.weights.gamma.values[unit] : 1)) / part.deviation[unit];
  }
  return found;
}

const PARTS = {
  dense: { forward: denseForward, backward: denseBackward },
  activation: {
    forward: (part, inputs) => activate(part.activation, inputs),
    backward: (part, gradient) => throughActivation(part.activation, part.inputs, part.outputs, gradient),
  },
  dropout: { forward: dropoutForward, backward: dropoutBackward },
  batch: { forward: batchForward, backward: batchBackward },
};
