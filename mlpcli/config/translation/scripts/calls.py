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
STANDARDIZE: KeyPath = ("data", "standardize")
SPLIT: KeyPath = ("data", "split")
WINDOW: KeyPath = ("data", "window")
STRIDE: KeyPath = ("data", "stride")
NOWHERE: KeyPath = ()


@dataclass(frozen=True)
class KnownCall:
    """The arguments of a call in their order, empty where they mean nothing here, and what they set.

    `within`: what must stand before its name, if the name alone may be another function's. `silent` are
    arguments that change nothing here, or are read elsewhere. All others are named, unless all of them
    are read elsewhere, as `is_read_elsewhere` says.
    """

    order: Sequence[str]
    paths: Mapping[str, KeyPath]
    within: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()
    is_read_elsewhere: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SEEDING = KnownCall(("seed",), {"seed": SEED}, silent=_words("workers verbose deterministic"))
_POLICY = KnownCall(("policy",), {"policy": PRECISION})
_OF_A_FOLDER: Mapping[str, KeyPath] = {
    "batch_size": BATCH,
    "seed": SEED,
    "color_mode": COLOR,
    "validation_split": VALIDATION,
    "crop_to_aspect_ratio": FIT,
    "pad_to_aspect_ratio": FIT,
}
_SILENT_OF_A_FOLDER = _words(
    """
    directory labels class_names subset follow_links verbose data_format classes save_to_dir save_prefix
    save_format keep_aspect_ratio
    """
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
_OF_TORCHVISION = KnownCall((), {}, silent=_words("root train download transform"))
_OF_SKLEARN = KnownCall((), {}, silent=_words("return_X_y as_frame data_home download_if_missing"))
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
    silent=_words(
        """
        filepath_or_buffer fname dtype low_memory engine index_col usecols skipinitialspace parse_dates
        memory_map date_format cache_dates float_precision
        """
    ),
)
# numpy and workbooks have no separator behind the file.
_FILE = replace(_TABLE, order=())
_TEXT = replace(_FILE, paths={**_TABLE.paths, "skiprows": HEADER})
_TRAINER = KnownCall(
    (),
    {
        "max_epochs": EPOCHS,
        "precision": PRECISION,
        "deterministic": ("training", "deterministic"),
        "check_val_every_n_epoch": NOWHERE,
    },
    silent=_words(
        """
        accelerator devices gpus tpu_cores num_nodes strategy logger callbacks default_root_dir min_epochs
        enable_progress_bar enable_checkpointing enable_model_summary log_every_n_steps benchmark
        num_sanity_val_steps progress_bar_refresh_rate weights_summary auto_lr_find
        checkpoint_callback auto_select_gpus gradient_clip_val gradient_clip_algorithm accumulate_grad_batches
        """
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
KNOWN_CALLS: Mapping[str, KnownCall] = {
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
        silent=_words(
            """
            dataset sampler batch_sampler num_workers pin_memory timeout worker_init_fn generator
            multiprocessing_context prefetch_factor persistent_workers pin_memory_device
            """
        ),
    ),
    "batch": KnownCall(
        ("batch_size", "drop_remainder"),
        {"batch_size": BATCH, "drop_remainder": NOWHERE},
        within=("",),
        silent=_words("num_parallel_calls deterministic name"),
    ),
    "flow": KnownCall(
        ("", "", "batch_size"),
        {"batch_size": BATCH, "seed": SEED, "shuffle": SHUFFLE},
        within=("",),
        silent=_words("x y save_to_dir save_prefix save_format subset"),
    ),
    "image_dataset_from_directory": _FOLDER,
    "timeseries_dataset_from_array": _WINDOWS,
    "TimeseriesGenerator": _GENERATED_WINDOWS,
    "flow_from_directory": _FLOW_OF_A_FOLDER,
    "ImageDataGenerator": KnownCall((), {"validation_split": VALIDATION}, is_read_elsewhere=True),
    "Resize": KnownCall(("size",), {"size": SIZE, "interpolation": NOWHERE}, silent=_words("antialias")),
    **dict.fromkeys(
        ("make_moons", "make_circles", "make_blobs"),
        KnownCall((), {"random_state": SEED}, is_read_elsewhere=True),
    ),
    "load_data": KnownCall(
        ("label_mode",), {"label_mode": NOWHERE}, within=("cifar100",), silent=_words("path")
    ),
    "load": KnownCall(
        ("name", "split"),
        {"split": NOWHERE},
        within=("tfds", "tensorflow_datasets"),
        silent=_words("name as_supervised with_info shuffle_files data_dir download batch_size try_gcs"),
    ),
    **dict.fromkeys(("MNIST", "FashionMNIST", "CIFAR10", "CIFAR100"), _OF_TORCHVISION),
    **dict.fromkeys(
        (
            *("load_iris", "load_wine", "load_digits", "load_breast_cancer", "load_diabetes"),
            "fetch_california_housing",
        ),
        _OF_SKLEARN,
    ),
    "StandardScaler": KnownCall((), {"with_mean": NOWHERE, "with_std": NOWHERE}, silent=_words("copy")),
    "OneHotEncoder": KnownCall(
        (), {}, silent=_words("categories sparse sparse_output handle_unknown dtype feature_name_combiner")
    ),
    "get_dummies": KnownCall(
        ("", "", "", "dummy_na", "", "", "drop_first"),
        {"dummy_na": NOWHERE, "drop_first": NOWHERE},
        silent=_words("data prefix prefix_sep columns sparse dtype"),
    ),
    "train_test_split": KnownCall(
        (),
        {"random_state": SEED, "shuffle": NOWHERE},
        # Classes have the same shares in all parts here too.
        silent=_words("test_size train_size stratify"),
    ),
    **dict.fromkeys(
        ("ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit"),
        KnownCall(
            ("n_splits",),
            {"random_state": SEED, "n_splits": NOWHERE},
            # Classes have the same shares in all parts here too.
            silent=_words("test_size train_size"),
        ),
    ),
    "random_split": KnownCall((), {}, silent=_words("dataset lengths generator")),
    "sample": KnownCall(
        ("n",), {"random_state": SEED, "n": NOWHERE}, within=("",), silent=_words("frac axis ignore_index")
    ),
    **dict.fromkeys(("read_csv", "read_table"), _TABLE),
    **dict.fromkeys(("loadtxt", "genfromtxt"), _TEXT),
    "read_excel": _FILE,
}
"""What is known of calls by their names."""


def known_call(call: ast.Call) -> KnownCall | None:
    """What is known of a call's arguments; None for a call of something else."""
    name = last_name(call.func)
    if name == "Trainer" and _OF_TRAINERS & {one.arg for one in call.keywords}:
        return _TRAINER
    known = KNOWN_CALLS.get(name)
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
