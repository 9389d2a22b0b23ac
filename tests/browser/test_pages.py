"""Pages that hold a network, in a browser, as people use them."""

import io
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from mlpcli.data.preprocessing.drawings.fit import fit_drawing
from mlpcli.data.tables.dates import parse_dates
from mlpcli.inference.prediction_records import value_names
from tests.browser.pages import LABELS, every_kind, network_page, parts_of, report
from tests.browser.panels.test_fitting import MNIST
from tests.open_page import opened

_KINDS = ("digits", "grey", "colour", "table", "plane", "thousand", "numbers", "signal")
_UNNAMED = """[...document.querySelectorAll("button, input, select, textarea, canvas, [role=img]")].filter(
    (one) => !one.textContent.trim() && !one.getAttribute("aria-label") && !(one.labels && one.labels.length)
    && !one.getAttribute("aria-hidden")
).map((one) => one.outerHTML.slice(0, 80))"""
_SMALL = """[...document.querySelectorAll("button, select, textarea, input:not([type=range])")].filter(
    (one) => one.getBoundingClientRect().height > 0 && one.getBoundingClientRect().height < 40
).map((one) => one.outerHTML.slice(0, 80))"""
_DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize("kind", [*_KINDS, "report"])
def test_a_page_opens_alone_with_every_label_as_text_and_fits_a_phone(
    kind: str, browser: Browser, pages: Path
) -> None:
    path = pages / f"{kind}.html"
    with opened(browser, path) as seen:
        rows = seen.page.locator(".rows button")
        assert rows.count() == 10
        rows.first.click()
        seen.page.evaluate(_DRAWN)
        if kind != "report":
            seen.page.locator(".inside-layers button.inside-title").last.click()
            seen.page.locator(".inside-head input").fill("1")
            seen.page.locator(".inside-head input").press("Enter")
            assert seen.page.locator(".inside-table").count() == 1
        assert seen.page.locator(".figure").first.inner_text() != ""
        assert seen.page.locator("img[src=x]").count() == 0
        assert seen.told == []
        assert [one for one in seen.asked if not one.startswith("data:")] == [path.as_uri()]
        assert seen.page.evaluate("document.documentElement.scrollWidth") == 390
        assert seen.too_wide == []
        assert seen.page.evaluate(_UNNAMED) == []
        assert seen.page.evaluate(_SMALL) == []


def test_names_turn_nothing_around_and_hide_nothing(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "digits.html") as seen:
        names = seen.page.locator("dt").all_inner_texts()
    assert "\\x1b[31m\\u202ered" in names and "עברית" in names


def test_a_page_speaks_the_language_of_the_browser(browser: Browser, pages: Path) -> None:
    headings = []
    for language in ("ja-JP", "de-DE"):
        with opened(browser, pages / "digits.html", locale=language) as seen:
            headings.append(seen.page.locator("h2").first.inner_text())
    assert headings == ["ためす", "Try it"]


# On a dark page paper has another grey, in which ink has fewer of them.
@pytest.mark.parametrize(("scheme", "most"), [("light", 0), ("dark", 2)])
def test_a_picture_of_a_pad_is_fitted_by_predict_as_on_the_page(
    scheme: Literal["light", "dark"], most: int, browser: Browser, pages: Path
) -> None:
    with opened(browser, pages / "digits.html", 1280, color_scheme=scheme) as seen:
        _draw(seen.page, [(0.3, 0.25), (0.7, 0.25), (0.45, 0.8)])
        seen.page.get_by_role("button", name="Eraser").click()
        _draw(seen.page, [(0.2, 0.5), (0.55, 0.55)])
        row = _seen_row(seen.page)
        address = seen.page.locator(".pad").evaluate("(canvas) => canvas.toDataURL()")
    with Image.open(io.BytesIO(b64decode(address.split(",")[1]))) as picture:
        pixels = np.asarray(picture.convert("L"))[..., np.newaxis]
    wanted = fit_drawing(pixels, MNIST).row[..., 0]
    np.testing.assert_allclose(row, wanted.astype(int), rtol=0, atol=most)


def test_what_is_drawn_with_a_pen_is_answered_as_it_is_fitted(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "digits.html", 1280) as seen:
        _draw(seen.page, [(0.3, 0.25), (0.7, 0.25), (0.45, 0.8)])
        row = _seen_row(seen.page)
        said = seen.page.locator(".said").first.inner_text()
        seen.page.get_by_role("button", name="Undo").click()
        seen.page.evaluate(_DRAWN)
        assert "no answer" in seen.page.locator(".said").first.inner_text()
        assert seen.told == []
    assert said.endswith("%")
    pixels = np.zeros((256, 256, 1), np.uint8)
    pixels[60:75, 80:180] = pixels[60:200, 120:135] = 255
    # A row in the frame: white ink in the middle of black.
    assert row.max() == fit_drawing(pixels, MNIST).row.max() == 255 and not row[:2].any()


