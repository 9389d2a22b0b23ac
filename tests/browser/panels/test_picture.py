"""Pictures that are dropped or chosen in a page, in a browser."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageColor
from playwright.sync_api import Browser

from mlpcli.data.pictures.read_image import read_image
from tests.open_page import opened


def test_a_picture_that_is_chosen_is_answered(browser: Browser, pages: Path, tmp_path: Path) -> None:
    Image.new("RGB", (2, 2), "red").save(tmp_path / "small.png")
    with opened(browser, pages / "colour.html", 1280) as seen:
        seen.page.locator("#picture-file").set_input_files(tmp_path / "small.png")
        seen.page.get_by_text("A picture of 2 x 2 pixels").wait_for()
        assert seen.page.locator(".said").first.inner_text().endswith("%")
        assert seen.told == []


def test_what_is_no_picture_leaves_no_answer_of_another(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    Image.new("RGB", (2, 2), "red").save(tmp_path / "small.png")
    (tmp_path / "none.png").write_bytes(b"no picture")
    with opened(browser, pages / "colour.html", 1280) as seen:
        camera = seen.page.locator("#picture-camera")
        blank = seen.page.locator(".seen canvas").evaluate("(canvas) => canvas.toDataURL()")
        seen.page.locator("#picture-file").set_input_files(tmp_path / "small.png")
        seen.page.get_by_text("A picture of 2 x 2 pixels").wait_for()
        camera.set_input_files(tmp_path / "none.png")
        seen.page.locator(".notice", has_text="no picture that the browser can read").wait_for()
        assert (
            seen.page.locator(".said").first.inner_text()
            == "There is no answer: what was given could not be read."
        )
        assert seen.page.locator(".seen canvas").evaluate("(canvas) => canvas.toDataURL()") == blank
        # No other field names a file that is not shown.
        assert seen.page.locator("#picture-file").evaluate("(field) => field.files.length") == 0
        seen.page.locator(".rows button").first.click()
        assert camera.evaluate("(field) => field.files.length") == 0
        assert seen.page.locator(".region-input .notice").count() == 0


def test_of_a_picture_of_16_bits_it_is_told_that_a_browser_gives_8(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    Image.fromarray(np.full((12, 10), 40_000, np.uint16)).save(tmp_path / "deep.png")
    with opened(browser, pages / "colour.html", 1280) as seen:
        seen.page.locator("#picture-file").set_input_files(tmp_path / "deep.png")
        seen.page.get_by_text("10 x 12 pixels. Of its 16 bits a browser gives the upper 8").wait_for()


def test_a_file_that_is_chosen_again_is_read_again(browser: Browser, pages: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "small.png"
    with opened(browser, pages / "colour.html", 1280) as seen:
        field = seen.page.locator("#picture-file")
        for width in (2, 3):
            Image.new("RGB", (width, 2), "red").save(chosen)
            with seen.page.expect_file_chooser() as chooser:
                field.click()
            # A browser tells of no change if the field has the file already.
            assert field.evaluate("one => one.files.length") == 0
            chooser.value.set_files(chosen)
            seen.page.get_by_text(f"A picture of {width} x 2 pixels").wait_for()
        assert field.evaluate("one => one.files[0].name") == "small.png"


@pytest.mark.parametrize(("ink", "ground"), [("white", "black"), ("black", "white"), ("#eeeeee", "black")])
def test_what_is_transparent_is_on_the_ground_on_which_ink_is_seen(
    ink: str, ground: str, browser: Browser, pages: Path, tmp_path: Path
) -> None:
    drawing = Image.new("RGBA", (10, 12), (0, 0, 0, 0))
    drawing.paste(ink, (3, 3, 7, 9))
    drawing.save(tmp_path / "ink.png")
    shown = """(canvas) => [[5, 6], [0, 0]].flatMap(
        ([x, y]) => [...canvas.getContext("2d").getImageData(x, y, 1, 1).data.slice(0, 3)])"""
    with opened(browser, pages / "colour.html", 1280) as seen:
        seen.page.locator("#picture-file").set_input_files(tmp_path / "ink.png")
        seen.page.get_by_text("A picture of 10 x 12 pixels").wait_for()
        found = seen.page.locator(".seen canvas").evaluate(shown)
    wanted = read_image(tmp_path / "ink.png", 3).pixels
    assert found == [*wanted[6, 5].tolist(), *wanted[0, 0].tolist()]
    assert tuple(found[3:]) == ImageColor.getrgb(ground)


def test_the_last_of_two_pictures_is_answered_however_long_the_first_takes(
    browser: Browser, pages: Path
) -> None:
    slow_then_quick = """async () => {
        const pixels = (width) => new Promise((done) => {
            const canvas = Object.assign(document.createElement("canvas"), { width, height: 2 });
            canvas.toBlob((blob) => done(new File([blob], `${width}.png`, { type: "image/png" })));
        });
        const files = [await pixels(3), await pixels(5)];
        const decode = window.createImageBitmap;
        let quick = null;
        window.createImageBitmap = async (file, ...given) => {
            const found = decode(file, ...given);
            if (file === files[1]) quick = found;
            else while (!quick || (await quick, await new Promise(requestAnimationFrame), false)) {
                await new Promise(requestAnimationFrame);
            }
            return found;
        };
        for (const file of files) {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(file);
            dispatchEvent(new DragEvent("drop", { dataTransfer }));
        }
        await quick;
        for (let picture = 0; picture < 6; picture += 1) await new Promise(requestAnimationFrame);
    }"""
    with opened(browser, pages / "colour.html", 1280) as seen:
        seen.page.evaluate(slow_then_quick)
        assert seen.page.get_by_text("A picture of 5 x 2 pixels").count() == 1
        assert seen.told == []


def test_a_large_picture_is_told_its_own_size(browser: Browser, pages: Path, tmp_path: Path) -> None:
    Image.new("L", (2500, 2000)).save(tmp_path / "large.png")
    with opened(browser, pages / "colour.html", 1280) as seen:
        seen.page.locator("#picture-file").set_input_files(tmp_path / "large.png")
        seen.page.get_by_text("A picture of 2500 x 2000 pixels").wait_for()
