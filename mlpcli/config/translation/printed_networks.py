"""What `print(model)` of PyTorch prints, as a config: its layers; what else is done is not printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mlpcli.config.translation.scripts.translate import Translated, config_of_script, left_out_words
from mlpcli.config.translation.scripts.values import Unread

_START = re.compile(r"(\w+)\(")
_LAYER = re.compile(r"\([\w.-]+\): (?:(\d+) x )?(\w+)\((.*)\)")
_BLOCK = re.compile(r"\([\w.-]+\): (?:(\d+) x )?(\w+)\(")
# The only texts that are printed without quotes.
_UNQUOTED = re.compile(r"=(same|valid)\b")
# Arguments that are printed though they are as they would be anyway.
_USUAL = re.compile(
    r"(?:^|, )(?:start_dim=1|end_dim=-1|dilation=1|ceil_mode=False|bias=True|stride=\(1,(?: 1)?\)"
    r"|affine=True|track_running_stats=True|inplace=(?:True|False))(?=, |$)"
)
_MOST_TIMES = 100
_WEIGHTED = ("nn.Linear(", "nn.Conv1d(", "nn.Conv2d(")
_WITH_AXES = ("nn.Conv1d(", "nn.Conv2d(", "nn.MaxPool", "nn.AvgPool", "nn.Adaptive")
_ACTIVATION = re.compile(r"nn\.(\w*ELU6?|\w*LU|(Log)?Sigmoid|Tanh|Mish|Hard\w+|Softplus|Softsign)\(")
# Blocks that are more than their layers one after the other.
_WHOLE = ("Multihead", "Transformer")


@dataclass
class _Block:
    name: str
    times: int = 1
    layers: list[tuple[int, str]] = field(default_factory=list)

    def all_layers(self, line: int) -> list[tuple[int, str]]:
        if self.name.startswith(_WHOLE):
            return [(line, f"nn.{self.name}()")] * self.times
        return self.layers * self.times


def config_of_print(text: str) -> Translated | None:
    """The config of a network that was printed; None if the text is not such a print."""
    network = _printed(text.splitlines())
    if network is None or not network.layers:
        return None
    layers, lacks_activations = _with_activations(_flattened(network.layers))
    found = config_of_script(_code(layers))
    if found is None:
        return None
    notes = [Unread("the activations", layers[0][0], is_layer=False)] if lacks_activations else []
    if not lacks_activations and _is_of_classes(layers[-1][1]):
        notes.append(Unread("the last activation", layers[-1][0], is_layer=False))
    if network.name != "Sequential":
        notes.append(Unread("what its forward does beside its layers", network.layers[0][0], is_layer=False))
    return replace(found, message="; ".join(filter(None, [found.message, *left_out_words(notes)])))


def _printed(lines: Sequence[str]) -> _Block | None:
    """The network, each layer with its line; None if a line is of none."""
    first = next((place for place, line in enumerate(lines) if _START.fullmatch(line.strip())), len(lines))
    # The call that prints may have been pasted along.
    if any(line.strip() and "print" not in line for line in lines[:first]):
        return None
    blocks: list[_Block] = [_Block(_START.sub(r"\1", line.strip())) for line in lines[first : first + 1]]
    for number, line in enumerate(map(str.strip, lines[first + 1 :]), start=first + 2):
        if found := _LAYER.fullmatch(line):
            blocks[-1].layers += [(number, _call(found[2], found[3]))] * _times(found[1])
        elif found := _BLOCK.fullmatch(line):
            blocks.append(_Block(found[2], _times(found[1])))
        elif line == ")":
            block = blocks.pop()
            if not blocks:
                return block
            blocks[-1].layers += block.all_layers(number)
        elif line:
            return None
    return None


def _call(name: str, arguments: str) -> str:
    return f"nn.{name}({_UNQUOTED.sub(_quoted, _USUAL.sub('', arguments)).removeprefix(', ')})"


def _quoted(found: re.Match[str]) -> str:
    return f"='{found[1]}'"


def _times(written: str | None) -> int:
    return min(int(written or 1), _MOST_TIMES)


def _flattened(layers: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """With a Flatten where a network takes the axes together, which its own code does unprinted."""
    if any(layer.startswith("nn.Flatten(") for _, layer in layers):
        return list(layers)
    made: list[tuple[int, str]] = []
    has_axes = False
    for line, layer in layers:
        if layer.startswith("nn.Linear(") and has_axes:
            made.append((line, "nn.Flatten()"))
            has_axes = False
        has_axes = has_axes or layer.startswith(_WITH_AXES)
        made.append((line, layer))
    return made


def _with_activations(layers: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], bool]:
    """With a ReLU behind all but the last layer with weights, if no activation is printed; and whether."""
    weighted = [place for place, (_, layer) in enumerate(layers) if layer.startswith(_WEIGHTED)]
    hidden = weighted[:-1]
    if not hidden or any(_ACTIVATION.match(layer) for _, layer in layers[: weighted[-1]]):
        return layers, False
    made: list[tuple[int, str]] = []
    for place, (line, layer) in enumerate(layers):
        made += [(line, layer), (line, "nn.ReLU()")] if place in hidden else [(line, layer)]
    return made, True


def _code(layers: Sequence[tuple[int, str]]) -> str:
    """Code that makes the layers, each in its line, so that what is said of one says where it stands."""
    lines = [""] * layers[-1][0]
    at = 0
    for line, layer in layers:
        # What is repeated comes behind what it follows.
        at = max(at, line - 1)
        lines[at] += f"{layer}, "
    # Lines that are empty in front would not be counted.
    lines[0] = "from torch import nn"
    first = layers[0][0] - 1
    # What is not printed either is the loss: that of classes, where there are several outputs.
    end = "\nnn.CrossEntropyLoss()" if _is_of_classes(layers[-1][1]) else ""
    lines[first] = f"model = nn.Sequential({lines[first]}"
    return "\n".join([*lines[:-1], f"{lines[-1]}){end}"])


def _is_of_classes(layer: str) -> bool:
    """Whether a network ends in several numbers, which are probably those of classes."""
    return layer.startswith("nn.Linear(") and not re.search(r"(?:out_features=|^nn\.Linear\(\d+, )1\b", layer)
