"""The formulas of activations in Japanese, where they have words in them."""

from collections.abc import Mapping

from mlpcli.config.activations import Relu
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.explanation.words.activations import arguments_of, formula_and_effect

FORMULAS: Mapping[str, str] = {
    "softmax": "e^z / (すべての e^z の和)",
    "step": "z > 0 なら 1、ほかは 0",
    "celu": "z > 0 なら z、ほかは {alpha:g} (e^(z / {alpha:g}) - 1)",
    "elu": "z > 0 なら z、ほかは {alpha:g} (e^z - 1)",
    "gelu": "z に、正規分布の z 以下の割合を掛けた値",
    "hard_shrink": "-{threshold:g} から {threshold:g} までは 0、ほかは z",
    "hard_sigmoid": "(z + 3) / 6 を 0 から 1 に収めた値",
    "hard_silu": "-3 から 3 までは z (z + 3) / 6、下は 0、上は z",
    "hard_swish": "-3 から 3 までは z (z + 3) / 6、下は 0、上は z",
    "hard_tanh": "z を -1 から 1 に収めた値",
    "leaky_relu": "z > 0 なら z、ほかは {negative_slope:g} z",
    "log_softmax": "z - log(すべての e^z の和)",
    "relu6": "max(0, z)、ただし 6 まで",
    "selu": "z > 0 なら 1.0507 z、ほかは 1.7581 (e^z - 1)",
    "soft_shrink": "z を 0 に {threshold:g} だけ近づけた値、-{threshold:g} から {threshold:g} までは 0",
    "sparse_plus": "-1 より下は 0、1 より上は z、間は (z + 1)^2 / 4",
    "sparse_sigmoid": "(z + 1) / 2 を 0 から 1 に収めた値",
    "sparsemax": "すべての z に最も近い確率",
    "threshold": "z > {threshold:g} なら z、ほかは {default_value:g}",
}
"""By the names of the activations, with arguments in braces."""


def formula_of(chosen: str | WithArguments) -> str:
    """The formula of an activation of `z`."""
    if isinstance(chosen, Relu) and any(arguments_of(chosen).values()):
        return _bent(chosen)
    formula = FORMULAS.get(name_of(chosen))
    return formula.format(**arguments_of(chosen)) if formula else formula_and_effect(chosen)[0]


def _bent(relu: Relu) -> str:
    most = "" if relu.max_value is None else f"、ただし {relu.max_value:g} まで"
    moved = f"(z - {relu.threshold:g})" if relu.threshold else "z"
    below = f"{relu.negative_slope:g} {moved}" if relu.negative_slope else "0"
    return f"z > {relu.threshold:g} なら z{most}、ほかは {below}"
