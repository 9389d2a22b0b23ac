"""One training step, shared by the replicas of a `tf.distribute` strategy.

The rows of a batch are cut into as many shares as there are replicas, and the sum of what the replicas
compute is what one device would have computed of the whole batch:

- Keras takes the mean loss of a replica's rows, and divides it by the number of replicas. With n_r of the n
  rows of a batch, a replica of R gives each the weight R * n_r / n, so that the sum over the replicas is the
  mean over the batch however unequal the shares are.
- A replica without rows, in a last batch of fewer rows than replicas, computes one row of weight 0: every
  replica has to take part in the sum. Metrics and moving statistics leave that row out.
- Gradients are summed before the optimizer sees them, in one message. Left to Keras, `clipnorm` would clip
  each replica's gradient instead of the batch's.

Three things are another's than one device's: BatchNormalization normalizes by the statistics of a replica's
rows (its moving statistics are the mean of all replicas'); all replicas draw the same masks for their rows
in dropout; and `activity_regularizer` takes the mean of the replicas' means.
"""

from collections.abc import Sequence
from typing import Any

from mlpcli.training.tensorflow import keras, tf


def share_steps(model: Any) -> None:
    """Replace the steps of `model`, compiled in the present strategy's scope: they take a whole batch, the
    same on every worker, as `(inputs, targets)` or `(inputs, targets, weights)`."""
    strategy = tf.distribute.get_strategy()
    replicas = strategy.num_replicas_in_sync
    optimizer = model.optimizer
    # The gradients that reach it are summed already.
    getattr(optimizer, "inner_optimizer", optimizer)._all_reduce_sum_gradients = list
    moving = _moving_statistics(model)

    def train(inputs: Any, targets: Any, weights: Any, count: Any, rows: Any) -> None:
        with tf.GradientTape() as tape:
            outputs = model(inputs, training=True)
            loss = model.compute_loss(inputs, targets, outputs, weights, training=True)
            scaled = optimizer.scale_loss(loss)
        variables = model.trainable_weights
        pairs = zip(tape.gradient(scaled, variables), variables, strict=True)
        gradients, variables = zip(*((one, of) for one, of in pairs if one is not None), strict=True)
        share = tf.cast(count, tf.float32) / tf.cast(rows, tf.float32)
        sums = _summed([*gradients, *(one * share for one in moving)])
        optimizer.apply_gradients(zip(sums[: len(gradients)], variables, strict=True))
        for variable, value in zip(moving, sums[len(gradients) :], strict=True):
            variable.assign(value)
        measure(targets, outputs, loss, count, rows)

    def test(inputs: Any, targets: Any, weights: Any, count: Any, rows: Any) -> None:
        outputs = model(inputs, training=False)
        loss = model.compute_loss(inputs, targets, outputs, weights, training=False)
        measure(targets, outputs, loss, count, rows)

    def measure(targets: Any, outputs: Any, loss: Any, count: Any, rows: Any) -> None:
        # Each replica's loss is a part of the batch's mean, so that each counts as an equal part of its rows.
        model._loss_tracker.update_state(loss * replicas, sample_weight=tf.cast(rows, tf.float32) / replicas)
        model.compute_metrics(None, targets[:count], outputs[:count])

    model.train_step = lambda batch: strategy.run(train, _shares(strategy, batch))
    model.test_step = lambda batch: strategy.run(test, _shares(strategy, batch))


def _shares(strategy: Any, batch: tuple[Any, ...]) -> Any:
    """What each replica gets of a batch: inputs, targets, weights, how many of its rows count, and the number
    of rows of the whole batch."""
    inputs, targets, *weights = batch
    replicas, rows = strategy.num_replicas_in_sync, tf.shape(inputs)[0]

    def share(context: Any) -> tuple[Any, ...]:
        replica = context.replica_id_in_sync_group
        start, end = replica * rows // replicas, (replica + 1) * rows // replicas
        count = end - start
        # Where no row is left for this replica, one that counts for nothing.
        first = tf.minimum(start, rows - 1)
        last = tf.maximum(end, first + 1)
        weight = replicas * tf.cast(count, tf.float32) / tf.cast(rows, tf.float32)
        own = weights[0][first:last] if weights else tf.ones([last - first])
        return inputs[first:last], targets[first:last], own * weight, count, rows

    return strategy.experimental_distribute_values_from_function(share)


def _summed(tensors: Sequence[Any]) -> list[Any]:
    """The sums over all replicas, exchanged as one vector: each message waits for the slowest of them."""
    flat = tf.concat([tf.reshape(tensor, [-1]) for tensor in tensors], axis=0)
    total = tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.SUM, flat)
    parts = tf.split(total, [tensor.shape.num_elements() for tensor in tensors])
    return [tf.reshape(part, tensor.shape) for part, tensor in zip(parts, tensors, strict=True)]


def _moving_statistics(model: Any) -> list[Any]:
    return [
        variable
        for layer in model.layers
        if isinstance(layer, keras.layers.BatchNormalization)
        for variable in (layer.moving_mean, layer.moving_variance)
    ]
