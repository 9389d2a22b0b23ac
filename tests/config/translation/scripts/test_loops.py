"""Trainings written by hand, and those of Lightning, have their epochs and batches."""

import pytest

from tests.config.translation.scripts.translated import OF_TORCH, layers, translated


def test_a_loop_over_epochs_written_by_hand_is_a_training() -> None:
    found = translated(
        "model = nn.Sequential(nn.Linear(4, 3))\nepochs = 5\n"
        "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
        "for t in range(epochs):\n    for x, y in loader:\n        loss = criterion(model(x), y)\n"
    )
    assert found.message == ""
    assert found.text.endswith("optimizer:\n  SGD: {learning_rate: 0.1}\ntraining:\n  epochs: 5\n")


LOADED = "    for x, y in rows:\n        criterion(model(x), y).backward()\n"
STEP = "    criterion(model(x), y).backward()\n"
DEFINED = f"def train(rows):\n{LOADED}"


@pytest.mark.parametrize(
    ("text", "training", "message"),
    [
        (f"for e in range(7):\n{LOADED}", "epochs: 7", ""),
        (f"{DEFINED}for t in tqdm(range(1, 501)):\n    train(rows)\n", "epochs: 500", ""),
        (f"for epoch in range(200):\n{STEP}", "epochs: 200", "left out: steps on all rows at once in line 3"),
        (f"for epoch in trange(LONG):\n{LOADED}", "", "not known, so set it yourself: LONG in line 2"),
        (
            f"for fold in range(5):\n    for epoch in range(9):\n        for x in rows:\n        {STEP}",
            "epochs: 9",
            "",
        ),
        (
            f"n = 96\nfor t in range(4):\n    for i in range(0, n, 16):\n    {STEP}",
            "epochs: 4 batch_size: 16",
            "",
        ),
        (f"for i, t in enumerate(range(75)):\n{LOADED}", "epochs: 75", ""),
        (f"for x in rows:\n{STEP}", "", "not known, so set it yourself: how many epochs in line 3"),
        (f"epoch = 0\nwhile epoch < 5:\n{LOADED}    epoch += 1\n", "epochs: 5", ""),
        (f"e, last = 1, 9\nwhile last >= e:\n{LOADED}    e = e + 2\n", "epochs: 5", ""),
        (f"left = 4\nwhile left > 0:\n{LOADED}    left -= 1\n", "epochs: 4", ""),
        (
            f"epoch = 0\nwhile epoch < 5 and not done:\n{LOADED}    epoch += 1\n",
            "epochs: 5",
            "left out: while not done in line 3",
        ),
        (
            f"step = 0\nwhile step < 500:\n{STEP}    step += 1\n",
            "",
            "not known, so set it yourself: while step < 500 in line 3",
        ),
        (
            f"rows = iter(r)\nfor i in range(500):\n    x = next(rows)\n{STEP}    for a in b:\n        a()\n",
            "",
            "left out: 500 steps of one batch each in line 3",
        ),
        (
            "a = DataLoader(d, 2)\ntrain_rows = DataLoader(d, batch_size=64)\nval = DataLoader(d, 9)\n",
            "shuffle: false batch_size: 64",
            "",
        ),
        (f"while True:\n{LOADED}", "", "not known, so set it yourself: while True in line 2"),
        (f"for epoch in range(3):\n{LOADED}while queue:\n    queue.pop()\n", "epochs: 3", ""),
        ("more = {'batch_size': 16}\nrows = DataLoader(data, **more)\n", "batch_size: 16", ""),
        ("rows = DataLoader(data, **more)\n", "", "not known, so set it yourself: more in line 2"),
        (
            "rows = DataLoader(d, 8, True, drop_last=True)\n",
            "batch_size: 8",
            "left out: drop_last=True in line 2",
        ),
        (
            "rows = rows.batch(8, drop_remainder=True)\n",
            "batch_size: 8",
            "left out: drop_remainder=True in line 2",
        ),
        ("rows = DataLoader(data)\n", "shuffle: false batch_size: 1", ""),
        ("r = DataLoader(a, 8, shuffle=True)\nv = DataLoader(b, 8)\n", "batch_size: 8", ""),
        ("for x, y in DataLoader(a, batch_size=8, shuffle=True):\n    f(x)\n", "batch_size: 8", ""),
        ("rows = DataLoader(data, 8, shuffle=False)\n", "batch_size: 8 shuffle: false", ""),
        (
            "test_rows = DataLoader(data, 9, shuffle=False)\nr = DataLoader(data, 8)\n",
            "batch_size: 8 shuffle: false",
            "",
        ),
        ("model.fit(x, y)\n", "epochs: 1", ""),
        ("model.fit(x, y, epochs=LONG)\n", "", "not known, so set it yourself: LONG in line 2"),
    ],
)
def test_epochs_and_batches_are_those_of_the_loops(text: str, training: str, message: str) -> None:
    found = translated(OF_TORCH + text)
    assert " ".join(found.text.partition("training:\n")[2].split()) == training
    assert found.message == message


