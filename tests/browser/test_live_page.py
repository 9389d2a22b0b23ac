"""A page of two inputs in a browser: the look inside, and the playground."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from mlpcli.browser.inside_data import inside_data
from mlpcli.browser.network_data import network_data
from mlpcli.browser.page.lead import InBoth
from mlpcli.browser.page.write import NetworkParts, page_of
from mlpcli.browser.page_data import page_data
from mlpcli.browser.parts import Part, script_files, style_files
from mlpcli.browser.playground_data import playground_data
from mlpcli.config.load import loads
from mlpcli.data.load import load
from mlpcli.data.sources import open_source
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.inference.model_description import ModelDescription
from mlpcli.network.plan import make_plan, resolve
from mlpcli.network.weight_names import named_weights
from mlpcli.reporting.facts.absent import Absent
from tests.open_page import opened

SPIRALS = """\
name: spirals
data: {source: spirals, rows: 1000, noise: 0.02, validation: 0.1}
layers:
  - Dense: {units: 16, activation: relu}
  - Dense: {units: 16, activation: relu}
  - Dense: {units: 1, activation: sigmoid}
optimizer: {Adam: {learning_rate: 0.01}}
"""
PARTS: tuple[Part, ...] = ("inside", "playground")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of a network that has learned nothing."""
    config = loads(SPIRALS, "config.yaml").config
    source = open_source(config.data, config.seed)
    plan = make_plan(config, source.facts)
    config, dataset, drawn = resolve(config, plan), load(source, config.seed), np.random.default_rng(0)
    weights = {
        name: drawn.normal(size=weight.shape).astype(np.float32)
        for name, weight in named_weights(plan.stack).items()
    }
    network = ArithmeticNetwork(config.layers, weights, dataset.preprocessing)
    values = network_data(network, source.facts.shape)
    described = ModelDescription(2, "", source.facts, dataset.preprocessing)
    data = page_data(described, values, dataset, Absent("not needed"))
    data["inside"] = inside_data(config.layers, plan, dataset.preprocessing, values["layers"])
    data["playground"] = playground_data(config, plan, dataset)
    scripts = script_files(config.layers, data["input"]["panel"], PARTS)
    path: Path = tmp_path_factory.mktemp("live") / "page.html"
    text = page_of(
        "spirals", InBoth("", ""), InBoth("", ""), NetworkParts(data, scripts, style_files("plane", PARTS))
    )
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, path: Path) -> Iterator[Page]:
    """The page on a phone; nothing is told on its console, it asks for nothing, and all of it fits."""
    with opened(browser, path, locale="en") as seen:
        yield seen.page
        assert seen.told == []
        assert [one for one in seen.asked if not one.startswith(("data:", "blob:"))] == [path.as_uri()]
        assert seen.too_wide == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_weight_changed_by_hand_changes_the_answer_until_it_is_reset(page: Page) -> None:
    page.locator("button.inside-choice").last.press("Enter")
    unit = page.locator("button.inside-choice").last
    before = unit.inner_text()
    field = page.locator(".inside-weight").first
    field.focus()
    assert "weight" in page.inner_text(".inside-status")
    field.select_text()
    field.press_sequentially("250.5")
    # As it is typed: the field is not left.
    page.wait_for_function(
        "before => document.querySelector('.inside-choice[aria-pressed=true]').innerText != before",
        arg=before,
    )
    assert field.input_value() == "250.5"
    field.press("Tab")
    assert field.input_value() == "250.5"
    assert "Weights changed by hand: 1." in page.inner_text(".inside-changed")
    numbers = page.locator("#number-0").input_value()
    page.locator("#number-0").fill("")
    page.wait_for_function("document.querySelector('.bars.waiting')")
    assert page.get_by_role("button", name="Reset all weights").is_visible()
    page.locator("#number-0").fill(numbers)
    page.wait_for_function("!document.querySelector('.bars.waiting')")

    page.get_by_role("button", name="Reset all weights").press("Enter")

    page.wait_for_function(
        "before => document.querySelector('.inside-choice[aria-pressed=true]').innerText == before",
        arg=before,
    )
    assert page.locator(".inside-changed").is_hidden()


