"""skorch's views of networks are translated with what they train them with."""

import pytest

from tests.config.translation.scripts.translated import translated

NETWORK = (
    "x, y = load_iris(return_X_y=True)\n"
    "class M(nn.Module):\n    def __init__(self, h=17):\n        super().__init__()\n"
    "        self.f = nn.Sequential(nn.Linear(4, h), nn.ReLU(), nn.Linear(h, 3), nn.Softmax(dim=-1))\n"
    "    def forward(self, x):\n        return self.f(x)\n"
)


def test_a_view_of_skorch_is_a_network_with_its_training() -> None:
    found = translated(
        f"{NETWORK}net = NeuralNetClassifier(M, max_epochs=22, lr=0.15, batch_size=11, module__h=9,\n"
        "    optimizer=torch.optim.SGD, optimizer__momentum=0.7, iterator_train__shuffle=True,\n"
        "    train_split=ValidSplit(0.1), device='cpu', callbacks=[EarlyStopping(patience=4)])\n"
        "net.fit(x, y)\n"
    )
    assert found.message == ""
    assert found.unasked.startswith("it scales nothing")
    assert found.unasked.count("held back") == 1
    assert found.text.splitlines() == [
        "data:",
        "  source: iris",
        "  validation: 0.1",
        "layers:",
        "  - Dense: {units: 9}",
        "  - ReLU",
        "  - Dense: {units: 3}",
        "  - Softmax",
        "optimizer:",
        "  SGD: {learning_rate: 0.15, momentum: 0.7}",
        "training:",
        "  epochs: 22",
        "  batch_size: 11",
        "  early_stopping: {patience: 4, monitor: val_loss}",
    ]


@pytest.mark.parametrize(
    ("made", "lines", "message"),
    [
        (
            "NeuralNetClassifier(M)",
            [
                "validation: 0.2",
                "epochs: 10",
                "batch_size: 128",
                "SGD: {learning_rate: 0.01}",
                "shuffle: false",
            ],
            "",
        ),
        ("NeuralNetClassifier(M, train_split=None)", ["validation: 0\n"], ""),
        ("NeuralNetClassifier(module=M, optimizer=torch.optim.Adam)", ["Adam: {learning_rate: 0.01"], ""),
        ("NeuralNetClassifier(nn.Sequential(nn.Linear(4, 3)), nn.CrossEntropyLoss)", ["softmax}"], ""),
        (
            "NeuralNetRegressor(nn.Sequential(nn.Linear(4, 1)))",
            ["loss: mean_squared_error"],
            "left out: targets other than the 3 classes of iris in line 8",
        ),
        (
            "NeuralNetClassifier(M, max_epochs=n, callbacks=[Freezer('f')], iterator_train__drop_last=True)",
            ["epochs: 10"],
            "left out: Freezer in line 8, iterator_train__drop_last=True in line 8; "
            "not known, so set it yourself: n in line 8",
        ),
        ("NeuralNetClassifier(M, train_split=mine)", ["layers"], "left out: train_split=mine in line 8"),
    ],
)
def test_what_a_view_is_given_is_kept_or_named(made: str, lines: list[str], message: str) -> None:
    found = translated(f"{NETWORK}net = {made}\n")
    assert [line for line in lines if line not in found.text] == []
    assert found.message == message
