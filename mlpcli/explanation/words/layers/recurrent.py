"""Recurrent layers."""

from collections.abc import Mapping

from mlpcli.config.layers import recurrent
from mlpcli.config.layers.base import Layer
from mlpcli.config.types.with_arguments import name_of
from mlpcli.explanation.words.layers.sentence import Sentence, Shape, told_by_schema
from mlpcli.explanation.words.phrases import counted, percent

_MERGED = {
    "concat": "the outputs of both stand side by side",
    "sum": "the outputs of both are added",
    "mul": "the outputs of both are multiplied",
    "ave": "of the outputs of both the mean is taken",
}


def simple_rnn(layer: recurrent.SimpleRNN, before: Shape, after: Shape) -> str:
    return (
        f"{_reads(layer, before)}: each of its {counted(layer.units, 'unit')} weighs the step and what all "
        f"units gave at the step before, and applies {name_of(layer.activation)}. {_gives(layer, before)}"
    )


def lstm(layer: recurrent.LSTM, before: Shape, after: Shape) -> str:
    return (
        f"{_reads(layer, before)}: each of its {counted(layer.units, 'unit')} keeps a memory, and three "
        f"gates ({name_of(layer.recurrent_activation)}) decide at every step what it forgets, what it takes "
        f"in and what it gives out; contents pass {name_of(layer.activation)}. {_gives(layer, before)}"
    )


def gru(layer: recurrent.GRU, before: Shape, after: Shape) -> str:
    return (
        f"{_reads(layer, before)}: each of its {counted(layer.units, 'unit')} has two gates "
        f"({name_of(layer.recurrent_activation)}), which decide at every step how much of its state it "
        f"renews and how much it looks back; new contents pass {name_of(layer.activation)}. "
        f"{_gives(layer, before)}"
    )


def bidirectional(layer: recurrent.Bidirectional, before: Shape, after: Shape) -> str:
    inner = layer.layer
    own = SENTENCES.get(type(inner), told_by_schema)(inner, before, after)
    return (
        f"Two {type(inner).__name__} read the sequence, one forwards and one backwards, and "
        f"{_MERGED[layer.merge_mode]}. Each: {own}"
    )


def _reads(layer: recurrent.Recurrent, before: Shape) -> str:
    steps = counted(before[0], "step")
    order = "from the last to the first" if layer.go_backwards else "one after the other"
    return f"Reads {steps} of {counted(before[1], 'number')} {order}"


def _gives(layer: recurrent.Recurrent, before: Shape) -> str:
    dropped = layer.dropout or layer.recurrent_dropout
    noise = f" In training, it drops {percent(dropped)} of what it reads." if dropped else ""
    if layer.return_sequences:
        return f"Its output is that of every step.{noise}"
    return f"Its output is that of the last step alone.{noise}"


SENTENCES: Mapping[type[Layer], Sentence] = {
    recurrent.SimpleRNN: simple_rnn,
    recurrent.LSTM: lstm,
    recurrent.GRU: gru,
    recurrent.Bidirectional: bidirectional,
}

JAPANESE: Mapping[type[Layer], str] = {
    recurrent.SimpleRNN: "系列を 1 ステップずつ読み、前の出力を次のステップで使います。",
    recurrent.LSTM: "系列を 1 ステップずつ読み、何を覚え、忘れ、出力するかをゲートで決めます。",
    recurrent.GRU: "系列を 1 ステップずつ読み、どれだけ更新するかをゲートで決めます。",
    recurrent.Bidirectional: "系列を前からと後ろからの両方で読みます。",
}
