"""Pages on paper, in two languages, in forced colours, by keyboard alone, and where they are not whole."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import mlpcli.browser
from mlpcli.browser.japanese_formulas import FORMULAS, formula_of
from mlpcli.explanation.words.activations import ACTIVATIONS, arguments_of
from mlpcli.reporting.facts.absent import Absent
from mlpcli.reporting.facts.answered_rows import AnsweredRows
from tests.browser.in_node import in_node
from tests.browser.pages import LABELS, every_kind, network_page
from tests.contrast import FAINT
from tests.open_page import opened

_BROWSER = Path(mlpcli.browser.__path__[0])
_KINDS = ("digits", "grey", "colour", "table", "plane", "thousand", "numbers", "signal")
# The page's own texts, each once, without what data says of itself.
_TEXTS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set();
    const ofData = "h1, h3, dt, b, .true, .said-of, .said, .inside-name, label:not(.row), script, option";
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        const isSeen = parent.checkVisibility() && !parent.closest(ofData);
        if (isSeen) found.add(walker.currentNode.textContent);
    }
    for (const one of document.querySelectorAll("[aria-label], [placeholder]"))
        found.add(one.getAttribute("aria-label") || one.placeholder);
    return [...found];
}"""
# Names of layers, of what `explain` calls places, of figures, and of numbers in predictions.
_NAMES = re.compile(
    r"(input|dense|flatten|scale|convert)(_\d+)?(\[[\d, ]+\])?|Dense|mlpcli|predict|data|relu|softmax|sigmoid"
    r"|e\^-?z|\bz\b|max|e[-+]\d+|size \d+ \[cm\]|level|wind|PNG|JPEG|GIF|WebP|\bx\b"
    r"|[zh]\(|value_\d+|is wet|found|colour|class \d+|temp\w*"
)


@pytest.mark.parametrize("kind", _KINDS)
def test_a_page_says_nothing_in_english_to_a_japanese_reader(
    kind: str, browser: Browser, pages: Path
) -> None:
    with opened(browser, pages / f"{kind}.html", 1280, locale="ja-JP") as seen:
        _open_everything(seen.page)
        texts = seen.page.evaluate(_TEXTS)
        assert seen.page.evaluate("document.documentElement.lang") == "ja"
    labels = sorted((one for one in LABELS), key=len, reverse=True)
    english = []
    for text in texts:
        own = text
        for label in (*labels, json.dumps(labels)):
            own = own.replace(label, "")
        if re.search("[A-Za-z]{2}", _NAMES.sub("", own)):
            english.append(text)
    assert english == []
    assert any(re.search("[ぁ-ん]", text) for text in texts)


def test_rows_are_answered_anew_after_a_weight_was_changed(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "plane.html", 1280) as seen:
        page = seen.page

        def answers(bias: str) -> list[str]:
            page.locator('.inside-weight[data-at="bias"]').fill(bias)
            page.locator('.inside-weight[data-at="bias"]').press("Tab")
            said = page.locator(".rows .said-of").all_inner_texts()
            return [one.removeprefix("wrongly ").removeprefix("answered: ") for one in said]

        page.locator("button.inside-choice").last.press("Enter")
        name = page.locator(".inside-choice .inside-name").last.inner_text()
        assert {one == name for one in answers("500")} == {True}
        assert {one == name for one in answers("-500")} == {False}


