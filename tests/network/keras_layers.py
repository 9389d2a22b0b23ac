"""The arguments and input shapes with which every layer is compared with Keras."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

Arguments = dict[str, Any]
Shape = tuple[int, ...]
Draw = st.SearchStrategy[Any]


SIDE = st.integers(1, 9)
CHANNELS = st.sampled_from([1, 2, 3, 4, 6, 12])
FILTERS = st.sampled_from([1, 4, 6, 12])
GROUPS = st.sampled_from([1, 1, 1, 2, 3])
SMALL = st.integers(1, 4)
BOOLEAN = st.booleans()
PADDING = st.sampled_from(["valid", "same"])
RATE = st.sampled_from([0.0, 0.25, 0.9])


def each(**arguments: Draw) -> st.SearchStrategy[Arguments]:
    """Every one of the arguments."""
    return st.fixed_dictionaries(arguments)


def both(draw: Draw) -> Draw:
    """One number, or one for each side."""
    return draw | st.tuples(draw, draw)


def strided(window: Draw, padding: Draw = PADDING, **arguments: Draw) -> st.SearchStrategy[Arguments]:
    """The arguments of a convolution: strides or a dilation, not both."""
    steps = st.fixed_dictionaries({}, optional={"strides": window}) | st.fixed_dictionaries(
        {"dilation_rate": window}
    )
    common = each(kernel_size=window, padding=padding, use_bias=BOOLEAN, **arguments)
    return st.builds(lambda one, other: {**one, **other}, common, steps)


def pooled(window: Draw) -> st.SearchStrategy[Arguments]:
    return each(pool_size=window, strides=st.none() | window, padding=PADDING)


NOTHING = each()
RECURRENT = {"units": SMALL, "use_bias": BOOLEAN, "return_sequences": BOOLEAN, "unroll": st.just(False)}
WARP = each(factor=RATE, fill_mode=st.sampled_from(["constant", "nearest", "wrap", "reflect"]))
PERMUTATIONS = st.sampled_from([(1,), (1, 2), (2, 1), (1, 3, 2), (3, 1, 2), (2, 3, 1), (1, 1, 2), (2, 3, 4)])
SIZE = st.sampled_from([1, 1, 2, 3])
TARGETS = st.one_of(
    st.just([-1]),
    st.tuples(SIZE, st.just(-1)),
    st.tuples(SIZE, st.just(-1), SIZE),
    st.lists(st.sampled_from([-1, 0, 1, 2, 3, 6]), min_size=1, max_size=4),
)
AXIS = st.integers(-4, 4)
AXES = AXIS | st.lists(AXIS, min_size=1, max_size=3, unique=True)
SLOPE = st.sampled_from([0.0, 0.2])
CROP = each(height=SIDE, width=SIDE)
PART = st.sampled_from([0.0, 0.4, (0.1, 0.5)])
VALUES = st.sampled_from([(0, 1), (0, 255)])
# Padding of outputs is less than a stride.
SPREAD = (
    each(strides=st.just(3), output_padding=st.integers(0, 2))
    | each(strides=SMALL)
    | each(dilation_rate=SMALL)
)


def spread(window: Draw) -> st.SearchStrategy[Arguments]:
    common = each(kernel_size=window, filters=FILTERS, padding=PADDING, use_bias=BOOLEAN)
    return st.builds(lambda one, other: {**one, **other}, common, SPREAD)


BORDER = st.tuples(st.integers(0, 3), st.integers(0, 3))

ARGUMENTS: Mapping[str, st.SearchStrategy[Arguments]] = {
    "Dense": each(units=SIDE, use_bias=BOOLEAN),
    "Activation": each(activation=st.sampled_from(["relu", "softmax", "silu"])),
    "Dropout": each(rate=RATE),
    "GaussianNoise": each(stddev=RATE),
    "ReLU": each(max_value=st.none() | st.just(2.0), negative_slope=SLOPE, threshold=SLOPE),
    "LeakyReLU": each(negative_slope=SLOPE),
    "ELU": each(alpha=SLOPE),
    "PReLU": each(shared_axes=st.none() | st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True)),
    "Softmax": each(axis=AXIS),
    "GaussianDropout": each(rate=RATE),
    "AlphaDropout": each(rate=RATE),
    "Identity": NOTHING,
    "ActivityRegularization": each(l1=RATE, l2=RATE),
    "Embedding": each(input_dim=SIDE, output_dim=SIDE, mask_zero=BOOLEAN),
    "Masking": each(mask_value=SLOPE),
    "TimeDistributed": each(
        layer=st.one_of(
            each(Dense=each(units=SIDE)),
            each(Conv1D=strided(SMALL, filters=FILTERS)),
            each(MaxPooling2D=pooled(both(SMALL))),
            each(GlobalAveragePooling1D=each(keepdims=BOOLEAN)),
            each(GRU=each(**RECURRENT)),
            each(Flatten=NOTHING),
        )
    ),
    "Flatten": NOTHING,
    "Reshape": each(target_shape=TARGETS),
    "Rescaling": each(scale=RATE, offset=RATE),
    "Normalization": each(axis=AXES | st.none()) | st.just({"mean": [0.5], "variance": [2.0]}),
    "Conv1D": strided(SMALL, PADDING | st.just("causal"), filters=FILTERS, groups=GROUPS),
    "Conv2D": strided(both(SMALL), filters=FILTERS, groups=GROUPS),
    "SeparableConv1D": strided(SMALL, filters=FILTERS, depth_multiplier=SMALL),
    "SeparableConv2D": strided(both(SMALL), filters=FILTERS, depth_multiplier=SMALL),
    "DepthwiseConv2D": strided(both(SMALL), depth_multiplier=SMALL),
    "DepthwiseConv1D": strided(SMALL, depth_multiplier=SMALL),
    "Conv1DTranspose": spread(SMALL),
    "Conv2DTranspose": spread(both(SMALL)),
    "MaxPooling1D": pooled(SMALL),
    "MaxPooling2D": pooled(both(SMALL)),
    "AveragePooling1D": pooled(SMALL),
    "AveragePooling2D": pooled(both(SMALL)),
    "GlobalMaxPooling1D": each(keepdims=BOOLEAN),
    "GlobalMaxPooling2D": each(keepdims=BOOLEAN),
    "GlobalAveragePooling1D": each(keepdims=BOOLEAN),
    "GlobalAveragePooling2D": each(keepdims=BOOLEAN),
    "ZeroPadding1D": each(padding=st.integers(0, 3) | BORDER),
    "ZeroPadding2D": each(padding=st.integers(0, 3) | BORDER | st.tuples(BORDER, BORDER)),
    "Cropping1D": each(cropping=st.integers(0, 3) | BORDER),
    "Cropping2D": each(cropping=st.integers(0, 3) | BORDER | st.tuples(BORDER, BORDER)),
    "CenterCrop": CROP,
    "Resizing": each(
        height=SIDE,
        width=SIDE,
        interpolation=st.sampled_from(["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"]),
        crop_to_aspect_ratio=BOOLEAN,
        pad_to_aspect_ratio=BOOLEAN,
        fill_value=RATE,
        antialias=BOOLEAN,
    ),
    "UpSampling1D": each(size=SMALL),
    "UpSampling2D": each(size=both(SMALL), interpolation=st.sampled_from(["nearest", "bilinear"])),
    "BatchNormalization": each(axis=AXIS, center=BOOLEAN, scale=BOOLEAN),
    "LayerNormalization": each(axis=AXES, center=BOOLEAN, scale=BOOLEAN),
    "GroupNormalization": each(
        groups=st.sampled_from([-1, 1, 2, 3]), axis=AXIS, center=BOOLEAN, scale=BOOLEAN
    ),
    "RMSNormalization": each(axis=AXES),
    "UnitNormalization": each(axis=AXES),
    "SpatialDropout1D": each(rate=RATE),
    "SpatialDropout2D": each(rate=RATE),
    "RandomFlip": each(mode=st.sampled_from(["horizontal", "vertical"])),
    "RandomRotation": WARP,
    "RandomTranslation": each(height_factor=RATE, width_factor=RATE),
    "RandomZoom": each(height_factor=RATE, width_factor=st.none() | RATE),
    "RandomContrast": each(factor=RATE),
    "RandomBrightness": each(factor=RATE, value_range=VALUES),
    "RandomCrop": CROP,
    "RandomShear": each(x_factor=PART, y_factor=PART),
    "RandomErasing": each(factor=PART, scale=PART, fill_value=st.none() | st.just(0.5), value_range=VALUES),
    "RandomElasticTransform": each(factor=PART, scale=PART, value_range=VALUES),
    "RandomPerspective": each(factor=PART, scale=RATE),
    "RandomHue": each(factor=PART, value_range=VALUES),
    "RandomColorDegeneration": each(factor=PART, value_range=VALUES),
    "RandomGrayscale": each(factor=RATE),
    "RandomInvert": each(factor=PART, value_range=VALUES),
    "RandomSharpness": each(factor=PART, value_range=VALUES),
    "SimpleRNN": each(**RECURRENT),
    "LSTM": each(**RECURRENT, unit_forget_bias=BOOLEAN),
    "GRU": each(**RECURRENT, reset_after=BOOLEAN),
    "Bidirectional": each(
        layer=st.one_of(
            each(LSTM=each(**RECURRENT)), each(GRU=each(**RECURRENT)), each(SimpleRNN=each(**RECURRENT))
        ),
        merge_mode=st.sampled_from(["sum", "mul", "concat", "ave"]),
    ),
    "Scale": NOTHING,
    "PeriodicEmbedding": each(
        features=st.none() | SMALL, frequencies=SMALL, units=SMALL, stddev=st.just(0.5)
    ),
    "PiecewiseLinearEncoding": each(features=st.none() | SMALL, bins=SMALL),
    "CategoryEmbedding": each(widths=st.lists(SMALL, min_size=1, max_size=3), units=SMALL, limit=SMALL),
    "Ensemble": each(members=st.integers(2, 5), widths=st.lists(SMALL, max_size=2)),
    "EnsembleHead": each(units=SIDE, use_bias=BOOLEAN),
    "Permute": each(dims=PERMUTATIONS),
    "RepeatVector": each(n=SMALL),
}


# The rank of the input that a layer needs; the others take any.
RANKS: Mapping[str, int] = {
    "RepeatVector": 1,
    "PeriodicEmbedding": 1,
    "PiecewiseLinearEncoding": 1,
    "Ensemble": 1,
    "EnsembleHead": 2,
    "CategoryEmbedding": 1,
    "Permute": 3,
    **dict.fromkeys(("SimpleRNN", "LSTM", "GRU", "Bidirectional"), 2),
    "Embedding": 1,
    "Masking": 2,
    "CenterCrop": 3,
    "Resizing": 3,
    **{name: 2 for name in ARGUMENTS if "1D" in name},
    **{name: 3 for name in ARGUMENTS if "2D" in name or name.startswith("Random")},
}


# These change colours.
COLOURED = ("RandomHue", "RandomColorDegeneration", "RandomGrayscale")


def shapes(ranks: st.SearchStrategy[int]) -> st.SearchStrategy[Shape]:
    """Input shapes without the batch; as many channels as groups can divide."""
    return ranks.flatmap(lambda rank: st.tuples(*[SIDE] * (rank - 1), CHANNELS))


ANY_SHAPE = shapes(st.integers(1, 3))


def fitting_shapes(name: str) -> st.SearchStrategy[Shape]:
    """Input shapes of the rank that the layer needs, with its channels."""
    if name in COLOURED:
        return st.tuples(SIDE, SIDE, st.just(3))
    return shapes(st.just(RANKS[name])) if name in RANKS else ANY_SHAPE
