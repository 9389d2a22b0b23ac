"""Configs drawn by Hypothesis, as the plain values that a YAML file would hold."""

from collections.abc import Mapping
from typing import Any, get_args

from hypothesis import strategies as st

from mlpcli.config.activations import ActivationName

Plain = Any
Draw = st.SearchStrategy[Plain]

COUNT = st.integers(1, 300)
SHARE = st.floats(0, 0.9)
NUMBER = st.floats(-1e6, 1e6)
POSITIVE = st.floats(1e-9, 1e3)
SEED = st.none() | st.integers(0, 2**31 - 1)
# Names that YAML 1.1 or 1.2 would read as something else.
LAYER_NAME = st.sampled_from(["no", "on", "e5", "null", "true", "y", "n", "inf", "x-1"])
NETWORK_NAME = LAYER_NAME | st.sampled_from(["1e5", "012", "0x1F", "1_000", "0", "1.5", "0o7", "2001-12-14"])


def named(name: str, /, **arguments: Draw) -> Draw:
    """`Name: {...}` with any of the arguments."""
    return st.fixed_dictionaries({}, optional=arguments).map(lambda drawn: {name: drawn})


def needing(name: str, required: Mapping[str, Draw], /, **arguments: Draw) -> Draw:
    """`Name: {...}` with all of the required arguments, and any of the others."""
    return st.fixed_dictionaries(dict(required), optional=arguments).map(lambda drawn: {name: drawn})