@pytest.mark.parametrize("kind", ["table", "plane", "numbers"])
def test_a_page_claims_no_ranges_of_data_that_is_lost(kind: str, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "lost.html"
    path.write_text(network_page(every_kind()[kind], Absent("It is gone")), encoding="utf-8")
    with opened(browser, path, 1280) as seen:
        text = seen.page.inner_text("body")
    assert "training data could not be read" in text or kind == "table"
    assert "in the training data" not in text and "range of the training data" not in text


def test_rows_for_training_are_called_so(browser: Browser, tmp_path: Path) -> None:
    run, path = every_kind()["numbers"], tmp_path / "trained.html"
    assert isinstance(run.rows, AnsweredRows)
    run = replace(run, rows=replace(run.rows, split="train"))
    path.write_text(network_page(run), encoding="utf-8")
    with opened(browser, path, 1280) as seen:
        assert seen.page.locator("#try-rows-title").inner_text() == "Rows for training"


def test_both_languages_have_every_text_with_the_same_gaps() -> None:
    files = sorted(
        str(one.relative_to(_BROWSER))
        for one in _BROWSER.rglob("*.js")
        if "addWords(" in one.read_text("utf-8")
    )
    files.remove("panels/words.js")
    # Only what is said: the rest needs other files.
    said = [
        re.findall(r"^addWords\(\{.*?^\}\);$", (_BROWSER / one).read_text("utf-8"), re.S | re.M)
        for one in files
    ]
    calls = "\n".join(call for calls in said for call in calls)
    words = in_node(("panels/words.js",), f"{calls}\nreturn WORDS;")
    assert words["en"].keys() == words["ja"].keys()
    gaps = re.compile(r"\{\d\}")
    for key, text in words["en"].items():
        assert set(gaps.findall(text)) == set(gaps.findall(words["ja"][key])), key


def test_every_formula_with_words_is_in_japanese() -> None:
    worded = {
        name for name, (formula, _) in ACTIVATIONS.items() if re.search("[a-z]{3}", _PLAIN.sub("", formula))
    }
    assert worded == FORMULAS.keys()
    # A threshold has no default.
    for name in ACTIVATIONS.keys() - {"threshold"}:
        assert not re.search("[a-z]{3}", _PLAIN.sub("", formula_of(name))), name
    assert arguments_of("elu")["alpha"] == 1 and "1 (e^z - 1)" in formula_of("elu")


# Functions and arguments.
_PLAIN = re.compile(r"\bmax\b|\blog\b|\btanh\b|\bsqrt\b|\{\w+:g\}")


@pytest.mark.parametrize("kind", ["digits", "plane", "report"])
def test_a_printed_page_shows_the_answer_on_white(kind: str, browser: Browser, pages: Path) -> None:
    with opened(browser, pages / f"{kind}.html", 700, color_scheme="dark") as seen:
        seen.page.locator(".rows button").first.click()
        if kind == "digits":
            seen.page.locator("button.inside-title").last.click()
            seen.page.emulate_media(media="print")
            assert seen.page.locator(".inside-table button").first.is_visible()
        seen.page.emulate_media(media="print")
        for name in (".said", ".bars", ".rows button", ".seen canvas, .plane"):
            assert seen.page.locator(name).first.is_visible(), name
        # It is empty while a row is shown.
        assert not seen.page.locator(".pad").is_visible()
        assert seen.page.locator(".tools button:visible, .network input[type=range]:visible").count() == 0
        background = "getComputedStyle(document.body).backgroundColor"
        assert seen.page.evaluate(background) == "rgb(255, 255, 255)"
        assert seen.too_wide == []
        assert seen.told == []


def test_forced_colours_keep_bars_dots_and_the_pressed_tool(browser: Browser, pages: Path) -> None:
    style = "(one) => { const { backgroundColor: found } = getComputedStyle(one); return found; }"
    for kind, names in {
        "digits": (".bars .best i", "[aria-pressed=true]"),
        "plane": (".dot.c0", ".dot.c1"),
    }.items():
        with opened(browser, pages / f"{kind}.html", 700, forced_colors="active") as seen:
            seen.page.locator(".rows button").first.click()
            canvas = seen.page.locator("body").evaluate(style)
            for name in names:
                assert seen.page.locator(name).first.evaluate(style) != canvas, name


@pytest.mark.parametrize("kind", ["digits", "report"])
@pytest.mark.parametrize("damage", ["cut off", "other digits", "other script"])
def test_a_page_that_is_not_whole_says_so(
    damage: str, kind: str, browser: Browser, pages: Path, tmp_path: Path
) -> None:
    text = (pages / f"{kind}.html").read_text("utf-8")
    data = text.index('id="try-data"')
    broken = {
        "cut off": text[: data + 9000],
        "other digits": text[: data + 9000]
        + text[data + 9000 : data + 9040].swapcase()
        + text[data + 9040 :],
        "other script": text.replace("function", "functiom"),
    }[damage]
    assert broken != text
    (tmp_path / "page.html").write_text(broken, "utf-8")
    with opened(browser, tmp_path / "page.html", 700) as seen:
        notice = seen.page.locator(".incomplete")
        # Until then the file may still be read.
        seen.page.evaluate("document.getAnimations().forEach((one) => one.finish())")
        assert notice.is_visible()
        assert "incomplete or damaged" in notice.inner_text() and "壊れて" in notice.inner_text()
    with opened(browser, pages / f"{kind}.html", 700) as seen:
        assert seen.page.locator(".incomplete").count() == 0


@pytest.mark.parametrize("kind", ["digits", "report"])
def test_a_page_that_ends_before_its_text_says_so(
    kind: str, browser: Browser, pages: Path, tmp_path: Path
) -> None:
    text = (pages / f"{kind}.html").read_text("utf-8")
    starts = {name: text.index(name) for name in ("<title>", "svg.figure", "<h1>", "<main") if name in text}
    content = """(() => {
        const { content, visibility } = getComputedStyle(document.documentElement, "::before");
        return [content, visibility];
    })()"""
    for name, start in starts.items():
        (tmp_path / "page.html").write_text(text[: start + 1], "utf-8")
        with opened(browser, tmp_path / "page.html", 390) as seen:
            seen.page.evaluate("document.getAnimations().forEach((one) => one.finish())")
            said, shown = seen.page.evaluate(content)
            assert "incomplete or damaged" in said and "壊れて" in said and shown == "visible", name
    with opened(browser, pages / f"{kind}.html", 390) as seen:
        assert seen.page.evaluate(content)[0] == "none"


@pytest.mark.parametrize("kind", ["digits", "report"])
def test_a_page_without_scripts_says_what_it_lacks(kind: str, browser: Browser, pages: Path) -> None:
    with opened(browser, pages / f"{kind}.html", 700, java_script_enabled=False) as seen:
        assert "JavaScript, which is turned off" in seen.page.locator("noscript").inner_text()
        assert seen.page.locator(".incomplete").is_hidden()


@pytest.mark.parametrize("kind", ["digits", "table", "plane", "numbers", "signal", "colour", "report"])
def test_every_control_is_reached_by_keyboard_with_a_visible_focus(
    kind: str, browser: Browser, pages: Path
) -> None:
    with opened(browser, pages / f"{kind}.html", 1280) as seen:
        seen.page.evaluate(_FEWER_FIELDS)
        count = seen.page.evaluate(_CONTROLS)
        reached = {}
        # A date has several parts.
        for _ in range(count + 6):
            seen.page.keyboard.press("Tab")
            found = seen.page.evaluate(_FOCUSED)
            reached.setdefault(found["number"], []).append(found["isShown"])
    assert [number for number, shown in reached.items() if number and not all(shown)] == []
    assert {number for number in reached if number} == {str(at) for at in range(count)}


_FEWER_FIELDS = """() => {
    document.querySelectorAll(".form .field").forEach((one, at, all) => {
        if (at > 2 && at < all.length - 4) one.remove();
    });
    document.querySelector(".network").setAttribute("tabindex", -1);
    document.querySelector(".network").focus();
}"""
# Numbers all controls, and counts them.
_CONTROLS = """() => {
    const names = "button, input, select, textarea, summary, [tabindex='0']";
    const found = [...document.querySelector(".network").querySelectorAll(names)];
    const seen = found.filter((one) => one.checkVisibility() && !one.disabled);
    seen.forEach((one, at) => { one.dataset.control = at; });
    return seen.length;
}"""
_FOCUSED = """() => {
    const one = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return { number: one.dataset.control ?? "",
             isShown: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["digits", "table", "plane", "numbers", "signal", "colour"])
def test_texts_and_borders_stand_out(scheme: str, kind: str, browser: Browser, pages: Path) -> None:
    with opened(browser, pages / f"{kind}.html", 1280, color_scheme=scheme) as seen:
        _open_everything(seen.page)
        assert seen.page.evaluate(FAINT) == []


def test_a_file_that_is_dropped_where_none_is_taken_is_refused_in_words(
    browser: Browser, pages: Path
) -> None:
    drop = """(place) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["a,b"], "rows.csv", { type: "text/csv" }));
        const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
        return event.defaultPrevented;
    }"""
    for kind, said in {"digits": "This page takes no files", "colour": "no picture file"}.items():
        with opened(browser, pages / f"{kind}.html", 1280) as seen:
            assert seen.page.evaluate(drop)
            assert said in seen.page.locator(".region-input").inner_text()


def test_a_text_that_is_pasted_where_pictures_are_taken_is_refused_in_words(
    browser: Browser, pages: Path
) -> None:
    paste = """() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", "a text");
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }"""
    with opened(browser, pages / "colour.html", 1280) as seen:
        seen.page.evaluate(paste)
        assert "no picture file" in seen.page.locator(".region-input").inner_text()


def test_a_page_that_is_gone_back_to_is_as_it_is_at_first(browser: Browser, pages: Path) -> None:
    """Or else the browser writes into its fields what they held, beside the answer to others."""

    def fields(page: Page) -> list[str]:
        return [one.input_value() for one in page.locator("#try-input input, #try-input select").all()]

    for kind in ("table", "numbers", "signal"):
        with opened(browser, pages / f"{kind}.html", 1280) as seen:
            first = fields(seen.page)
            for number in seen.page.locator("#try-input input[type=number]").all()[:1]:
                number.fill("0.25")
            for choice in seen.page.locator("#try-input select").all()[:1]:
                choice.select_option(index=1)
            assert fields(seen.page) != first
            seen.page.goto("about:blank")
            seen.page.go_back()
            seen.page.wait_for_load_state("networkidle")
            assert fields(seen.page) == first


def test_nothing_of_an_answer_stays_after_clear(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "digits.html", 1280) as seen:
        seen.page.locator(".rows button").first.click()
        # A name that is written from right to left does not turn what follows it.
        name = seen.page.locator(".said bdi").inner_text()
        assert name == seen.page.locator(".best dt").inner_text()
        assert seen.page.locator(".said").inner_text().startswith(f"{name}: ")
        seen.page.get_by_role("button", name="Clear").click()
        seen.page.wait_for_function("document.querySelector('.bars.waiting')")
        assert set(seen.page.locator(".figure").all_inner_texts()) == {""}
        assert seen.page.locator(".best").count() == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_the_answer_stays_in_view_while_a_long_form_is_filled_in(
    width: int, browser: Browser, pages: Path
) -> None:
    """And on a phone below it too, where rows and weights change the answer."""
    in_view = (
        "(one) => { const { top, bottom } = one.getBoundingClientRect(); return top >= 0 && bottom <= 800; }"
    )
    with opened(browser, pages / "table.html", width) as seen:
        said = seen.page.locator(".said")
        for place in (".field >> nth=0", ".field >> nth=150", ".form .field >> nth=-1"):
            seen.page.locator(place).scroll_into_view_if_needed()
            assert said.evaluate(in_view), place
        seen.page.locator(".inside-layers").scroll_into_view_if_needed()
        rows, bar = seen.page.locator("#try-rows").bounding_box(), said.bounding_box()
        assert rows and bar
        # Where rows are below the form and the answer, it does not cover them.
        assert said.evaluate(in_view) if width == 390 else bar["y"] + bar["height"] < rows["y"]
        # What has the focus is not behind it.
        seen.page.locator("#field-0").focus()
        for _ in range(12):
            seen.page.keyboard.press("Tab")
            field, bar = seen.page.locator(":focus").bounding_box(), said.bounding_box()
            assert field and bar
            assert width > 390 or field["y"] + field["height"] <= bar["y"]


def test_a_signal_has_axes(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "signal.html", 1280) as seen:
        numbers = seen.page.locator(".plot-numbers span:not(.plot-widest)").all_inner_texts()
        assert len(numbers) >= 2 and numbers == sorted(numbers, key=float)
        assert seen.page.locator(".plot-name").inner_text() == "level"
        assert seen.page.locator(".plot-steps").inner_text().split() == ["step", "0", "4", "7"]
        channels = seen.page.locator("#signal-channel option").all_inner_texts()
        assert len(channels) > 1
        assert seen.page.locator(".legend li").all_inner_texts() == channels


def _open_everything(page: Page) -> None:
    page.locator(".rows button").first.click()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for name in ("button.inside-title", "button.inside-choice"):
        if page.locator(name).count():
            page.locator(name).last.click()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
