"""One training step, divided among the replicas of a `tf.distribute` strategy.

The rows of a batch are divided into one share per replica, and the sum over the replicas equals the result of
one device on the whole batch:

- Keras computes the mean loss of a replica's rows and divides it by the number of replicas R. A replica with
  n_r of the n rows of a batch gives each row the weight R * n_r / n, so that the sum over the replicas is the
  mean over the batch, even for unequal shares.
- If the last batch has fewer rows than there are replicas, a replica without rows computes one row of weight
  0, because every replica must take part in the sum. Metrics and moving statistics ignore that row.
- Gradients are summed before the optimizer is applied, in one message. In Keras's own way, `clipnorm` would
  clip each replica's gradient instead of the batch's.

Three things differ from one device: BatchNormalization normalizes by the statistics of each replica's rows
(its moving statistics are the mean over the replicas); dropout uses the same masks on all replicas; and
`activity_regularizer` is the mean of the replicas' means.
"""

from collections.abc import Sequence
from typing import Any

from mlpcli.training.tensorflow import keras, tf


def share_steps(model: Any) -> None:
    """Replace the steps of `model`, compiled in the scope of the current strategy. The new steps take a whole
    batch, the same on every worker, as `(inputs, targets)` or `(inputs, targets, weights)`."""
    strategy = tf.distribute.get_strategy()
    replicas = strategy.num_replicas_in_sync
    optimizer = model.optimizer
    # The optimizer gets gradients that are already summed.
    getattr(optimizer, "inner_optimizer", optimizer)._all_reduce_sum_gradients = list
    moving = _moving_statistics(model)

    def train(inputs: Any, targets: Any, weights: Any, count: Any, rows: Any) -> None:
        with tf.GradientTape() as tape:
            outputs = model(inputs, training=True)
            loss = model.compute_loss(inputs, targets, outputs, weights, training=True)
            scaled = optimizer.scale_loss(loss)
        variables = model.trainable_weights
        pairs = zip(tape.gradient(scaled, variables), variables, strict=True)
        # TensorFlow does not know the whole shape of every gradient, such as that of a Dense on members.
        known = ((tf.reshape(one, of.shape), of) for one, of in pairs if one is not None)
        gradients, variables = zip(*known, strict=True)
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
        # Each replica's loss is its part of the batch mean, so each is weighted with an equal part of the
        # rows.
        model._loss_tracker.update_state(loss * replicas, sample_weight=tf.cast(rows, tf.float32) / replicas)
        model.compute_metrics(None, targets[:count], outputs[:count])

    model.train_step = lambda batch: strategy.run(train, _shares(strategy, batch))
    model.test_step = lambda batch: strategy.run(test, _shares(strategy, batch))


def _shares(strategy: Any, batch: tuple[Any, ...]) -> Any:
    """The share of each replica: inputs, targets, weights, the number of rows that count, and the number of
    rows in the whole batch."""
    inputs, targets, *weights = batch
    replicas, rows = strategy.num_replicas_in_sync, tf.shape(inputs)[0]

    def share(context: Any) -> tuple[Any, ...]:
        replica = context.replica_id_in_sync_group
        start, end = replica * rows // replicas, (replica + 1) * rows // replicas
        count = end - start
        # A replica without rows gets one row of weight 0.
        first = tf.minimum(start, rows - 1)
        last = tf.maximum(end, first + 1)
        weight = replicas * tf.cast(count, tf.float32) / tf.cast(rows, tf.float32)
        own = weights[0][first:last] if weights else tf.ones([last - first])
        return inputs[first:last], targets[first:last], own * weight, count, rows

    return strategy.experimental_distribute_values_from_function(share)


def _summed(tensors: Sequence[Any]) -> list[Any]:
    """The sums over all replicas, sent as one vector, because each message waits for the slowest replica."""
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
