"""What the look inside says of layers and activations in Japanese; in English it has the terminal's words."""

from collections.abc import Mapping

from mlpcli.config.activations import Relu
from mlpcli.config.layers.base import Layer
from mlpcli.config.types.with_arguments import WithArguments, name_of
from mlpcli.explanation.words.activations import arguments_of, formula_and_effect

_IDLE = "学習のときだけ働き、予測のときは何も変えません。"
_WINDOW = "窓をずらしながら、各チャンネルの窓の中の"
_SUMS = "窓をずらしながら、各フィルターが窓の中の値に重みを掛けて足し合わせます。"
_EACH = "各チャンネルごとに、窓の中の値に重みを掛けて足し合わせます。"
_SPREAD = "各値にフィルターの重みを掛けて広げ、重なったところを足し合わせます。"
SENTENCES: Mapping[str, str] = {
    "Dense": "各ユニットがすべての入力に自分の重みを掛けて足し合わせます。",
    "Activation": "値に活性化関数を適用します。",
    "Dropout": f"無作為に選んだ値を 0 にします。{_IDLE}",
    "GaussianNoise": f"各値に正規分布の乱数を足します。{_IDLE}",
    "GaussianDropout": f"各値に平均 1 の乱数を掛けます。{_IDLE}",
    "AlphaDropout": f"無作為に選んだ値を selu の下限にし、平均と分散を保ちます。{_IDLE}",
    "Identity": "受け取った値をそのまま渡します。",
    "ActivityRegularization": "値をそのまま渡し、値の大きさに応じた罰則を損失に加えます。",
    "Rescaling": "各値に定数を掛け、定数を足します。",
    "Normalization": "平均を引き、標準偏差で割ります。",
    "ReLU": "0 より小さい値を 0 にします。",
    "LeakyReLU": "0 より小さい値を小さくして通します。",
    "ELU": "0 より小さい値をなめらかに抑えます。",
    "PReLU": "0 より小さい値に、学習した傾きを掛けます。",
    "Softmax": "合計が 1 になる確率にします。",
    "Flatten": "値の順序を変えずに一列に並べます。",
    "Reshape": "値の順序を変えずに、別の形に並べます。",
    "Permute": "軸を入れ替えます。",
    "RepeatVector": "同じ値を何度も繰り返します。",
    "ZeroPadding1D": "前後に 0 を足します。",
    "ZeroPadding2D": "まわりに 0 を足します。",
    "Cropping1D": "前後を切り落とします。",
    "Cropping2D": "まわりを切り落とします。",
    "CenterCrop": "中央を切り出します。",
    "UpSampling1D": "各ステップを繰り返して長くします。",
    "UpSampling2D": "画像を拡大します。",
    "Resizing": "画像の大きさを変えます。",
    "Conv1D": _SUMS,
    "Conv2D": _SUMS,
    "DepthwiseConv1D": f"窓をずらしながら、{_EACH}",
    "DepthwiseConv2D": f"窓をずらしながら、{_EACH}",
    "SeparableConv1D": f"{_EACH}それから、すべてのチャンネルを混ぜ合わせます。",
    "SeparableConv2D": f"{_EACH}それから、すべてのチャンネルを混ぜ合わせます。",
    "Conv1DTranspose": _SPREAD,
    "Conv2DTranspose": _SPREAD,
    "MaxPooling1D": f"{_WINDOW}最大値を取ります。",
    "MaxPooling2D": f"{_WINDOW}最大値を取ります。",
    "AveragePooling1D": f"{_WINDOW}平均を取ります。",
    "AveragePooling2D": f"{_WINDOW}平均を取ります。",
    "GlobalMaxPooling1D": "各チャンネルの最大値を取ります。",
    "GlobalMaxPooling2D": "各チャンネルの最大値を取ります。",
    "GlobalAveragePooling1D": "各チャンネルの平均を取ります。",
    "GlobalAveragePooling2D": "各チャンネルの平均を取ります。",
    "BatchNormalization": "学習で測った平均を引いて標準偏差で割り、学習した倍率とずれを加えます。",
    "LayerNormalization": "一行の値から平均を引いて標準偏差で割り、学習した倍率とずれを加えます。",
    "GroupNormalization": "チャンネルのグループごとに平均を引いて標準偏差で割ります。",
    "RMSNormalization": "二乗平均の平方根で割ります。",
    "UnitNormalization": "長さが 1 になるように割ります。",
    "SpatialDropout1D": f"無作為に選んだチャンネル全体を 0 にします。{_IDLE}",
    "SpatialDropout2D": f"無作為に選んだチャンネル全体を 0 にします。{_IDLE}",
    "RandomFlip": f"画像を無作為に反転します。{_IDLE}",
    "RandomRotation": f"画像を無作為に回転します。{_IDLE}",
    "RandomTranslation": f"画像を無作為にずらします。{_IDLE}",
    "RandomZoom": f"画像を無作為に拡大または縮小します。{_IDLE}",
    "RandomContrast": f"コントラストを無作為に変えます。{_IDLE}",
    "RandomBrightness": f"明るさを無作為に変えます。{_IDLE}",
    "RandomCrop": "学習のときは無作為な場所を、予測のときは中央を切り出します。",
    "RandomShear": f"画像を無作為に傾けます。{_IDLE}",
    "RandomErasing": f"画像の一部を無作為に消します。{_IDLE}",
    "RandomElasticTransform": f"画像を無作為にゆがめます。{_IDLE}",
    "SimpleRNN": "系列を 1 ステップずつ読み、前の出力を次のステップで使います。",
    "LSTM": "系列を 1 ステップずつ読み、何を覚え、忘れ、出力するかをゲートで決めます。",
    "GRU": "系列を 1 ステップずつ読み、どれだけ更新するかをゲートで決めます。",
    "Bidirectional": "系列を前からと後ろからの両方で読みます。",
    "TimeDistributed": "各ステップに同じ層を適用します。",
    "Embedding": "各番号を、学習したベクトルに置き換えます。",
    "Masking": "指定の値だけのステップを、後の層が飛ばすようにします。",
    "Scale": "各値に、学習した倍率を掛けます。",
    "PeriodicEmbedding": "各数に、学習した周期の余弦を混ぜた数を添えます。",
    "PiecewiseLinearEncoding": "各数に、各区間のどこまで進んだかを 0 から 1 で添えます。",
    "CategoryEmbedding": "カテゴリーの列を、それぞれ学習した数の組に置き換えます。",
    "Ensemble": "入力の写しをメンバーの数だけ作り、それぞれに学習した倍率を掛けます。",
    "EnsembleHead": "各メンバーが自分の重みで答えを出し、その平均が答えになります。",
}
"""What every layer does to a row, by the names of the classes."""

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
"""The formulas of activations that have words in them, with arguments in braces."""


def sentence_of(layer: Layer) -> str:
    """What a layer does to a row."""
    return SENTENCES[type(layer).__name__]


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
