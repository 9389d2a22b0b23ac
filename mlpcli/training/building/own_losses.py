"""Losses around a loss of Keras's. Scripts get their text: see keras_script/classes.py."""

from typing import Any

from mlpcli.training.tensorflow import keras


class OfMembers(keras.losses.Loss):  # type: ignore[misc]
    """In training the mean of the members' losses, else the loss of their mean."""

    def __init__(self, loss: Any) -> None:
        super().__init__(name=loss.name, reduction=loss.reduction)
        self.loss = loss

    def call(self, y_true: Any, y_pred: Any) -> Any:
        if not hasattr(y_pred, "of_members"):
            return self.loss.call(y_true, y_pred)
        answers = y_pred.of_members
        members, outputs = answers.shape[1:]
        rows = keras.ops.reshape(answers, [-1, outputs])
        if hasattr(answers, "_keras_logits"):
            # Keras computes a crossentropy of these, which is more exact.
            rows._keras_logits = keras.ops.reshape(answers._keras_logits, [-1, outputs])
        losses = self.loss.call(keras.ops.repeat(y_true, members, axis=0), rows)
        return keras.ops.mean(keras.ops.reshape(losses, [-1, members]), axis=1)


class Standardized(keras.losses.Loss):  # type: ignore[misc]
    """A loss of targets and answers with mean 0 and deviation 1 in training rows."""

    def __init__(self, loss: Any, mean: Any, deviation: Any) -> None:
        super().__init__(name=loss.name, reduction=loss.reduction)
        self.loss, self.mean, self.deviation = loss, mean, deviation

    def call(self, y_true: Any, y_pred: Any) -> Any:
        targets = (y_true - self.mean) / self.deviation
        return self.loss.call(targets, (y_pred - self.mean) / self.deviation)
