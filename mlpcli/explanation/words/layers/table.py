"""Layers for the rows of a table."""

from collections.abc import Mapping

from mlpcli.config.layers import table
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.activations import then_activation
from mlpcli.explanation.words.layers.sentence import Sentence, Shape, values
from mlpcli.explanation.words.phrases import counted


def scale(layer: table.Scale, before: Shape, after: Shape) -> str:
    return (
        f"Multiplies each of {values(before[-1:])} by a learned factor, so that what helps counts for more."
    )


def periodic_embedding(layer: table.PeriodicEmbedding, before: Shape, after: Shape) -> str:
    return (
        f"Puts beside each of {counted(_features(layer, before), 'number')} {layer.units} learned mixtures "
        f"of {layer.frequencies} cosines of it, with frequencies that are learned too: a small change of a "
        "number can then change much."
    )


def piecewise_linear_encoding(layer: table.PiecewiseLinearEncoding, before: Shape, after: Shape) -> str:
    return (
        f"Puts beside each of {counted(_features(layer, before), 'number')} how far it is through each of "
        f"{counted(layer.bins, 'interval')}, 0 before and 1 after it; their bounds are quantiles of the "
        "training rows, measured before the first epoch."
    )


def category_embedding(layer: table.CategoryEmbedding, before: Shape, after: Shape) -> str:
    wide = [width for width in layer.widths if width > layer.limit]
    if not wide:
        return f"No category has more than {layer.limit} columns, so that it passes on what it gets."
    columns = counted(len(wide), "category", "categories")
    return (
        f"Replaces the {sum(wide):,} one-hot columns of {columns} by "
        f"{counted(layer.units, 'learned number')} for each: similar categories can get similar numbers."
    )


def ensemble(layer: table.Ensemble, before: Shape, after: Shape) -> str:
    return (
        f"Makes {layer.members:,} copies of {values(before)}, each with learned factors of its own: the "
        f"layers up to EnsembleHead are {layer.members:,} networks that share their weights."
    )


def ensemble_head(layer: table.EnsembleHead, before: Shape, after: Shape) -> str:
    return (
        f"A Dense of {counted(layer.units, 'unit')} for each of the {before[0]:,} members of the ensemble, "
        f"with weights of its own; the answer is the mean of the members' answers. "
        f"{then_activation(layer.activation)}"
    )


def _features(layer: table.PeriodicEmbedding | table.PiecewiseLinearEncoding, before: Shape) -> int:
    return before[0] if layer.features is None else layer.features


SENTENCES: Mapping[type[Layer], Sentence] = {
    table.Scale: scale,
    table.PeriodicEmbedding: periodic_embedding,
    table.PiecewiseLinearEncoding: piecewise_linear_encoding,
    table.CategoryEmbedding: category_embedding,
    table.Ensemble: ensemble,
    table.EnsembleHead: ensemble_head,
}

JAPANESE: Mapping[type[Layer], str] = {
    table.Scale: "各値に、学習した倍率を掛けます。",
    table.PeriodicEmbedding: "各数に、学習した周期の余弦を混ぜた数を添えます。",
    table.PiecewiseLinearEncoding: "各数に、各区間のどこまで進んだかを 0 から 1 で添えます。",
    table.CategoryEmbedding: "カテゴリーの列を、それぞれ学習した数の組に置き換えます。",
    table.Ensemble: "入力の写しをメンバーの数だけ作り、それぞれに学習した倍率を掛けます。",
    table.EnsembleHead: "各メンバーが自分の重みで答えを出し、その平均が答えになります。",
}
