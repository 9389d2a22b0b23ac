"""Code without a network that is translated is told so, and which of its numbers can be kept."""

from pathlib import Path

import pytest

from mlpcli.config.translation.scripts.other_frameworks import refused_script
from tests.config.translation.told import problem_of

OF_TRANSFORMERS = """\
from transformers import Trainer, TrainingArguments
EPOCHS = 2
args = TrainingArguments("out", learning_rate=2e-5, per_device_train_batch_size=16, num_train_epochs=EPOCHS)
trainer = Trainer(model=model, args=args)
"""
OF_FASTAI = """\
from fastai.tabular.all import *
dls = TabularDataLoaders.from_csv("adult.csv", y_names="salary", bs=64)
learn = tabular_learner(dls, layers=[200, 100], metrics=accuracy)
learn.fit_one_cycle(3, 1e-2)
"""
OF_FLAX = """\
from flax import linen as nn
class Net(nn.Module):
    @nn.compact
    def __call__(self, x):
        x = nn.relu(nn.Conv(features=32, kernel_size=(3, 3))(x))
        return nn.Dense(10)(x.reshape((x.shape[0], -1)))
tx = optax.sgd(learning_rate, 0.9)
"""


@pytest.mark.parametrize(
    ("text", "package", "kept"),
    [
        (OF_TRANSFORMERS, "transformers", "epochs: 2, batch_size: 16, learning_rate: 2e-05"),
        (
            OF_FASTAI,
            "fastai",
            "batch_size: 64, epochs: 3, learning_rate: 0.01, the layers Dense 200, Dense 100",
        ),
        (OF_FLAX, "flax", "momentum: 0.9, the layers Conv2D 32, Dense 10"),
        ("from flax import nnx\nm = nnx.Linear(4, 8, rngs=rngs)\n", "flax", "the layers Dense 8"),
    ],
)
def test_of_other_frameworks_numbers_are_kept_and_no_network(text: str, package: str, kept: str) -> None:
    problem = refused_script(text, "c.yaml")
    assert problem is not None
    assert (
        problem.message == f"this is Python code of the package {package}, whose networks are not translated"
    )
    assert (
        problem.fix
        == f"have a config written for your data: mlpcli init; then take over {kept} from the script"
    )


@pytest.mark.parametrize(
    ("text", "file", "is_refused"),
    [
        ("import numpy as np\nx: int = 3\n", "c.yaml", True),
        ("data: {source: mnist}\nlayers: [Flatten]\n", "c.yaml", False),
        ("print(3)\n", "c.py", True),
        ("import numpy as\n", "c.py", False),
    ],
)
def test_code_is_told_from_configs_by_its_imports(text: str, file: str, is_refused: bool) -> None:
    assert (refused_script(text, file) is not None) == is_refused


def test_a_network_that_a_package_brings_along_is_no_example(tmp_path: Path) -> None:
    file = tmp_path / "c.py"
    file.write_text(
        "import torchvision\nclass Net(nn.Module):\n    def __init__(self):\n"
        "        self.base = torchvision.models.resnet18(num_classes=10)\n    def forward(self, x):\n"
        "        return F.log_softmax(self.base(x), dim=1)\nmodel = Net()\n"
    )
    assert problem_of(file).message == (
        "this is Python code of a network that a package brings along, which is not translated: "
        "torchvision.models.resnet18 in line 4"
    )
