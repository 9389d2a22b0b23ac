"""An argument that a known call is given and that is not known is named, whatever the call is of."""

from collections.abc import Iterable, Iterator

import pytest

from mlpcli.config.json_schema import KINDS
from mlpcli.config.translation.other_names import OF_PYTORCH
from mlpcli.config.translation.scripts.calls import KNOWN_CALLS
from mlpcli.config.translation.scripts.pytorch_layers import RULES
from mlpcli.config.translation.scripts.schedules import SCHEDULES
from tests.config.translation.scripts.translated import HEAD, OF_TORCH, translated

# What must stand before a name, or between its parentheses, for a call to be known.
OWNERS = {
    "seed": "random.",
    "batch": "rows.",
    "flow": "rows.",
    "sample": "df.",
    "load_data": "cifar100.",
    "load": "tfds.",
}
GIVEN = {
    **{"Resize": "(8, 8), ", "read_csv": "'a.csv', ", "random_split": "rows, [0.5, 0.5], "},
    **{"Threshold": "1, 2, ", "ZeroPad2d": "1, ", "Upsample": "scale_factor=2, "},
}
KINDS_OF = {one.kind: list(one.models) for one in KINDS}
CALLS = [name for name, known in KNOWN_CALLS.items() if not known.is_read_elsewhere]
# Names of calls, and a script in which each is called.
TABLE: list[tuple[Iterable[str], str]] = [
    (CALLS, f"{HEAD}x = CALL\n"),
    (KINDS_OF["layer"], f"{HEAD}model.add(CALL)\n"),
    (
        [name for name in (*OF_PYTORCH, *RULES) if not name.startswith("Adaptive")],
        "m = nn.Sequential(nn.Linear(4, 3), nn.CALL)\n",
    ),
    (KINDS_OF["optimizer"], f"{HEAD}model.compile(CALL, 'mse')\n"),
    (
        ["SGD", "Adam", "AdamW", "RMSprop", "NAdam", "Adagrad", "Adadelta"],
        f"{OF_TORCH}o = torch.optim.CALL\n".replace("CALL", "CALL(model.parameters(), "),
    ),
    (
        ["MeanSquaredError", "Huber", "SparseCategoricalCrossentropy", "Poisson"],
        f"{HEAD}model.compile('sgd', CALL)\n",
    ),
    (
        ["BinaryAccuracy", "Precision", "AUC", "RootMeanSquaredError"],
        f"{HEAD}model.compile('sgd', 'mse', [CALL])\n",
    ),
    (["EarlyStopping", "ReduceLROnPlateau"], f"{HEAD}model.fit(x, y, callbacks=[CALL])\n"),
    (sorted(SCHEDULES), f"{OF_TORCH}o = torch.optim.SGD(model.parameters(), 0.1)\ns = CALL(o, \n"),
    (["MSELoss", "CrossEntropyLoss", "NLLLoss", "HuberLoss"], f"{OF_TORCH}l = nn.CALL\n"),
    (["max_pool2d", "dropout", "softplus"], "x = Dense(3)(Input((4,)))\nx = F.CALL(x, 2, \n"),
    (["fit"], f"{HEAD}model.CALL(x, y, \n"),
    (["compile"], f"{HEAD}model.CALL('sgd', 'mse', \n"),
    (["Trainer"], f"{OF_TORCH}t = CALL(max_epochs=3, \n"),
    (["MLPClassifier", "MLPRegressor"], "m = CALL(4, \n"),
    (["NeuralNet"], "m = CALL(nn.Sequential(nn.Linear(4, 3)), \n"),
    (["KerasClassifier"], "def build():\n    return Sequential([Dense(3)])\nm = CALL(build, \n"),
]


def scripts() -> Iterator[tuple[str, str]]:
    """Each name, and a script in which it is given an argument that nobody has."""
    for names, script in TABLE:
        for name in names:
            begun = f"{OWNERS.get(name, '')}{name}("
            if "CALL(" in script:
                yield name, f"{script.replace('CALL(', begun).rstrip()} made_up=7)\n"
            else:
                yield name, script.replace("CALL", f"{begun}{GIVEN.get(name, '')}made_up=7)")


@pytest.mark.parametrize(("name", "script"), list(scripts()))
def test_no_argument_is_dropped_in_silence(name: str, script: str) -> None:
    message = translated(script).message
    # What cannot be read at all is named as a whole.
    assert "made_up=7" in message or f"{name} in line" in message
