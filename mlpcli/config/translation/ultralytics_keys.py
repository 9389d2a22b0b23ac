"""Keys of Ultralytics that are like those of a config here, and about something else."""

from typing import Any

from mlpcli.config.messages.finding import Fix
from mlpcli.config.translation.classes import argument_named
from mlpcli.config.translation.misplaced import OF_ALL, OF_TRAINING, take_out
from mlpcli.config.yaml.nodes import KeyPath, Plain

WITHOUT_MEANING = frozenset(
    """
    mode save_period save_json save_txt save_conf save_crop save_frames save_dir exist_ok single_cls rect
    close_mosaic multi_scale overlap_mask mask_ratio plots iou max_det dnn vid_stride stream_buffer visualize
    agnostic_nms retina_masks show_labels show_conf show_boxes line_width nbs cls dfl kobj tracker profile
    auto_augment crop_fraction fraction
    """.split()
)
_WARMUP = frozenset({"warmup_epochs", "warmup_momentum", "warmup_bias_lr"})
_TASKS = {
    "classify": "images are sorted into classes if their folders are",
    **dict.fromkeys(
        ("detect", "segment", "pose", "obb"), "here, whole images have classes, and not their parts"
    ),
}


def about_something_else(path: KeyPath, key: str, value: Any, document: Plain) -> Fix | None:
    """What to do with `task: classify`, `val: true` and `warmup_epochs: 3`."""
    why = ""
    if key == "task" and path[:-1] in OF_TRAINING:
        why = _TASKS.get(str(value), "")
    elif argument_named(key, ("validation",)) == "validation" and isinstance(value, bool):
        validates = "every epoch is validated, with the share of the rows that data.validation holds back"
        why = validates if path[:-1] in OF_ALL else ""
    elif key in _WARMUP and path[:-1] in OF_TRAINING:
        rises = "a CosineDecay with warmup_steps does, before it falls"
        why = f"the rate does not rise in the first epochs; {rises}" if value else "without it, there is none"
    return Fix(f"remove it: {why}", (take_out(path, document),)) if why else None