LIGHTNING = """\
pl.seed_everything(4, workers=True)
class Lit(pl.LightningModule):
    def __init__(self, hidden=8, lr=0.1):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(nn.Linear(4, hidden), nn.ReLU(), nn.Linear(hidden, 3))
    FORWARD
    def training_step(self, batch, batch_idx):
        x, y = batch
        loss = F.l1_loss(self.net(x), y)
        self.log("train_loss", loss)
        return loss
    def train_dataloader(self):
        return DataLoader(rows, batch_size=16)
    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.hparams.lr, weight_decay=0.01)
model = Lit(lr=0.2)
watching = [EarlyStopping("val_loss", patience=4), LearningRateMonitor()]
trainer = pl.Trainer(max_epochs=7, devices=1, precision="16-mixed", gradient_clip_val=0.5, callbacks=watching)
trainer.fit(model)
"""


@pytest.mark.parametrize("forward", ["", "def forward(self, x): return self.net(x)"])
def test_a_module_of_lightning_is_a_network_with_its_training(forward: str) -> None:
    found = translated(LIGHTNING.replace("FORWARD", forward))
    assert found.message == ""
    assert found.text.splitlines() == [
        "seed: 4",
        "data:",
        "  source: arrays",
        "  path: data.npz",
        "layers:",
        "  - Dense: {units: 8}",
        "  - ReLU",
        "  - Dense: {units: 3}",
        "optimizer:",
        "  AdamW: {learning_rate: 0.2, weight_decay: 0.01, epsilon: 1e-08, global_clipnorm: 0.5}",
        "training:",
        "  loss: mean_absolute_error",
        "  early_stopping: {monitor: val_loss, patience: 4}",
        "  batch_size: 16",
        "  shuffle: false",
        "  epochs: 7",
        "  precision: mixed_float16",
    ]


def test_a_module_that_is_made_where_it_is_trained_has_its_arguments() -> None:
    text = LIGHTNING.replace("    FORWARD\n", "").replace("model = Lit(lr=0.2)\n", "")
    found = translated(text.replace("fit(model)", "fit(Lit(hidden=512, lr=0.3), rows)"))
    assert "Dense: {units: 512}" in found.text
    assert "AdamW: {learning_rate: 0.3," in found.text


def test_what_is_done_to_outputs_in_a_training_is_no_part_of_a_single_layer() -> None:
    found = translated(
        "model = nn.Linear(4, 3)\nfor epoch in range(5):\n    for x, y in rows:\n"
        "        criterion(model(x), y).backward()\nfor x, y in test_rows:\n    seen = model(x)\n"
        "plt.plot(x, model(x).detach().numpy())\n"
    )
    assert found.message == ""
    assert "layers:\n  - Dense: {units: 3}\ntraining:\n  epochs: 5\n" in found.text


OF_LAYERS = """\
class Net(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(i, o) for i, o in zip(sizes[:-1], sizes[1:])])
    def forward(self, x):
        FORWARD
net = Net([4, 8, 3])
"""


@pytest.mark.parametrize(
    "text",
    [
        "m = []\nfor i, o in zip(s, s[1:]):\n    m += [nn.Linear(i, o), nn.ReLU()]\n"
        "net = nn.Sequential(*m[:-1])\n",
        "m = []\nfor i in range(len(s) - 1):\n    m.append(nn.Linear(s[i], s[i + 1]))\n"
        "    if i < len(s) - 2:\n        m.append(nn.ReLU())\nnet = nn.Sequential(*m)\n",
        "m = [l for i, o in pairwise(s) for l in (nn.Linear(i, o), nn.ReLU())]\n"
        "net = nn.Sequential(*m[:3])\n",
        "pairs = list(zip(s[:-1], s[1:]))\nm = [nn.Linear(i, o) for i, o in pairs if o > 0]\n"
        "net = nn.Sequential(m[0], nn.ReLU(), m[-1])\n",
        OF_LAYERS.replace(
            "FORWARD",
            "for layer in self.layers[:-1]:\n            x = torch.relu(layer(x))\n"
            "        return self.layers[-1](x)",
        ),
        OF_LAYERS.replace(
            "FORWARD",
            "for i, layer in enumerate(self.layers):\n            x = layer(x)\n"
            "            if i < len(self.layers) - 1:\n                x = F.relu(x)\n        return x",
        ),
    ],
)
def test_layers_are_made_of_pairs_and_parts_of_lists(text: str) -> None:
    found = [line for line in layers(f"s = [4, 8, 3]\n{text}") if "elu" not in line.lower()]
    assert found == ["Dense: {units: 8}", "Dense: {units: 3}"]
    assert len(layers(f"s = [4, 8, 3]\n{text}")) == 3
    assert translated(f"s = [4, 8, 3]\n{text}").message == ""