@pytest.mark.parametrize("wrong", ["", "1e39"])
def test_what_is_no_weight_is_marked_and_changes_nothing(wrong: str, page: Page) -> None:
    page.locator("button.inside-choice").last.press("Enter")
    field, other = page.locator(".inside-weight").first, page.locator(".inside-weight").nth(1)
    before = field.input_value()
    field.fill(wrong)
    field.press("Tab")
    assert field.get_attribute("aria-invalid") == "true" and field.input_value() == wrong
    told = page.locator("small", has_text="takes a number from -3.4e38 to 3.4e38")
    assert field.get_attribute("aria-describedby") == told.get_attribute("id")
    assert page.locator(".inside-changed").is_hidden()
    # With the next change all fields have what is computed with.
    other.fill("1")
    other.press("Tab")
    page.wait_for_selector(".inside-changed:not([hidden])")
    assert (field.get_attribute("aria-invalid"), field.input_value()) == ("false", before)
    assert told.count() == 0


def test_the_look_inside_follows_the_input(page: Page) -> None:
    first = page.locator(".inside-choice").first
    before = first.inner_text()
    page.locator("#number-0").fill("0.5")
    page.wait_for_function(
        "before => document.querySelector('.inside-choice').innerText != before", arg=before
    )
    assert first.inner_text() == "0.50"


def test_the_weight_that_is_told_is_that_of_the_input_that_is_shown(page: Page) -> None:
    page.locator("#number-0").fill("0.5")
    page.locator("button.inside-choice").nth(2).press("Enter")
    page.locator(".inside-weight").first.focus()
    told = page.inner_text(".inside-status")
    page.evaluate("""() => {
        const field = document.querySelector("#number-0");
        field.value = "0.25";
        field.dispatchEvent(new Event("input"));
    }""")
    page.wait_for_function("told => document.querySelector('.inside-status').innerText != told", arg=told)
    weight, product = (
        float(part) for part in page.inner_text(".inside-status").split("weight ")[1].split(", product ")
    )
    assert product == pytest.approx(0.25 * weight, abs=1e-4)


def test_spirals_are_learned_in_the_page(page: Page) -> None:
    page.get_by_role("button", name="Play").press("Enter")
    learned = "() => /right: (98|99|100)/.test(document.querySelector('.play-figures').innerText)"
    page.wait_for_function(learned, timeout=10_000)
    page.get_by_role("button", name="Pause").press("Enter")
    page.get_by_role("button", name="This as a config").press("Enter")

    written = loads(page.input_value(".play-config textarea"), "page.yaml").config
    assert written.training.epochs > 1
    assert written.layers == loads(SPIRALS, "config.yaml").config.layers


def test_a_changed_stack_is_trained_from_new_weights(page: Page) -> None:
    page.get_by_role("button", name="One epoch").press("Enter")
    assert "epoch 1 " in page.inner_text(".play-figures")
    page.get_by_role("button", name="One unit more").first.press("Enter")
    page.get_by_role("button", name="Add a Dense layer").press("Enter")
    assert "epoch 0 " in page.inner_text(".play-figures")
    assert page.locator(".play-unit").count() == 17 + 16 + 16
    page.get_by_role("button", name="One step").press("Enter")
    assert "step 1 " in page.inner_text(".play-figures")


def test_the_config_follows_every_control(page: Page) -> None:
    page.get_by_role("button", name="This as a config").press("Enter")
    text = page.locator(".play-config textarea")
    for name, value, written in [
        ("learning rate", "0.5", "learning_rate: 0.5"),
        ("batch size", "7", "batch_size: 7"),
        ("L2 penalty", "0.25", "l2: 0.25"),
        ("seed", "11", "seed: 11"),
    ]:
        _set(page, name, value)
        assert written in text.input_value()
    page.get_by_role("button", name="One unit more").first.press("Enter")
    assert "units: 17" in text.input_value()
    page.get_by_role("button", name="Add a Dense layer").press("Enter")
    assert text.input_value().count("l2: 0.25") == 4
    page.get_by_label("optimizer").select_option("SGD")
    assert "SGD:" in text.input_value()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("learning rate", "1e39", "0 to 100 — it is still 0.01"),
        ("learning rate", "-1", "0 to 100 — it is still 0.01"),
        ("learning rate", "", "0 to 100 — it is still 0.01"),
        ("seed", "3.7", "whole, 0 to 2,147,483,647 — it is still 0"),
        ("batch size", "0", "whole, 1 to 1,000,000 — it is still 32"),
    ],
)
def test_numbers_beyond_their_limits_are_refused_beside_the_field(
    name: str, value: str, told: str, page: Page
) -> None:
    _set(page, name, value)
    field = page.locator(".play-fields").get_by_label(name)
    assert field.get_attribute("aria-invalid") == "true"
    assert told in page.inner_text(".play-fields")
    page.get_by_role("button", name="This as a config").press("Enter")
    written = loads(page.input_value(".play-config textarea"), "page.yaml").config
    assert (written.seed, written.training.batch_size) == (0, 32)


