"""Files that are given as a config and are something else are told what to do with them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlpcli
from mlpcli.arguments import Contents
from mlpcli.config.load import load
from mlpcli.config.translation.mappings import layers_of_text
from mlpcli.config.translation.pastes import layers_in
from mlpcli.config.translation.scripts.translate import config_of_script
from mlpcli.errors import ConfigError
from tests.config.translation.told import problem_of
from tests.damage import fuzzed

PIECES = [
    *"()[]{},=.:*-+/'\"\n ",
    "Dense",
    "model.add(",
    "Sequential([",
    "units=",
    "10",
    "1e999",
    "lambda: 0",
    "fit(",
    "\nfor i in range(3):\n    ",
    "\ndef f(x, n=2):\n    return ",
    "\nclass Net(Module):\n    def forward(self, x):\n        return ",
    "\nx = ",
    "\nx += ",
    "f(",
    "x",
    "i",
    "Input((4,))",
    "Model(x, ",
    ".append(",
    "[1, Dense(i)]",
    "99999999999999999999999",
    "range(",
    "compile(loss=",
    "pd.read_csv(",
    "\nif i == 2:\n    ",
    "\nNet()",
]


@pytest.mark.parametrize(
    ("name", "message", "fix"),
    [
        ("flowers.csv", "flowers.csv is a table, not a config", "mlpcli init FOLDER/flowers.csv"),
        ("flowers.TSV", "flowers.TSV is a table, not a config", "mlpcli init FOLDER/flowers.TSV"),
        ("a b.csv.gz", "a b.csv.gz is a table, not a config", "mlpcli init 'FOLDER/a b.csv.gz'"),
        (
            "flowers.xlsx",
            "flowers.xlsx is a workbook, not a config",
            "save it as flowers.csv, and have a config written: mlpcli init FOLDER/flowers.csv",
        ),
        ("flowers.npz", "flowers.npz holds data, not a config", "mlpcli init FOLDER/flowers.npz"),
        ("flowers.npy", "flowers.npy holds data, not a config", "data: {source: arrays, path: flowers.npy}"),
        ("seven.png", "seven.png is an image, not a config", "mlpcli predict"),
        ("model.h5", "model.h5 is a saved network, not a config", "mlpcli init"),
    ],
)
def test_data_is_no_config(name: str, message: str, fix: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("a,b\n1,2\n")
    problem = problem_of(tmp_path / name)
    assert (problem.where, problem.message) == (str(tmp_path / name), message)
    assert fix.replace("FOLDER", str(tmp_path)) in problem.fix


def test_a_folder_names_the_config_in_it(tmp_path: Path) -> None:
    assert problem_of(tmp_path).fix.endswith(f"images per class: mlpcli init {tmp_path}")
    (tmp_path / "net.yaml").touch()
    assert problem_of(tmp_path).fix == f"name the file: {tmp_path / 'net.yaml'}"
    assert problem_of(tmp_path).where == str(tmp_path)


def test_the_lines_of_a_script_are_the_config_that_trains_its_network(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(
        "import keras\nUNITS = 2 * 32\n(x, y), _ = keras.datasets.mnist.load_data()\nx = x / 255\n"
        "model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(UNITS, 'relu'),\n"
        "    keras.layers.Dense(10, activation='softmax', kernel_regularizer=keras.regularizers.l2(1e-4))])\n"
        "model.compile(keras.optimizers.SGD(0.1), loss=keras.losses.CategoricalCrossentropy())\n"
    )
    problem = problem_of(tmp_path / "train.py")
    assert problem.message.startswith("this is Python code, and a config never runs code; it takes no share")
    assert problem.fix.splitlines() == [
        "write in its place:",
        "data:",
        "  source: mnist",
        "layers:",
        "  - Flatten",
        "  - Dense: {units: 64, activation: relu}",
        "  - Dense: {units: 10, activation: softmax, kernel_regularizer: {L2: {l2: 0.0001}}}",
        "optimizer:",
        "  SGD: {learning_rate: 0.1}",
        "training:",
        "  loss: categorical_crossentropy",
    ]


def test_code_without_a_network_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("model.summary()\n")
    problem = problem_of(tmp_path / "c.yaml")
    assert problem.message == "this is Python code, but none of a network"
    assert problem.fix == "paste the code that builds the network too, or create a config: mlpcli init"


def test_a_printed_network_of_pytorch_is_its_layers(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(
        ">>> print(model)\nNet(\n"
        "  (conv1): Conv2d(1, 32, kernel_size=(3, 3), stride=(1, 1), padding=same)\n"
        "  (pool): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)\n"
        "  (blocks): ModuleList(\n    (0-1): 2 x Sequential(\n"
        "      (0): Linear(in_features=64, out_features=64, bias=True)\n"
        "      (1): Dropout(p=0.1, inplace=False)\n    )\n  )\n"
        "  (bilinear): Bilinear(in1_features=4, in2_features=4, out_features=3, bias=True)\n"
        "  (fc): Linear(in_features=64, out_features=10, bias=False)\n)\n"
    )
    problem = problem_of(tmp_path / "c.yaml")
    assert problem.message == (
        "this is the print of a network, not its config; left out: "
        "nn.Bilinear in line 11; "
        "not known, so set it yourself: the activations in line 3, "
        "what its forward does beside its layers in line 3"
    )
    dense = ["  - Dense: {units: 64}", "  - ReLU", "  - Dropout: {rate: 0.1}"]
    assert problem.fix.splitlines()[4:] == [
        "layers:",
        "  - Conv2D: {filters: 32, kernel_size: [3, 3], padding: same}",
        "  - ReLU",
        "  - MaxPooling2D: {pool_size: 2, strides: 2, padding: valid}",
        "  - Flatten",
        *dense,
        *dense,
        "  - Dense: {units: 10, use_bias: false, activation: softmax}",
    ]


def test_a_printed_network_with_activations_gets_no_others(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(
        "Sequential(\n  (0): Linear(in_features=784, out_features=128, bias=True)\n  (1): Tanh()\n"
        "  (2): Linear(in_features=128, out_features=10, bias=True)\n)\n"
    )
    problem = problem_of(tmp_path / "c.yaml")
    assert problem.message == (
        "this is the print of a network, not its config; "
        "not known, so set it yourself: the last activation in line 4"
    )
    assert problem.fix.endswith(
        "  - Dense: {units: 128}\n  - Activation: {activation: tanh}\n"
        "  - Dense: {units: 10, activation: softmax}"
    )


def test_toml_is_the_mapping_that_it_is(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(
        '# mine\n[data]\nsource = "mnist"\n[train]\nlr = 1e-2\noptimizer = "adam"\n'
        '[[layers]]\ntype = "Flatten"\n[[layers]]\ntype = "Dense"\nunits = 10\nactivation = "softmax"\n'
    )
    problem = problem_of(tmp_path / "c.toml")
    assert problem.message.startswith(
        "this is TOML, and a config is YAML; mended too: there is no key train here, layers[0]: there is"
    )
    assert problem.fix.splitlines() == [
        "write in its place:",
        "data:",
        "  source: mnist",
        "layers:",
        "  - Flatten",
        "  - Dense: {units: 10, activation: softmax}",
        "optimizer:",
        "  Adam: {learning_rate: 0.01}",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.toml", '[data]\nsource = "mnist"\n[network]\nhidden_layers = 2\nhidden_units = 64\n'),
        ("c.ini", "; mine\n[data]\nsource = mnist\n[network]\nhidden_units = 64, 64  ; two\n"),
    ],
)
def test_what_is_added_behind_a_translated_text_is_in_it(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    problem = problem_of(tmp_path / name)
    kind = name.partition(".")[2].upper()
    assert problem.message.startswith(f"this is {kind}, and a config is YAML; mended too: ")
    dense = "  - Dense: {units: 64, activation: relu}"
    assert problem.fix.splitlines()[1:6] == ["data:", "  source: mnist", "layers:", "  - Flatten", dense]
    assert problem.fix.endswith(f"{dense}\n{dense}")


def test_a_network_of_darknet_is_translated(tmp_path: Path) -> None:
    (tmp_path / "net.cfg").write_text(
        "[net]\nbatch=64\nwidth=28\nlearning_rate=0.01\nmomentum=0.9\npolicy=poly\n\n"
        "[convolutional]\nbatch_normalize=1\nfilters=8\nsize=3\nstride=2\npad=1\nactivation=leaky\n\n"
        "[route]\nlayers=-1\n\n[connected]\noutput=10\nactivation=linear\n\n[softmax]\n\n[cost]\n"
    )
    problem = problem_of(tmp_path / "net.cfg")
    assert problem.message == (
        "this is a network of Darknet, not its config; left out: policy=poly in line 1, [route] in line 16"
    )
    assert problem.fix.splitlines()[4:] == [
        "layers:",
        "  - Conv2D: {kernel_size: 3, filters: 8, strides: 2, padding: same, use_bias: false}",
        "  - BatchNormalization: {epsilon: 1e-05}",
        "  - LeakyReLU: {negative_slope: 0.1}",
        "  - Flatten",
        "  - Dense: {units: 10}",
        "  - Softmax",
        "optimizer:",
        "  SGD: {learning_rate: 0.01, momentum: 0.9}",
        "training:",
        "  batch_size: 64",
    ]


def test_code_of_another_language_is_not_called_python(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(
        "library(keras)\nmodel <- keras_model_sequential() %>%\n  layer_dense(units = 10)\n"
    )
    assert problem_of(tmp_path / "c.yaml").message == "this is R code, and only Python is translated"


def test_the_code_of_a_notebook_is_read_like_a_script(tmp_path: Path) -> None:
    sources = [
        "%matplotlib inline\n",
        ["model = Sequential()\n", "model.add(Dense(3))\n"],
        "model.fit(x, y, epochs=2)",
    ]
    cells = [{"cell_type": "code", "source": source} for source in sources]
    cells.insert(1, {"cell_type": "markdown", "source": "Words (with brackets"})
    (tmp_path / "n.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}))
    problem = problem_of(tmp_path / "n.ipynb")
    assert problem.message.startswith("this is a notebook, and a config never runs code; it takes no share")
    assert problem.fix.endswith("layers:\n  - Dense: {units: 3}\ntraining:\n  epochs: 2")


NETWORK = """\
import keras
(x, y), _ = keras.datasets.fashion_mnist.load_data()
x = x / 255
m = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
"""


def write_notebook(path: Path, *cells: str) -> Path:
    code = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    path.write_text(json.dumps({"cells": code, "nbformat": 4}))
    return path


def test_the_pictures_in_a_notebook_do_not_count(tmp_path: Path) -> None:
    shown = [{"data": {"image/png": "A" * 300_000}}]
    cells = [{"cell_type": "code", "source": NETWORK, "outputs": shown}]
    text = json.dumps({"cells": cells, "nbformat": 4}, indent=1)
    (tmp_path / "n.ipynb").write_text(text)
    problem = problem_of(tmp_path / "n.ipynb")
    assert problem.message == "this is a notebook, and a config never runs code"
    assert problem.edits[0].last == text.count("\n") + 1
    (tmp_path / "n.ipynb").write_text("A" * 300_000)
    assert problem_of(tmp_path / "n.ipynb").message == "larger than 256 KiB"


@pytest.mark.parametrize(
    "line",
    [
        "x.shape?",
        "?x",
        "files = !ls",
        "!pip install \\\n  keras",
        "if 'google.colab' in sys.modules:\n    !pip install keras",
    ],
)
def test_what_a_notebook_has_beside_python_is_passed_over(line: str, tmp_path: Path) -> None:
    problem = problem_of(write_notebook(tmp_path / "n.ipynb", f"{NETWORK}{line}\nm.fit(x, y, epochs=7)"))
    assert problem.message.startswith("this is a notebook, and a config never runs code; it takes no share")
    assert "source: fashion_mnist" in problem.fix and "epochs: 7" in problem.fix


@pytest.mark.parametrize(
    ("cell", "named"),
    [("%%bash\nls", "%%bash"), ("x = 1\nexec 'done'", "exec 'done'"), ("def f(\n", "def f(")],
)
def test_cells_that_are_not_python_are_named(cell: str, named: str, tmp_path: Path) -> None:
    problem = problem_of(write_notebook(tmp_path / "n.ipynb", cell, NETWORK))
    assert problem.message.endswith(f"left out, as they are not Python: the cells with {named}")
    assert "source: fashion_mnist" in problem.fix


def test_a_notebook_without_a_network_is_not_taken_for_a_config(tmp_path: Path) -> None:
    problem = problem_of(write_notebook(tmp_path / "n.ipynb", "x = 1"))
    assert problem.message == "this is a notebook without a network"


@pytest.mark.parametrize("name", ["t.py", "t.txt"])
def test_the_mistake_of_a_script_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("import keras\nm = keras.Sequential([keras.layers.Dense(3)\nm.fit(x, y)\n")
    problem = problem_of(tmp_path / name)
    assert problem.where == f"{tmp_path / name}:2:22"
    assert problem.message.endswith("cannot be translated: '[' was never closed")


def test_sections_beside_code_are_kept(tmp_path: Path) -> None:
    code = "m = Sequential()\nm.add(Dense(3))\nm.fit(x, y, epochs=4, batch_size=7)\n"
    (tmp_path / "c.yaml").write_text(f"{code}data: {{source: iris}}\ntraining:\n  epochs: 12\n")
    problem = problem_of(tmp_path / "c.yaml")
    assert problem.fix.startswith("write in its place:")
    assert "data:\n  source: iris\nlayers:\n  - Dense: {units: 3}\n" in problem.fix
    assert "  epochs: 12\n  batch_size: 7" in problem.fix


def test_a_session_in_ipython_is_code(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("In [1]: m = Sequential()\nIn [2]: m.add(Dense(25))\n")
    assert "- Dense: {units: 25}" in problem_of(tmp_path / "c.txt").fix


@fuzzed
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join))
def test_any_text_is_code_or_not(text: str) -> None:
    config_of_script(text)
    layers_in(text)
    layers_of_text(text)


def test_a_script_is_read_and_never_run(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    (tmp_path / "c.yaml").write_text(
        f"Sequential([Dense(open({str(trap)!r}, 'w').write('x')), Dense(units=__import__('os').getpid())])\n"
    )
    assert problem_of(tmp_path / "c.yaml").fix
    assert not trap.exists()


@pytest.mark.parametrize("name", ["script.py", "<stdin>", "script.txt"])
@pytest.mark.parametrize(
    ("code", "line", "reason"),
    [
        (
            "from tensorflow import keras\nmodel = keras.Sequential([\n\tkeras.layers.Dense(2)])\n x = 1\n",
            4,
            "indent",
        ),
        ("# mine\nclass Net(nn.Module):\ndef __init__(self):\nsuper().__init__()\n", 3, "indented block"),
    ],
)
def test_broken_code_is_one_mistake_wherever_it_is_read_from(
    name: str, code: str, line: int, reason: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load([Contents(name, code.encode())])
    (problem,) = caught.value.problems
    assert problem.where.startswith(f"{name}:{line}:")
    assert problem.message.startswith("this is Python code with a mistake")
    assert reason in problem.message


def test_code_with_wide_brackets_and_round_quotes_is_translated() -> None:
    wide = str.maketrans({**{one: chr(ord(one) + 0xFEE0) for one in "()12"}, "'": "\u2019"})
    code = "model = Sequential([\n    Dense(64, activation='relu'),\n])\nmodel.fit(x, y, epochs=12)\n"
    with pytest.raises(ConfigError) as caught:
        load([Contents("<stdin>", code.translate(wide).encode())])
    (problem,) = caught.value.problems
    assert problem.message.startswith("this is Python code, and a config never runs code")
    assert "- Dense: {units: 64, activation: relu}\n" in problem.fix
    assert "epochs: 12" in problem.fix


def test_what_is_known_without_the_data_of_a_script_is_put_right_before_they_are_there(
    tmp_path: Path,
) -> None:
    script = "x = pd.read_csv('missing.csv')\ny = x.pop('y')\nmodel = Sequential([Dense(3)])\n"
    followed = "callbacks=[EarlyStopping(monitor='val_acc', patience=3)]"
    trained = f"model.compile(metrics=['accuracy'])\nmodel.fit(x, y, validation_split=0.2, {followed})\n"
    (tmp_path / "s.py").write_text(f"{script}{trained}")
    with pytest.raises(ConfigError) as caught:
        mlpcli.validate(tmp_path / "s.py")
    (problem,) = caught.value.problems
    assert "early_stopping: {monitor: val_accuracy, patience: 3}" in problem.fix
