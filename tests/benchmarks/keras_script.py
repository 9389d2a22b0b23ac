"""The script that a beginner's article would give: Keras's `Model.fit` on NumPy arrays.

Usage: keras_script.py NETWORK DATA.npz EPOCHS BATCH_SIZE. Prints JSON: the seconds of every epoch, and the
test accuracy.
"""

import json
import sys
import time

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

NETWORKS = {
    "mlp": lambda: [
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ],
    "dropout": lambda: [
        layers.Flatten(),
        layers.Dense(300, activation="relu"),
        layers.BatchNormalization(),
        layers.Dropout(0.3),
        layers.Dense(100, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ],
    "cnn": lambda: [
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ],
    "conv1d": lambda: [
        layers.Conv1D(32, 10, activation="relu"),
        layers.Conv1D(32, 10, activation="relu"),
        layers.MaxPooling1D(5),
        layers.Dropout(0.3),
        layers.Flatten(),
        layers.Dense(4, activation="softmax"),
    ],
}


class Clock(keras.callbacks.Callback):
    """Notes how long every epoch takes."""

    def __init__(self):
        super().__init__()
        self.seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.began)


def main(network, path, epochs, batch_size):
    with np.load(path) as data:
        x_train, y_train, x_test, y_test = (data[key] for key in ("x_train", "y_train", "x_test", "y_test"))
    if x_train.dtype == np.uint8:
        x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0
    y_train, y_test = keras.utils.to_categorical(y_train), keras.utils.to_categorical(y_test)

    model = keras.Sequential([keras.Input(x_train.shape[1:]), *NETWORKS[network]()])
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    clock = Clock()
    model.fit(
        x_train,
        y_train,
        epochs=int(epochs),
        batch_size=int(batch_size),
        validation_split=0.1,
        verbose=0,
        callbacks=[clock],
    )
    _, accuracy = model.evaluate(x_test, y_test, verbose=0)
    print(json.dumps({"seconds": clock.seconds, "accuracy": accuracy}))


if __name__ == "__main__":
    main(*sys.argv[1:])