@pytest.mark.parametrize(("typed", "read"), [("0,5", "0.5"), ("-,25", "-.25"), ("0.5", "0.5")])
def test_a_decimal_comma_is_a_point(typed: str, read: str, page: Page) -> None:
    for field in (page.locator(".play-fields").get_by_label("learning rate"), page.locator("#number-0")):
        field.fill("")
        field.press_sequentially(typed)
        assert field.input_value() == read


def test_a_training_without_numbers_stops_and_says_what_to_lower(page: Page) -> None:
    # A relu makes 0 of what is no number, so that the loss alone would look well.
    page.get_by_label("optimizer").select_option("SGD")
    page.locator(".play-layers").get_by_label("activation").first.select_option("exponential")
    _set(page, "learning rate", "100")
    page.get_by_role("button", name="One epoch").press("Enter")
    told = "Lower the learning rate, which was 100"
    assert told in page.inner_text(".region-playground .notice")
    # How many answers are right means nothing any more.
    assert "right" not in page.inner_text(".play-figures")
    assert page.get_by_role("button", name="One epoch").is_disabled()
    _set(page, "learning rate", "0.01")
    assert told in page.inner_text(".region-playground .notice")
    page.get_by_role("button", name="Start again", exact=True).press("Enter")
    page.get_by_role("button", name="One epoch").press("Enter")
    assert "epoch 1 " in page.inner_text(".play-figures")
    assert page.locator(".region-playground .notice").is_hidden()


def test_outputs_that_are_no_numbers_before_any_training_are_no_fault_of_the_rate(page: Page) -> None:
    for activation in page.locator(".play-layers").get_by_label("activation").all():
        activation.select_option("exponential")
    for _ in range(4):
        page.get_by_role("button", name="Add a Dense layer").press("Enter")
    told = page.inner_text(".region-playground .notice")
    assert "Before any training" in told and "rate" not in told
    assert page.get_by_role("button", name="One step").is_disabled()


def test_a_playground_says_how_many_layers_it_has_at_most(page: Page) -> None:
    add = page.get_by_role("button", name="Add a Dense layer")
    most = page.get_by_text("A playground has 16 layers at most.")
    assert most.is_hidden()
    for _ in range(13):
        add.press("Enter")
    assert add.is_disabled() and most.is_visible()


def test_what_was_changed_while_it_trained_is_said_in_the_config(page: Page) -> None:
    page.get_by_role("button", name="This as a config").press("Enter")
    text = page.locator(".play-config textarea")
    _set(page, "learning rate", "0.5")
    assert "changed while" not in text.input_value()
    page.get_by_role("button", name="One step").press("Enter")
    _set(page, "learning rate", "0.25")
    assert "# Numbers were changed while this trained" in text.input_value()
    page.get_by_role("button", name="Start again", exact=True).press("Enter")
    assert "changed while" not in text.input_value()


@pytest.mark.parametrize("event", ["beforeprint", "none"])
def test_on_paper_all_of_the_network_is_there_with_its_connections(event: str, page: Page) -> None:
    # As wide as a network of more layers.
    page.evaluate("document.querySelector('.inside-layers li').style.minWidth = '60rem'")
    page.evaluate("name => dispatchEvent(new Event(name))", event)
    page.emulate_media(media="print")
    page.wait_for_selector(".on-paper")
    found = page.evaluate(
        """() => {
            const unit = [...document.querySelectorAll(".inside-unit")].at(-1).getBoundingClientRect();
            const line = document.querySelector(".inside-lines line:nth-child(304)").getBoundingClientRect();
            const widths = [...document.querySelectorAll(".inside-network, .inside-network *")].map(
                (one) => one.getBoundingClientRect().right
            );
            return { gap: Math.abs(line.right - unit.left), right: Math.max(...widths) };
        }"""
    )
    assert found["gap"] < 5 and found["right"] <= 610
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def _set(page: Page, name: str, value: str) -> None:
    field = page.locator(".play-fields").get_by_label(name)
    field.fill(value)
    field.press("Tab")
