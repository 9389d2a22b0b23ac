"""Calls of a script that set what a config has too: seeds, batches, shares, sizes, and how files are read.

Each call gives its arguments in an order and under names; those that a config has too have a path there.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.yaml.nodes import KeyPath

SEED: KeyPath = ("seed",)
PRECISION: KeyPath = ("training", "precision")
BATCH: KeyPath = ("training", "batch_size")
SHUFFLE: KeyPath = ("training", "shuffle")
EPOCHS: KeyPath = ("training", "epochs")
TEST: KeyPath = ("data", "test")
VALIDATION: KeyPath = ("data", "validation")
SIZE: KeyPath = ("data", "size")
COLOR: KeyPath = ("data", "color")
FIT: KeyPath = ("data", "fit")
HEADER: KeyPath = ("data", "header")
SEPARATOR: KeyPath = ("data", "separator")
WINDOW: KeyPath = ("data", "window")
STRIDE: KeyPath = ("data", "stride")
NOWHERE: KeyPath = ()


@dataclass(frozen=True)
class KnownCall:
    """The arguments of a call in their order, empty where they mean nothing here, and what they set.

    `within`: what must stand before its name, if the name alone may be another function's. `silent` are
    arguments that change nothing here, or are read elsewhere: if there are any, all others are named.
    """

    order: Sequence[str]
    paths: Mapping[str, KeyPath]
    within: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()


_SEEDING = KnownCall(("seed",), {"seed": SEED})
_POLICY = KnownCall(("policy",), {"policy": PRECISION})
_OF_A_FOLDER: Mapping[str, KeyPath] = {
    "batch_size": BATCH,
    "seed": SEED,
    "color_mode": COLOR,
    "validation_split": VALIDATION,
    "crop_to_aspect_ratio": FIT,
    "pad_to_aspect_ratio": FIT,
}
_SILENT_OF_A_FOLDER = frozenset(
    """
    directory labels class_names subset follow_links verbose data_format classes save_to_dir save_prefix
    save_format keep_aspect_ratio
    """.split()
)
_FOLDER = KnownCall(
    (
        *("", "", "label_mode", "", "color_mode", "batch_size", "image_size", "shuffle", "seed"),
        *("validation_split", "", "interpolation"),
    ),
    {**_OF_A_FOLDER, "image_size": SIZE},
    silent=_SILENT_OF_A_FOLDER,
)
_FLOW_OF_A_FOLDER = KnownCall(
    ("", "target_size"), {**_OF_A_FOLDER, "target_size": SIZE}, silent=_SILENT_OF_A_FOLDER
)
_TABLE = KnownCall(
    ("", "sep"),
    {
        "sep": SEPARATOR,
        "delimiter": SEPARATOR,
        "header": HEADER,
        "skip_header": HEADER,
        "names": ("data", "columns"),
        "decimal": ("data", "decimal"),
        "thousands": ("data", "thousands"),
        "encoding": ("data", "encoding"),
        "na_values": ("data", "missing_values"),
        "keep_default_na": ("data", "usual_missing_values"),
    },
    silent=frozenset(
        """
        filepath_or_buffer fname dtype low_memory engine index_col usecols skipinitialspace parse_dates
        memory_map date_format cache_dates float_precision
        """.split()
    ),
)
# numpy and workbooks have no separator behind the file.
_FILE = replace(_TABLE, order=())
_TRAINER = KnownCall(
    (),
    {"max_epochs": EPOCHS, "precision": PRECISION, "deterministic": ("training", "deterministic")},
    silent=frozenset(
        """
        accelerator devices gpus tpu_cores num_nodes strategy logger callbacks default_root_dir min_epochs
        enable_progress_bar enable_checkpointing enable_model_summary log_every_n_steps benchmark
        check_val_every_n_epoch num_sanity_val_steps progress_bar_refresh_rate weights_summary auto_lr_find
        checkpoint_callback auto_select_gpus gradient_clip_val gradient_clip_algorithm accumulate_grad_batches
        """.split()
    ),
)
_OF_WINDOWS: Mapping[str, KeyPath] = {
    "batch_size": BATCH,
    "shuffle": SHUFFLE,
    "sampling_rate": NOWHERE,
    "start_index": NOWHERE,
    "end_index": NOWHERE,
}
_WINDOWS = KnownCall(
    ("", "", "sequence_length", "sequence_stride", "sampling_rate", "batch_size", "shuffle", "seed"),
    {**_OF_WINDOWS, "sequence_length": WINDOW, "sequence_stride": STRIDE, "seed": SEED},
)
_GENERATED_WINDOWS = KnownCall(
    ("", "", "length", "sampling_rate", "stride"),
    {**_OF_WINDOWS, "length": WINDOW, "stride": STRIDE, "reverse": NOWHERE},
)
OF_SERIES = frozenset({"timeseries_dataset_from_array", "TimeseriesGenerator"})
"""Calls that cut a series into windows."""
_OF_TRAINERS = frozenset({"max_epochs", "max_steps", "accelerator", "devices", "gpus"})
_CALLS: Mapping[str, KnownCall] = {
    "set_random_seed": _SEEDING,
    "set_seed": _SEEDING,
    "manual_seed": _SEEDING,
    "seed_everything": _SEEDING,
    "seed": KnownCall(("seed",), {"seed": SEED}, within=("random",)),
    "set_global_policy": _POLICY,
    "set_policy": _POLICY,
    "set_experimental_policy": _POLICY,
    "set_dtype_policy": _POLICY,
    "DataLoader": KnownCall(
        ("", "batch_size", "shuffle", "", "", "", "", "", "drop_last"),
        {"batch_size": BATCH, "shuffle": SHUFFLE, "drop_last": NOWHERE},
    ),
    "batch": KnownCall(
        ("batch_size", "drop_remainder"),
        {"batch_size": BATCH, "drop_remainder": NOWHERE},
        within=("",),
    ),
    "flow": KnownCall(("", "", "batch_size"), {"batch_size": BATCH, "seed": SEED}, within=("",)),
    "image_dataset_from_directory": _FOLDER,
    "timeseries_dataset_from_array": _WINDOWS,
    "TimeseriesGenerator": _GENERATED_WINDOWS,
    "flow_from_directory": _FLOW_OF_A_FOLDER,
    "ImageDataGenerator": KnownCall((), {"validation_split": VALIDATION}),
    "Resize": KnownCall(("size",), {"size": SIZE}),
    **dict.fromkeys(("make_moons", "make_circles", "make_blobs"), KnownCall((), {"random_state": SEED})),
    "load_data": KnownCall(("label_mode",), {"label_mode": NOWHERE}, within=("cifar100",)),
    "train_test_split": KnownCall((), {"random_state": SEED, "shuffle": NOWHERE}),
    "sample": KnownCall((), {"random_state": SEED}, within=("",)),
    **dict.fromkeys(("read_csv", "read_table"), _TABLE),
    **dict.fromkeys(("loadtxt", "genfromtxt", "read_excel"), _FILE),
}


def known_call(call: ast.Call) -> KnownCall | None:
    """What is known of a call's arguments; None for a call of something else."""
    name = last_name(call.func)
    if name == "Trainer" and _OF_TRAINERS & {one.arg for one in call.keywords}:
        return _TRAINER
    known = _CALLS.get(name)
    return known if known and _is_within(call, known.within) else None


def is_trainer(call: ast.Call) -> bool:
    """Whether a call makes a trainer of PyTorch Lightning's."""
    return known_call(call) is _TRAINER


def _is_within(call: ast.Call, within: tuple[str, ...]) -> bool:
    """Whether a call is a method, or one of a module, where its name alone says too little."""
    if not within:
        return True
    if not isinstance(call.func, ast.Attribute):
        return False
    return within == ("",) or last_name(call.func.value) in within
