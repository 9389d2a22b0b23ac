"""Layers of sequences."""

from collections.abc import Mapping

from mlpcli.config.layers import sequence
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.words.layers import convolution, core, pooling, recurrent, reshaping
from mlpcli.explanation.words.layers.sentence import Sentence, Shape, told_by_schema, values
from mlpcli.explanation.words.phrases import counted

_INNER: Mapping[type[Layer], Sentence] = {
    **core.SENTENCES,
    **reshaping.SENTENCES,
    **convolution.SENTENCES,
    **pooling.SENTENCES,
    **recurrent.SENTENCES,
}


def embedding(layer: sequence.Embedding, before: Shape, after: Shape) -> str:
    skipped = " Steps that are 0 are skipped by the layers that can." if layer.mask_zero else ""
    return (
        f"Looks up {counted(layer.output_dim, 'learned number')} for each of {values(before)}, which are "
        f"whole numbers from 0 to {layer.input_dim - 1:,}.{skipped}"
    )


def masking(layer: sequence.Masking, before: Shape, after: Shape) -> str:
    return (
        f"Marks the steps whose {counted(before[-1], 'number')} all equal {layer.mask_value:g}, so that the "
        "layers that can skip them."
    )


def time_distributed(layer: sequence.TimeDistributed, before: Shape, after: Shape) -> str:
    inner = layer.layer
    own = _INNER.get(type(inner), told_by_schema)(inner, before[1:], after[1:])
    return f"{type(inner).__name__}, with the same weights at each of {counted(before[0], 'step')}. {own}"


SENTENCES: Mapping[type[Layer], Sentence] = {
    sequence.Embedding: embedding,
    sequence.Masking: masking,
    sequence.TimeDistributed: time_distributed,
}

JAPANESE: Mapping[type[Layer], str] = {
    sequence.Embedding: "各番号を、学習したベクトルに置き換えます。",
    sequence.Masking: "指定の値だけのステップを、後の層が飛ばすようにします。",
    sequence.TimeDistributed: "各ステップに同じ層を適用します。",
}