def test_a_stroke_from_beside_the_pad_costs_the_next_one_nothing(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "digits.html", 1280) as seen:
        stroke = [(0.3, 0.25), (0.7, 0.25), (0.45, 0.8)]
        _draw(seen.page, stroke)
        wanted = _seen_row(seen.page)
        seen.page.get_by_role("button", name="Clear").click()
        # It selects the text above.
        _draw(seen.page, [(0.5, -0.06), (0.5, 0.2), (0.5, 0.6)])
        assert seen.page.evaluate("getSelection().toString()") != ""
        _draw(seen.page, stroke)
        np.testing.assert_array_equal(_seen_row(seen.page), wanted)


def test_a_pad_is_drawn_on_by_keys_alone(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "digits.html", 1280) as seen:
        seen.page.locator(".pad").focus()
        for key in (" ", *["ArrowDown"] * 12, " "):
            seen.page.keyboard.press(key)
        seen.page.evaluate(_DRAWN)
        assert seen.page.locator(".said").first.inner_text().endswith("%")


def test_a_form_answers_what_is_filled_in_and_marks_what_is_no_number(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "table.html", 1280) as seen:
        said = seen.page.locator(".said").first
        before = seen.page.locator(".figure").all_inner_texts()
        seen.page.get_by_label("size 0 [cm]", exact=True).fill("9")
        seen.page.get_by_label("colour", exact=True).select_option(label=LABELS[0])
        seen.page.evaluate(_DRAWN)
        assert seen.page.locator(".figure").all_inner_texts() != before
        for wrong in ("1e999", "4e38"):
            seen.page.get_by_label("size 0 [cm]", exact=True).fill(wrong)
            seen.page.evaluate(_DRAWN)
            assert said.inner_text().startswith("Fill in the marked fields")
            assert seen.page.locator("[aria-invalid=true]").count() == 1
            hint = seen.page.locator("[aria-invalid=true] + .note")
            assert hint.inner_text() == "takes a number from -3.4e38 to 3.4e38"
            assert "".join(seen.page.locator(".figure").all_inner_texts()) == ""
            seen.page.get_by_label("size 0 [cm]", exact=True).fill("3.4e38")
            seen.page.evaluate(_DRAWN)
            assert seen.page.locator("[aria-invalid=true]").count() == 0


def test_a_form_takes_dates_up_to_the_last_that_predict_reads(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "table.html", 1280) as seen:
        field = seen.page.get_by_label("found", exact=True)
        for year, marked in (("10000", "true"), ("9999", "false")):
            # A reader can type no year of five digits into it.
            field.evaluate(
                "(one, value) => { one.value = value; one.dispatchEvent(new Event('input')); }",
                f"{year}-12-31",
            )
            seen.page.evaluate(_DRAWN)
            assert field.get_attribute("aria-invalid") == marked
            told = seen.page.locator("[aria-invalid=true] + .note").all_inner_texts()
            wanted = "takes a date that exists, such as 2024-03-01, up to the year 9999"
            assert told == [wanted] * (marked == "true")


@pytest.mark.parametrize("rest", ["", ":%S", ":%S%.f"])
def test_a_form_takes_no_finer_time_than_predict_reads(rest: str, browser: Browser, tmp_path: Path) -> None:
    form = f"%Y-%m-%d %H:%M{rest}"
    run = every_kind()["table"]
    table = run.preprocessing.table
    assert table
    columns = tuple(replace(one, format=form) if one.kind == "date" else one for one in table.columns)
    prepared = replace(run.preprocessing, table=replace(table, columns=columns))
    (tmp_path / "page.html").write_text(network_page(replace(run, preprocessing=prepared)), encoding="utf-8")
    with opened(browser, tmp_path / "page.html", 1280) as seen:
        field = seen.page.get_by_label("found", exact=True)
        for second in ("", ":30", ":30.250"):
            text = f"2024-01-01 10:00{second}"
            field.fill(text.replace(" ", "T"))
            seen.page.evaluate(_DRAWN)
            # A field leaves seconds of 0 out.
            read = parse_dates(pl.Series([text if second else text + ":00" * bool(rest)]), form, ())
            assert field.get_attribute("aria-invalid") == str(bool(len(read.wrong))).lower(), second


