"""What the first and the last layer of a network, and its loss, say of what it is trained on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mlpcli.config.translation.scripts.made_data import classes_drawn
from mlpcli.config.translation.scripts.sklearn_networks import CLASSES
from mlpcli.config.translation.scripts.values import Layer, Network, Part, Unread
from mlpcli.config.yaml.nodes import Plain

# Losses of numbers, by Keras's names in small letters.
_OF_NUMBERS = frozenset(
    """
    mse meansquarederror mae meanabsoluteerror mape meanabsolutepercentageerror msle
    meansquaredlogarithmicerror huber huberloss logcosh poisson
    """.split()
)
_OF_NUMBERS_ALONE = _OF_NUMBERS - frozenset({"mse", "meansquarederror", "mae", "meanabsoluteerror"})
_CLASSES_OF = {
    **dict.fromkeys(("mnist", "fashion_mnist", "cifar10", "digits"), 10),
    "cifar100": 100,
    **dict.fromkeys(("iris", "wine"), 3),
    "breast_cancer": 2,
}


def other_targets(section: Mapping[str, Plain], network: Network) -> Unread | None:
    """That a network gives another number of values than its data have classes, as an autoencoder does."""
    layers = [part.plain for part in network.parts if isinstance(part, Layer)]
    classes = number_of_classes(section)
    dense = (one["Dense"] for one in reversed(layers) if isinstance(one, dict) and "Dense" in one)
    last = next(dense, None)
    units = last.get("units") if isinstance(last, dict) else None
    # Probabilities that exclude each other are of classes, if not of all.
    is_of_classes = "softmax" in str(layers).lower() or units in (classes, 1 if classes == 2 else classes)
    if not classes or type(units) is not int or is_of_classes:
        return None
    return Unread(f"targets other than the {classes} classes of {section['source']}", network.line)


def number_of_classes(section: Mapping[str, Plain]) -> int:
    """How many classes the data have that a section names; 0 if that is seen only in them."""
    return _CLASSES_OF.get(str(section["source"])) or classes_drawn(section)


def with_classes(parts: Sequence[Part], section: Mapping[str, Plain]) -> list[Part]:
    """The parts of a network, whose head has as many outputs as its data have classes if it takes that from
    them."""
    if not (count := number_of_classes(section)) or not any(map(_takes_classes, parts)):
        return list(parts)
    *before, head = (part for part in parts if not _takes_classes(part))
    if not isinstance(head, Layer) or not isinstance(head.plain, dict):
        return list(parts)
    given = head.plain["Dense"]
    # scikit-learn has one output for two classes.
    outputs: dict[str, Plain] = {"units": 1, "activation": "sigmoid"} if count == 2 else {"units": count}
    known: Plain = {"Dense": {**(given if isinstance(given, dict) else {}), **outputs}}
    return [*before, replace(head, plain=known, unread=())]


def _takes_classes(part: Part) -> bool:
    return isinstance(part, Unread) and part.text == CLASSES


def loss_of_numbers(
    section: Mapping[str, Plain], layers: Sequence[Plain], loss: Plain, text: str
) -> Unread | None:
    """The loss of a network that has classes, if it is one of numbers alone."""
    name = str(next(iter(loss)) if isinstance(loss, dict) else loss)
    is_of_classes = section["source"] in _CLASSES_OF or "softmax" in str(layers[-1]).lower()
    if not is_of_classes or re.sub("_", "", name).lower() not in _OF_NUMBERS_ALONE:
        return None
    # PyTorch's huber has another name.
    found = re.search(rf"{re.escape(name)}|smooth_?l1", text, re.IGNORECASE)
    line = text.count("\n", 0, found.start()) + 1 if found else 1
    return Unread(f"the loss {name}, which is for numbers", line)


def takes_vectors(layers: Sequence[Plain]) -> bool:
    """Whether a network begins with a Dense, which is given each window as one row of numbers."""
    first = layers[0]
    return "Dense" in (first, *(first if isinstance(first, dict) else ())) and "Flatten" not in layers


def is_regression(layers: Sequence[Plain], loss: Plain) -> bool:
    """Whether a network ends in one number without an activation, and its loss, if it has one, is of such."""
    last = layers[-1]
    head = last.get("Dense") if isinstance(last, dict) else None
    name = next(iter(loss)) if isinstance(loss, dict) else loss
    is_of_numbers = name is None or re.sub("_", "", str(name)).lower() in _OF_NUMBERS
    return isinstance(head, dict) and head.get("units") == 1 and "activation" not in head and is_of_numbers


def loss_of_outputs(loss: Plain, last: Plain) -> Plain:
    """A loss of logits, as one of probabilities if the last layer makes some."""
    arguments = loss.get("categorical_crossentropy") if isinstance(loss, dict) else None
    if "softmax" not in str(last).lower() or not isinstance(arguments, dict):
        return loss
    kept: Plain = {key: value for key, value in arguments.items() if key != "from_logits"}
    return {"categorical_crossentropy": kept}


def with_probabilities(layers: Sequence[Plain], activation: str) -> list[Plain]:
    """The layers with an activation that PyTorch's loss applies to their outputs, and Keras's does not."""
    last = layers[-1]
    head = last.get("Dense") if isinstance(last, dict) else None
    if not activation or not isinstance(head, dict) or "activation" in head:
        return list(layers)
    if activation == "softmax" and head.get("units") == 1:
        return list(layers)
    return [*layers[:-1], {"Dense": {**head, "activation": activation}}]
