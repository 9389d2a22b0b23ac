"""Material for the fixes in messages: an example for each key, and translations from other tools."""

from collections.abc import Mapping

# Keys that users know from other tools and that do not exist here, with what to write instead.
OTHER_TOOLS: Mapping[str, str] = {
    "input_shape": "remove it: the input's shape comes from the dataset",
    "input_dim": "remove it: the input's shape comes from the dataset",
    "batch_input_shape": "remove it: the input's shape comes from the dataset",
    "data_format": "remove it: channels always come last",
    "lr": "write learning_rate",
    "decay": "write a schedule, such as learning_rate: {ExponentialDecay: {...}}",
    "learning_rate": "write it below the optimizer: optimizer: {Adam: {learning_rate: 0.001}}",
    "validation_split": "write data.validation",
    "validation": "write data.validation",
    "hidden_layer_sizes": "write one Dense layer for each size",
    "kernel": "write kernel_initializer, or kernel_size for a convolution",
}

# Other tools' names of classes, losses, metrics and devices, in lowercase without underscores.
ALSO_CALLED: Mapping[str, str] = {
    "linear": "Dense",
    "batchnorm": "BatchNormalization",
    "batchnorm1d": "BatchNormalization",
    "batchnorm2d": "BatchNormalization",
    "layernorm": "LayerNormalization",
    "rnn": "SimpleRNN",
    "dropout2d": "SpatialDropout2D",
    "normal": "RandomNormal",
    "uniform": "RandomUniform",
    "xavieruniform": "GlorotUniform",
    "xaviernormal": "GlorotNormal",
    "kaiminguniform": "HeUniform",
    "kaimingnormal": "HeNormal",
    "crossentropy": "categorical_crossentropy",
    "bce": "binary_crossentropy",
    "acc": "accuracy",
    "r2": "r2_score",
    "cuda": "gpu",
}

# Examples for keys that have no default, or whose type is easily mistaken.
EXAMPLES: Mapping[str, str] = {
    "data": "{source: mnist}",
    "source": "mnist",
    "path": "data.npz",
    "layers": "[Flatten, {Dense: {units: 10, activation: softmax}}]",
    "optimizer": "Adam",
    "training": "{epochs: 10}",
    "seed": "0",
    "validation": "0.1",
    "test": "0.2",
    "epochs": "10",
    "batch_size": "32",
    "metrics": "[accuracy]",
    "class_weight": "balanced",
    "early_stopping": "{patience: 5}",
    "reduce_lr_on_plateau": "{patience: 10}",
    "checkpoint": "{monitor: val_loss}",
    "monitor": "val_loss",
    "patience": "5",
    "units": "64",
    "filters": "32",
    "kernel_size": "3",
    "pool_size": "2",
    "strides": "2",
    "rate": "0.5",
    "activation": "relu",
    "scale": "0.5",
    "stddev": "0.1",
    "factor": "0.1",
    "height_factor": "0.1",
    "width_factor": "0.1",
    "target_shape": "[28, 28, 1]",
    "dims": "[2, 1]",
    "n": "3",
    "layer": "{LSTM: {units: 32}}",
    "learning_rate": "0.001",
    "initial_learning_rate": "0.01",
    "decay_steps": "10 epochs",
    "first_decay_steps": "10 epochs",
    "decay_rate": "0.9",
    "boundaries": "[5 epochs]",
    "values": "[0.01, 0.001]",
}

# An example of each kind of class.
OF_KIND: Mapping[str, str] = {
    "layer": "Flatten, or Dense: {units: 64}",
    "recurrent layer": "LSTM: {units: 32}",
    "optimizer": "Adam, or Adam: {learning_rate: 0.001}",
    "learning-rate schedule": "0.001, or CosineDecay: {initial_learning_rate: 0.01, decay_steps: 10 epochs}",
    "initializer": "Zeros, or Constant: {value: 0.1}",
    "regularizer": "L2: {l2: 0.01}",
    "constraint": "MaxNorm: {max_value: 2}",
}
