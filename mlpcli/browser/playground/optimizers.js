// One step of an optimizer for one weight tensor, as keras/src/optimizers/sgd.py and adam.py have it. `memory` is kept
// from step to step, `step` counts them from 1.

function stepOfSgd(weights, gradient, memory, rate, given) {
  const { momentum, nesterov } = given;
  for (let at = 0; at < weights.length; at += 1) {
    const change = -rate * gradient[at];
    if (momentum) memory.first[at] = momentum * memory.first[at] + change;
    if (!momentum) weights[at] += change;
    else weights[at] += nesterov ? momentum * memory.first[at] + change : memory.first[at];
  }
}

function stepOfAdam(weights, gradient, memory, rate, given, step) {
  const { beta_1: first, beta_2: second, epsilon } = given;
  const scaled = (rate * Math.sqrt(1 - second ** step)) / (1 - first ** step);
  const { first: momentum, second: velocity } = memory;
  for (let at = 0; at < weights.length; at += 1) {
    momentum[at] += (gradient[at] - momentum[at]) * (1 - first);
    velocity[at] += (gradient[at] * gradient[at] - velocity[at]) * (1 - second);
    weights[at] -= (scaled * momentum[at]) / (Math.sqrt(velocity[at]) + epsilon);
  }
}

const OPTIMIZERS = { SGD: stepOfSgd, Adam: stepOfAdam, AdamW: stepOfAdam };

/** Changes a part's weights by their gradients. `optimizer` is its name and its arguments. */
function takeStep(part, optimizer, step) {
  const { learning_rate: rate, weight_decay: decay } = optimizer.arguments;
  for (const [name, gradient] of Object.entries(part.gradients)) {
    const weights = part.weights[name].values;
    penalize(weights, gradient, part.penalties[name]);
    if (decay) for (let at = 0; at < weights.length; at += 1) weights[at] -= weights[at] * decay * rate;
    OPTIMIZERS[optimizer.name](weights, gradient, part.memory[name], rate, optimizer.arguments, step);
  }
}

/** Adds the gradient of the penalty l1 |w| + l2 w^2. */
function penalize(weights, gradient, penalty) {
  if (!penalty) return;
  for (let at = 0; at < weights.length; at += 1) {
    gradient[at] += penalty.l1 * Math.sign(weights[at]) + 2 * penalty.l2 * weights[at];
  }
}

function penaltyOf(part) {
  let sum = 0;
  for (const [name, penalty] of Object.entries(part.penalties)) {
    if (!penalty) continue;
    for (const weight of part.weights[name].values)
      sum += penalty.l1 * Math.abs(weight) + penalty.l2 * weight ** 2;
  }
  return sum;
}