def test_a_point_of_the_plane_is_chosen_by_click_and_by_slider(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "plane.html", 1280) as seen:
        plane = seen.page.locator(".plane")
        box = plane.bounding_box()
        assert box
        plane.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
        field = seen.page.locator("#number-0")
        first = field.input_value()
        plane.press("ArrowRight")
        seen.page.evaluate(_DRAWN)
        assert float(field.input_value()) > float(first)
        field.fill("")
        field.press_sequentially("0.105")
        assert field.input_value() == "0.105"
        seen.page.evaluate(_DRAWN)
        assert field.input_value() == "0.105"


def test_a_number_that_is_emptied_has_no_answer_and_is_marked(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "numbers.html", 1280) as seen:
        before = seen.page.locator(".figure").all_inner_texts()
        field, other = seen.page.locator("#number-0"), seen.page.locator("#number-1")
        was, other_was = field.input_value(), other.input_value()
        field.fill("")
        other.fill("0.25")
        seen.page.evaluate(_DRAWN)
        assert seen.page.locator("[aria-invalid=true]").count() == 1
        assert seen.page.locator(".said").first.inner_text().startswith("Fill in the marked fields")
        field.fill(was)
        other.fill(other_was)
        seen.page.evaluate(_DRAWN)
        assert seen.page.locator("[aria-invalid=true]").count() == 0
        assert seen.page.locator(".figure").all_inner_texts() == before


def test_a_row_that_cannot_be_read_leaves_no_answer_of_another(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "numbers.html", 1280) as seen:
        said, told = seen.page.locator(".said").first, seen.page.locator(".paste .note")
        seen.page.locator(".paste summary").click()
        asked = told.inner_text()
        for text, answer, message in (
            ("1 2 3", "There is no answer: what was given could not be read.", "A row has 4 numbers"),
            ("1 2 3 4", "3 numbers: ", "This row is shown."),
        ):
            seen.page.locator(".paste textarea").fill(text)
            seen.page.get_by_role("button", name="Use this row").click()
            assert said.inner_text().startswith(answer) and told.inner_text().startswith(message)
            assert seen.page.locator("[aria-invalid=true]").count() == (text == "1 2 3")
        seen.page.locator("#number-0").fill("9")
        seen.page.evaluate(_DRAWN)
        assert told.inner_text() == asked


@pytest.mark.parametrize("kind", ["numbers", "plane"])
def test_what_leaves_float32_has_no_answer(kind: str, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(network_page(every_kind()[kind], spread=1e3), encoding="utf-8")
    with opened(browser, path, 1280) as seen:
        for number in (0, 1):
            seen.page.locator(f"#number-{number}").fill("3.4e38")
        seen.page.evaluate(_DRAWN)
        assert seen.page.locator("#try-input [aria-invalid=true]").count() == 0
        said = seen.page.locator(".said").first.inner_text()
        assert said == "There is no answer: what the network computes of this is too large, or no number."
        assert "".join(seen.page.locator("#try-answers .figure").all_inner_texts()) == ""
        assert seen.told == []


def test_each_number_to_predict_has_its_name_in_predictions_and_is_told_its_own_range(
    browser: Browser, pages: Path
) -> None:
    with opened(browser, pages / "numbers.html", 1280) as seen:
        told = seen.page.locator("#try-answers .note").inner_text()
        assert tuple(seen.page.locator("#try-answers dt").all_inner_texts()) == value_names(3)
    data = parts_of(every_kind()["numbers"]).data["answers"]
    ranges = [f"{name} {low:.6g} to {high:.6g}" for name, low, high in zip(*data.values(), strict=True)]
    assert len(ranges) == 3 and told.startswith("Bars have the ranges")
    assert [one for one in ranges if one not in told] == []


def test_a_report_with_the_network_runs_no_other_script() -> None:
    page = report(every_kind()["digits"])
    policy = page.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
    assert "script-src 'sha256-" in policy and "unsafe-inline" not in policy.split("style-src")[0]
    assert page.count("<script") == 2


def test_no_text_of_data_ends_the_script_that_holds_it() -> None:
    text = str(parts_of(every_kind()["digits"]).json)
    assert "<" not in text and "\\u003c/script>" in text


def _draw(page: Page, points: list[tuple[float, float]]) -> None:
    pad = page.locator(".pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()
    page.evaluate(_DRAWN)


def _seen_row(page: Page) -> np.ndarray:
    pixels = page.evaluate(
        """[...document.querySelector(".seen canvas").getContext("2d").getImageData(0, 0, 28, 28).data]"""
    )
    return np.array(pixels).reshape(28, 28, 4)[..., 0]
