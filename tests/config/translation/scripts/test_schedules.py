"""PyTorch's schedules are those of a config, or named."""

import pytest

from tests.config.translation.scripts.translated import OF_TORCH, translated

SGD = "o = torch.optim.SGD(model.parameters(), 0.1)\n"
RATE = "initial_learning_rate: 0.1"


@pytest.mark.parametrize(
    ("made", "rate", "message"),
    [
        (
            "StepLR(o, 5)",
            f"ExponentialDecay: {RATE} decay_steps: 5 epochs decay_rate: 0.1 staircase: true",
            "",
        ),
        ("MultiStepLR(o, [3, 8], gamma=0.5)", "epoch 1: 0.1 epoch 4: 0.05 epoch 9: 0.025", ""),
        ("CosineAnnealingLR(o, T_max=9)", f"CosineDecay: {RATE} decay_steps: 9 epochs", ""),
        ("CosineAnnealingLR(o, 9, 0.01)", f"CosineDecay: {RATE} decay_steps: 9 epochs alpha: 0.1", ""),
        ("CosineAnnealingLR(o, T)", "learning_rate: 0.1", "left out: CosineAnnealingLR in line 3"),
        (
            "CosineAnnealingWarmRestarts(o, 5, eta_min=0.02)",
            f"CosineDecayRestarts: {RATE} first_decay_steps: 5 epochs t_mul: 1 alpha: 0.2",
            "",
        ),
        ("PolynomialLR(o, 6)", f"PolynomialDecay: {RATE} decay_steps: 6 epochs end_learning_rate: 0", ""),
        (
            "LinearLR(o, 0.5, total_iters=4)",
            "PolynomialDecay: initial_learning_rate: 0.05 decay_steps: 4 epochs end_learning_rate: 0.1",
            "",
        ),
        (
            "OneCycleLR(o, 0.5, steps_per_epoch=len(rows), epochs=10, cycle_momentum=False)",
            "CosineDecay: initial_learning_rate: 0.02 warmup_target: 0.5 warmup_steps: 3 epochs "
            "decay_steps: 7 epochs alpha: 4e-06",
            "left out: the rise along a cosine, here along a line in line 3",
        ),
        ("OneCycleLR(o, 0.5, 100, three_phase=True)", "learning_rate: 0.1", "left out: OneCycleLR in line 3"),
        ("SequentialLR(o, [a, b], [5])", "learning_rate: 0.1", "left out: SequentialLR in line 3"),
    ],
)
def test_schedules_of_pytorch_are_those_of_the_optimizer(made: str, rate: str, message: str) -> None:
    found = translated(f"{OF_TORCH}{SGD}s = {made}\n")
    text = " ".join(found.text.partition("SGD:")[2].split())
    assert rate in "".join(letter for letter in text if letter not in '{}",') and found.message == message


STEPPED = """\
for epoch in range(4):
    for x, y in rows:
        criterion(model(x), y).backward()
        scheduler.step()
"""


@pytest.mark.parametrize(
    ("steps", "count"), [("400", "decay_steps: 400"), ("4 * len(rows)", 'decay_steps: "4 epochs"')]
)
def test_a_schedule_that_is_stepped_by_batch_counts_batches(steps: str, count: str) -> None:
    found = translated(f"{OF_TORCH}{SGD}scheduler = CosineAnnealingLR(o, T_max={steps})\n{STEPPED}")
    assert count in found.text and found.message == ""


def test_a_cosine_that_rises_again_within_the_training_is_named() -> None:
    text = STEPPED.replace("        scheduler", "    scheduler")
    found = translated(f"{OF_TORCH}{SGD}scheduler = CosineAnnealingLR(o, 3)\n{text}")
    assert found.message == "left out: the rise of the rate after 3 epochs in line 3"


LIT = """\
class Net(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Linear(4, 3)
    def forward(self, x):
        return self.net(x)
    def configure_optimizers(self):
        o = torch.optim.SGD(self.parameters(), lr=0.1)
        s = SCHEDULE
        return {"optimizer": o, "lr_scheduler": {"scheduler": s, "interval": "INTERVAL", "frequency": EVERY}}
pl.Trainer(max_epochs=9).fit(Net(), rows)
"""


@pytest.mark.parametrize(
    ("schedule", "interval", "every", "rate"),
    [
        ("StepLR(o, 2)", "epoch", "3", 'decay_steps: "6 epochs"'),
        ("StepLR(o, 2)", "step", "100", "decay_steps: 200 "),
        ("ExponentialLR(o, 0.5)", "epoch", "3", 'decay_steps: "3 epochs"'),
        ("MultiStepLR(o, [2], 0.5)", "epoch", "3", '"epoch 1": 0.1, "epoch 7": 0.05'),
        ("StepLR(o, 2)", "epoch", "1", 'decay_steps: "2 epochs"'),
    ],
)
def test_a_schedule_goes_on_as_often_as_lightning_is_told(
    schedule: str, interval: str, every: str, rate: str
) -> None:
    script = LIT.replace("SCHEDULE", schedule).replace("INTERVAL", interval).replace("EVERY", every)
    found = translated(script)
    assert rate in " ".join(found.text.split()) and not found.message


