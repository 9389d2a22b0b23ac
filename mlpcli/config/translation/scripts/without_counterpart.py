"""Calls that have no counterpart in a config."""

import ast
import re

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.schedules import SCHEDULES

# What changes the rows or the training, and has no counterpart in a config, or one of other numbers.
NAMED = frozenset(
    """
    Normalize ColorJitter RandomResizedCrop RandomAffine
    LambdaLR CyclicLR MultiplicativeLR ConstantLR SequentialLR ChainedScheduler
    TrainingArguments Seq2SeqTrainingArguments fit_one_cycle fine_tune
    get_linear_schedule_with_warmup get_cosine_schedule_with_warmup
    GridSearchCV RandomizedSearchCV HalvingGridSearchCV cross_val_score cross_validate normalize log1p
    dropna fillna MinMaxScaler RobustScaler MaxAbsScaler SMOTE PCA flow_from_dataframe autocast GradScaler
    KFold StratifiedKFold RepeatedKFold LeaveOneOut
    """.split()
)
_OF_PYTORCH = frozenset({"transforms", "T", "v2", "lr_scheduler"})
_KEPT = SCHEDULES | frozenset(
    {
        "Compose",
        "ToTensor",
        "Resize",
        "ReduceLROnPlateau",
        "PILToTensor",
        "ToImage",
        "ToDtype",
    }
)


def is_of_torchvision(func: ast.expr) -> bool:
    """Whether a call makes a transformation, or a schedule, of PyTorch's that has no counterpart here."""
    if not isinstance(func, ast.Attribute) or last_name(func.value) not in _OF_PYTORCH:
        return False
    return func.attr[:1].isupper() and not func.attr.endswith("Tensor") and func.attr not in _KEPT


def is_pretrained(written: str) -> bool:
    """Whether a call makes one of the networks that PyTorch's packages bring along."""
    return bool(
        re.match(
            r"(torchvision\.)?models\.(?!load_|model_from|clone_)[a-z]|torch\.hub\.load$|timm\.", written
        )
    )
