import pytest

from mlpcli.config.config import Config
from mlpcli.config.load import loads
from mlpcli.diagnosis import changes
from mlpcli.explanation.unusual import unusual
from mlpcli.explanation.unusual.seen import Unusual
from tests.diagnosis.made import DIABETES, MOONS, WINE, evidence


def config(text: str) -> Config:
    return loads(text, "made.yaml").config


def with_rate(rate: str, optimizer: str = "Adam") -> Config:
    return config(MOONS.replace("Adam: {learning_rate: 0.001}", f"{optimizer}: {{learning_rate: {rate}}}"))


def test_the_usual_rate_is_that_of_the_optimizer() -> None:
    assert changes.usual_rate(with_rate("1")) == 0.001
    assert changes.usual_rate(with_rate("1", "SGD")) == 0.01


@pytest.mark.parametrize(
    ("rate", "key"),
    [
        ("0.5", "learning_rate"),
        (
            "{CosineDecay: {initial_learning_rate: 0.5, decay_steps: 9 epochs}}",
            "learning_rate.CosineDecay.initial_learning_rate",
        ),
        (
            "{CosineLogDecay: {peak_learning_rate: 0.5, decay_steps: 9 epochs}}",
            "learning_rate.CosineLogDecay.peak_learning_rate",
        ),
    ],
)
def test_the_highest_rate_is_changed(rate: str, key: str) -> None:
    assert changes.learning_rate(with_rate(rate), 1e-3) == (f"optimizer.Adam.{key}=0.001",)


def test_a_schedule_is_stretched_with_the_epochs() -> None:
    scheduled = with_rate("{CosineDecay: {initial_learning_rate: 0.1, decay_steps: 20 epochs}}")
    assert changes.epochs(scheduled, 80) == (
        "training.epochs=80",
        "optimizer.Adam.learning_rate.CosineDecay.decay_steps=80 epochs",
    )
    assert changes.epochs(config(MOONS), 80) == ("training.epochs=80",)


def test_hidden_layers_become_wider() -> None:
    assert changes.wider(config(MOONS)) == ("layers.0.Dense.units=128", "layers.1.Dense.units=128")


def test_a_stack_without_hidden_layers_gets_some() -> None:
    alone = "data: {source: moons}\nlayers: [{Dense: {units: 2, activation: softmax}}]\n"
    (change,) = changes.wider(config(alone))
    hidden = "{Dense: {units: 64, activation: relu}}"
    assert change == f"layers=[{hidden}, {hidden}, {{Dense: {{activation: softmax, units: 2}}}}]"


def test_weights_that_are_given_keep_their_width() -> None:
    given = "data: {source: moons}\nlayers: [{Dense: {units: 2, bias_initializer: [1, 2]}}, Softmax]\n"
    assert changes.wider(config(given)) == ()


@pytest.mark.parametrize(
    ("hidden", "after"),
    [
        ("{units: 16}\n  - ReLU", "{Dense: {units: 16}}, ReLU"),
        ("{units: 16}\n  - ELU", "{Dense: {units: 16}}, ELU"),
        (
            "{units: 16, activation: relu}\n  - BatchNormalization",
            "{Dense: {activation: relu, units: 16}}, BatchNormalization",
        ),
        (
            "{units: 16}\n  - BatchNormalization\n  - Activation: relu",
            "{Dense: {units: 16}}, BatchNormalization, {Activation: {activation: relu}}",
        ),
    ],
    ids=["ReLU", "ELU", "normalized", "normalized before"],
)
def test_dropout_comes_after_each_hidden_layer_its_activation_and_its_normalization(
    hidden: str, after: str
) -> None:
    made = evidence(DIABETES.replace("{units: 16, activation: relu}", hidden))
    (change,) = changes.restraint(made.config)
    assert change == f"layers=[{after}, {{Dropout: {{rate: 0.3}}}}, {{Dense: {{units: 1}}}}]"
    dropping = evidence(
        f"data: {{source: diabetes}}\n{change.replace('=', ': ')}\ntraining: {{epochs: 20}}\n"
    )
    assert unusual(dropping.config, dropping.plan) == ()


def test_dropout_that_is_there_becomes_more() -> None:
    dropping = MOONS.replace("  - Dense: {units: 2,", "  - Dropout: 0.3\n  - Dense: {units: 2,")
    assert changes.restraint(config(dropping)) == ("layers.2.Dropout.rate=0.5",)
    most = changes.restraint(config(dropping.replace("0.3", "0.6")))
    assert most[0] == "layers.0.Dense.kernel_regularizer={L2: 0.01}"


def test_a_stack_that_is_too_long_for_a_line_gets_penalties() -> None:
    deep = MOONS.replace("layers:", "layers:" + 20 * "\n  - Dense: {units: 9, activation: relu}")
    found = changes.restraint(config(deep))
    assert len(found) == 23
    assert found[0] == "layers.0.Dense.kernel_regularizer={L2: 0.01}"


def test_a_layer_that_changes_places_gets_no_other_argument() -> None:
    hidden = "Dense: 8}, {Dropout: 0.3}, BatchNormalization, {Activation: softmax}, {Dense: 1"
    made = evidence(f"data: {{source: diabetes}}\nlayers: [{{{hidden}}}]\ntraining: {{epochs: 20}}\n")
    found = [one for one in unusual(made.config, made.plan) if isinstance(one, Unusual)]
    assert [len(one.changes) for one in found] == [1, 3]
    assert changes.of_findings(found) == ("layers.3.Activation.activation=relu",)
    assert changes.of_findings(reversed(found)) == (
        "layers.1=BatchNormalization",
        "layers.2={Activation: {activation: softmax}}",
        "layers.3={Dropout: {rate: 0.3}}",
    )


def test_inputs_are_standardized_where_they_can_be() -> None:
    assert changes.standardized_inputs(config(WINE)) == ("data.standardize=true",)
    assert changes.standardized_inputs(config(WINE.replace(", standardize: false", ""))) == ()


def test_more_rows_are_held_back_where_they_are_drawn() -> None:
    assert changes.more_validation(config(MOONS)) == ("data.validation=0.25",)
    assert changes.more_validation(config(MOONS.replace("1000", "1000, validation: 0.3"))) == ()