@pytest.mark.parametrize(
    ("schedule", "every"), [("StepLR(o, 2)", "often()"), ("ReduceLROnPlateau(o, patience=2)", "2")]
)
def test_a_pace_that_is_not_known_is_named(schedule: str, every: str) -> None:
    script = LIT.replace("SCHEDULE", schedule).replace("INTERVAL", "epoch").replace("EVERY", every)
    assert translated(script).message == f"left out: frequency={every} in line 10"


KERAS = """\
(x_train, y_train), (x_test, y_test) = mnist.load_data()
bs = 128
model = Sequential([Flatten(), Dense(10)])
MADE
model.compile(SGD(CosineDecay(0.1, decay_steps=STEPS)), "mse")
model.fit(x_train, y_train, batch_size=bs, validation_split=0.1)
"""


@pytest.mark.parametrize(
    ("made", "steps", "count"),
    [
        ("steps = len(x_train) // bs", "2 * steps", "936"),
        ("", "5 * len(x_train) // 128", "2343"),
        ("", "x_train.shape[0] // 32", "1875"),
        ("", "10 * (len(x_train) // 128)", "4680"),
        ("", "math.ceil(60000 / 128) * 3", "1407"),
        ("n = int(np.ceil(len(x_train) / bs))", "n * 3", "1407"),
        ("x_train, x_val = train_test_split(x_train, test_size=0.1)", "len(x_train) // 128", "421"),
        ("rows = image_dataset_from_directory('a')", "15 * len(rows)", '"15 epochs"'),
        (
            "rows = Dataset.from_tensor_slices(x_train).batch(64)\nrows = rows.cache()",
            "len(rows)",
            '"1 epochs"',
        ),
    ],
)
def test_steps_that_are_counted_from_the_rows_are_those_of_a_schedule(
    made: str, steps: str, count: str
) -> None:
    found = translated(KERAS.replace("MADE", made).replace("STEPS", steps))
    assert f"decay_steps: {count}}}" in found.text and "not known" not in found.message


def test_steps_of_rows_whose_number_is_not_known_are_epochs() -> None:
    # A tenth of the rows that are counted is held back.
    script = KERAS.replace("mnist.load_data()", "load()").replace("MADE", "")
    found = translated(script.replace("STEPS", "9 * (len(x_train) // bs)"))
    assert 'decay_steps: "10 epochs"' in found.text


@pytest.mark.parametrize("optimizer", ["SGD(rate)", "optimizer"])
@pytest.mark.parametrize("steps", ["2 * steps", "len(x_test) // bs", "len(x_train) // size"])
def test_steps_that_are_not_known_are_named(optimizer: str, steps: str) -> None:
    made = f"rate = CosineDecay(0.1, decay_steps={steps})\noptimizer = SGD(learning_rate=rate)"
    script = KERAS.replace("SGD(CosineDecay(0.1, decay_steps=STEPS))", optimizer)
    found = translated(script.replace("MADE", made))
    assert "CosineDecay: {initial_learning_rate: 0.1}" in found.text
    assert found.message == f"not known, so set it yourself: {steps} in line 4"


def test_what_is_not_known_of_a_class_within_another_one_is_named() -> None:
    found = translated(KERAS.replace("MADE", "").replace("STEPS", "f(3)"))
    assert found.message == "not known, so set it yourself: f(3) in line 5"
    found = translated("inner = LSTM(size)\nmodel.add(Bidirectional(inner))\nmodel.add(Dense(3))\n")
    assert found.message == "not known, so set it yourself: size in line 1"


def test_steps_that_are_no_number_are_named() -> None:
    for steps in ("[len(x_train)]", "len(x_train) // 0", "-len(x_train)", "len(x_train) * 1e300 * 1e300"):
        found = translated(KERAS.replace("MADE", "").replace("STEPS", steps))
        assert found.message == f"not known, so set it yourself: {steps.replace('1e300', '1e+300')} in line 5"


@pytest.mark.parametrize(
    ("made", "steps", "count"),
    [
        ("", "4 * len(rows) // 32", '"4 epochs"'),
        ("", "4 * len(rows)", '"4 epochs"'),
        ("rows = DataLoader(data, 8)\n", "4 * len(rows)", '"4 epochs"'),
        ("rows = TensorDataset(x, y)\nrows_dl = DataLoader(rows, 8)\n", "len(rows) // 2", '"4 epochs"'),
    ],
)
def test_a_schedule_of_pytorch_counts_rows_or_batches(made: str, steps: str, count: str) -> None:
    batches = "" if made else "loader = DataLoader(x, batch_size=32)\n"
    schedule = f"scheduler = CosineAnnealingLR(o, T_max={steps})\n"
    found = translated(f"{OF_TORCH}{SGD}{batches}{made}{schedule}{STEPPED}")
    assert f"decay_steps: {count}" in found.text and found.message == ""