ACTIVATION = st.one_of(
    st.sampled_from(get_args(ActivationName)),
    named("relu", max_value=st.none() | POSITIVE, negative_slope=SHARE),
    needing("threshold", {"threshold": NUMBER, "default_value": NUMBER}),
    named("gelu", approximate=st.booleans()),
)
AXES = st.integers(0, 3) | st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True)
INITIALIZER = st.one_of(
    st.sampled_from(["Zeros", "glorot_uniform", "HeNormal"]),
    named("Constant", value=NUMBER),
    named("RandomNormal", mean=NUMBER, stddev=POSITIVE, seed=SEED),
    named("VarianceScaling", scale=POSITIVE, mode=st.sampled_from(["fan_in", "fan_avg"]), seed=SEED),
    st.lists(st.lists(NUMBER, min_size=2, max_size=2), min_size=1, max_size=3),
)
REGULARIZER = st.none() | named("L1L2", l1=POSITIVE, l2=POSITIVE) | st.just("l2")
CONSTRAINT = st.none() | named("MaxNorm", max_value=POSITIVE, axis=AXES) | st.just("NonNeg")
LAYER_ARGUMENTS: Mapping[str, Draw] = {"name": st.none() | LAYER_NAME, "trainable": st.booleans()}
KERNEL_ARGUMENTS: Mapping[str, Draw] = {
    **LAYER_ARGUMENTS,
    "activation": ACTIVATION,
    "use_bias": st.booleans(),
    "kernel_initializer": INITIALIZER,
    "bias_initializer": INITIALIZER,
    "kernel_regularizer": REGULARIZER,
    "kernel_constraint": CONSTRAINT,
    "activity_regularizer": REGULARIZER,
}
PAIR = COUNT | st.lists(COUNT, min_size=2, max_size=2)
RANGE = SHARE | st.lists(SHARE, min_size=2, max_size=2)
RECURRENT = needing(
    "LSTM", {"units": COUNT}, **KERNEL_ARGUMENTS, dropout=SHARE, go_backwards=st.booleans(), seed=SEED
)
LAYER: Draw = st.one_of(
    st.sampled_from(["Flatten", "BatchNormalization", "MaxPooling2D"]),
    needing("Dense", {"units": COUNT}, **KERNEL_ARGUMENTS),
    needing("Conv2D", {"filters": COUNT, "kernel_size": PAIR}, **KERNEL_ARGUMENTS, dilation_rate=PAIR),
    needing("Conv1D", {"filters": COUNT, "kernel_size": COUNT}, groups=COUNT),
    needing("Dropout", {"rate": SHARE}, seed=SEED, **LAYER_ARGUMENTS),
    needing("Reshape", {"target_shape": st.lists(COUNT | st.just(-1), min_size=1, max_size=4)}),
    named("Normalization", mean=st.lists(NUMBER, min_size=1, max_size=3)),
    named(
        "ZeroPadding2D",
        padding=PAIR | st.lists(st.lists(COUNT, min_size=2, max_size=2), min_size=2, max_size=2),
    ),
    needing("RandomZoom", {"height_factor": RANGE}, width_factor=st.none() | RANGE, fill_value=NUMBER),
    named("MaxPooling2D", pool_size=PAIR, strides=st.none() | PAIR),
    named("LayerNormalization", axis=AXES),
    named("RandomErasing", scale=RANGE, fill_value=st.none() | NUMBER),
    needing("TimeDistributed", {"layer": needing("Dense", {"units": COUNT}, **KERNEL_ARGUMENTS)}),
    RECURRENT,
    needing("Bidirectional", {"layer": RECURRENT}, merge_mode=st.sampled_from(["sum", "concat"])),
)
STEPS = st.integers(1, 10**6) | st.sampled_from(["1 epoch", "10 epochs", "0.5 epochs", "123.456789 epochs"])
RATE: Draw = st.one_of(
    POSITIVE,
    st.dictionaries(st.integers(2, 99).map("epoch {}".format), POSITIVE).map(
        lambda rest: {"epoch 1": 0.1} | rest
    ),
    needing("CosineDecay", {"initial_learning_rate": POSITIVE, "decay_steps": STEPS}, warmup_steps=STEPS),
    needing(
        "PiecewiseConstantDecay",
        {"boundaries": st.tuples(STEPS).map(list), "values": st.lists(POSITIVE, min_size=2, max_size=2)},
    ),
)
OPTIMIZER: Draw = st.one_of(
    st.sampled_from(["Adam", "Lion", "Muon"]),
    named("Adam", learning_rate=RATE, beta_1=SHARE, amsgrad=st.booleans(), clipnorm=st.none() | POSITIVE),
    named("SGD", learning_rate=RATE, momentum=SHARE, nesterov=st.booleans()),
    named("AdamW", weight_decay=st.none() | POSITIVE),
)
CLASSES = st.lists(st.text(min_size=1, max_size=4), min_size=2, max_size=3, unique=True)
DATA: Draw = st.one_of(
    st.fixed_dictionaries(
        {"source": st.just("mnist")}, optional={"validation": SHARE, "fallback": st.just("digits")}
    ),
    st.fixed_dictionaries(
        {"source": st.just("arrays"), "path": st.sampled_from(["no", "1.npz", "a b.npz", "é: x.npy", "# x"])},
        optional={"classes": CLASSES, "targets": st.just("~")},
    ),
    st.fixed_dictionaries({"source": st.just("blobs"), "centers": st.just([[0, 1], [2.5, -3]])}),
)
MONITORING: Draw = st.fixed_dictionaries({}, optional={"monitor": st.sampled_from(["val_loss", "mse", "no"])})
TRAINING: Draw = st.fixed_dictionaries(
    {},
    optional={
        "epochs": COUNT,
        "loss": st.sampled_from(["auto", "mse", "huber"])
        | named("huber", delta=POSITIVE)
        | named("categorical_crossentropy", from_logits=st.booleans(), label_smoothing=SHARE),
        "metrics": st.none()
        | st.lists(
            st.sampled_from(["accuracy", "mae"])
            | named("precision", thresholds=SHARE, name=st.sampled_from(["no", "e5", "sure"])),
            max_size=2,
        ),
        "class_weight": st.sampled_from(["balanced", None]) | st.dictionaries(st.text(max_size=4), POSITIVE),
        "early_stopping": st.none() | MONITORING,
        "checkpoint": MONITORING,
        "shuffle": st.booleans(),
    },
)


CONFIGS: Draw = st.fixed_dictionaries(
    {"name": NETWORK_NAME, "data": DATA, "layers": st.lists(LAYER, min_size=1, max_size=4)},
    optional={"seed": st.integers(0, 2**31 - 1), "optimizer": OPTIMIZER, "training": TRAINING},
)
