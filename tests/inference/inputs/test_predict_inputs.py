import io
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from numpy.lib import format as npy
from PIL import Image

from mlpcli.arguments import Contents, InvertMode
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.pictures.decoding import Job
from mlpcli.data.pictures.read_image import read_image
from mlpcli.data.preprocessing import OneHot, Preprocessing, Resize
from mlpcli.errors import DataError
from mlpcli.inference.inputs import predict_inputs
from mlpcli.inference.inputs.predict_inputs import Inputs, Rows
from tests.damage import any_bytes_or_damaged, fuzzed

PAIR = DataFacts("rows", "vector", (2,), "regression", targets=1)
SIGNAL = DataFacts("rows", "signal", (3, 1), "regression", targets=1)
DIGIT = DataFacts("rows", "image", (4, 4, 1), "regression", targets=1, pixels=True)
FLOATS = DataFacts("rows", "image", (4, 4, 1), "regression", targets=1)


def open_inputs(
    texts: "list[str] | list[np.ndarray[Any, Any]]",
    facts: DataFacts,
    batch: int | None = None,
    invert: InvertMode = "auto",
) -> Inputs:
    """With the preprocessing of images of white on black, where there are pixels."""
    preprocessing = Preprocessing((Resize(4, 4, 1),), border=0.0) if facts.pixels else Preprocessing()
    return predict_inputs.open_inputs(texts, facts, preprocessing, invert, batch)


def _read(texts: list[str], facts: DataFacts) -> Rows:
    (rows,) = open_inputs(texts, facts).batches
    return rows


def _image(path: Path, brightness: int) -> str:
    path.parent.mkdir(exist_ok=True)
    Image.new("L", (4, 4), brightness).save(path)
    return str(path)


@pytest.mark.parametrize("text", ["1,0.5", "1, 0.5", " 1 0.5 ", "1e0\t5e-1", "+1 ,.5"])
def test_numbers_are_a_row(text: str) -> None:
    rows = _read([text], PAIR)
    assert (rows.names, rows.inverted) == ((text,), (False,))
    assert rows.values.dtype == np.float32
    np.testing.assert_array_equal(rows.values, [[1, 0.5]])


@pytest.mark.parametrize("is_given", [False, True], ids=["path", "content"])
def test_a_large_photo_is_read_as_in_training(tmp_path: Path, is_given: bool) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (90, 130), np.uint8)
    photo = Path(_image(tmp_path / "a.jpg", 0))
    Image.fromarray(pixels).save(photo)
    (trained_on,) = read_files_of([str(photo)], tmp_path / "pixels")
    given: Any = Contents("a.jpg", photo.read_bytes()) if is_given else str(photo)
    (rows,) = open_inputs([given], DIGIT, invert="never").batches
    np.testing.assert_array_equal(rows.values, trained_on[np.newaxis])
    assert rows.values.tolist() != Resize(4, 4, 1).apply([read_image(photo, 1).pixels]).tolist()


def read_files_of(files: list[str], target: Path) -> Any:
    """The rows of image files as a training has them."""
    target.write_bytes(b"")
    Job(files, Resize(4, 4, 1), str(target), 0).do([0], lambda part: None)
    return np.frombuffer(target.read_bytes(), np.uint8).reshape(-1, 4, 4, 1)


def test_numbers_fill_a_signal() -> None:
    np.testing.assert_array_equal(_read(["1,2,-3"], SIGNAL).values, [[[1], [2], [-3]]])


def test_more_numbers_than_a_file_name_has_room_for() -> None:
    facts = DataFacts("rows", "vector", (5000,), "regression", targets=1)
    assert _read([",".join(["1"] * 5000)], facts).values.shape == (1, 5000)


@pytest.mark.parametrize(
    ("text", "facts", "message", "fix"),
    [
        ("1,0,1", PAIR, "found 3 numbers, but the network takes 2", "1,0"),
        ("1", SIGNAL, "found 1 number, but the network takes 3", "1,0,1"),
        ("nan,1", PAIR, "'nan,1': expected finite numbers", "replace nan, inf"),
        ("1e39,1", PAIR, "expected finite numbers that fit float32", "too large"),
        ("1,0", DIGIT, "the network takes images of 4 x 4 x 1", "image file"),
        ("digit.png", PAIR, "there is no file 'digit.png'", "the network takes 2 numbers"),
        ("1,x", PAIR, "there is no file '1,x'", "check the path"),
        ("1,,0", PAIR, "there is no file '1,,0'", "check the path"),
        ("1_0,1", PAIR, "there is no file '1_0,1'", "check the path"),
        ("", PAIR, "there is no file ''", "check the path"),
    ],
)
def test_a_text_that_is_no_row_says_what_is_wanted(
    text: str, facts: DataFacts, message: str, fix: str
) -> None:
    with pytest.raises(DataError) as caught:
        _read([text], facts)
    assert caught.value.exit_code == 3
    assert message in caught.value.message
    assert fix in caught.value.fix


def test_images_and_folders_come_in_the_order_given(tmp_path: Path) -> None:
    first = _image(tmp_path / "z.png", 10)
    inside = [_image(tmp_path / "folder" / name, 20) for name in ("a.png", "b.png")]
    rows = _read([first, str(tmp_path / "folder")], DIGIT)
    assert rows.names == (first, *inside)
    assert rows.values.dtype == np.uint8
    assert rows.values[:, 0, 0, 0].tolist() == [10, 20, 20]


def test_only_images_on_the_other_ground_are_inverted(tmp_path: Path) -> None:
    texts = [_image(tmp_path / "dark.png", 5), _image(tmp_path / "bright.png", 250)]
    rows = _read(texts, DIGIT)
    assert rows.inverted == (False, True)
    assert rows.values[:, 0, 0, 0].tolist() == [5, 5]


@pytest.mark.parametrize("dtype", ["uint8", "int64", "float64"])
@pytest.mark.parametrize(("invert", "value"), [("auto", 250), ("never", 250), ("always", 5)])
def test_pixels_of_an_array_are_inverted_only_where_all_are(
    invert: InvertMode, value: int, dtype: str, tmp_path: Path
) -> None:
    np.save(tmp_path / "a.npy", np.full((4, 4), 250, dtype=dtype))
    (rows,) = open_inputs([str(tmp_path / "a.npy")], DIGIT, invert=invert).batches
    assert rows.inverted == (invert == "always",)
    assert (rows.values == value).all()


@pytest.mark.parametrize(("invert", "expected"), [("auto", True), ("never", False), ("always", False)])
@pytest.mark.parametrize("brightness", [250, 5])
def test_arrays_on_the_other_ground_look_inverted(
    invert: InvertMode, expected: bool, brightness: int, tmp_path: Path
) -> None:
    values = np.full((3, 4, 4), brightness, np.uint8)
    np.save(tmp_path / "a.npy", values)
    for inputs in ([str(tmp_path / "a.npy")], [values]):
        (rows,) = open_inputs(inputs, DIGIT, invert=invert).batches
        assert rows.look_inverted == (expected and brightness > 128,) * 3


def test_files_of_a_folder_that_are_no_images_are_counted_by_their_endings(tmp_path: Path) -> None:
    _image(tmp_path / "a.png", 5)
    assert open_inputs([str(tmp_path)], DIGIT).notices == ()
    for name in ("b.heic", "c.HEIC", "d", ".hidden"):
        (tmp_path / name).touch()
    (notice,) = open_inputs([str(tmp_path)], DIGIT).notices
    assert notice.startswith(
        "3 files were skipped in the folders given: 2 .heic, 1 without an ending; image files end in .png"
    )


def test_a_jfif_file_is_a_jpeg(tmp_path: Path) -> None:
    Image.new("L", (4, 4), 5).save(tmp_path / "a.jfif", "JPEG")
    assert open_inputs([str(tmp_path)], DIGIT).total == 1


@pytest.mark.parametrize("text", ["1,0", "rows.npy"])
def test_plain_numbers_are_no_row_of_a_table_with_categories(text: str, tmp_path: Path) -> None:
    np.save(tmp_path / "rows.npy", [[1.0, 0.0]])
    text = text.replace("rows.npy", str(tmp_path / "rows.npy"))
    with pytest.raises(DataError, match="the network takes the rows of a table"):
        list(predict_inputs.open_inputs([text], PAIR, Preprocessing((OneHot((None, None)),))).batches)


def test_rows_of_an_array_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, [[1.0, 2.0], [3.0, 4.0]])
    rows = _read([str(path)], PAIR)
    assert rows.names == (f"{path}[0]", f"{path}[1]")
    np.testing.assert_array_equal(rows.values, [[1, 2], [3, 4]])


def test_a_single_row_has_the_name_of_its_file(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", [1.0, 2.0])
    assert _read([str(tmp_path / "a.npy")], PAIR).names == (str(tmp_path / "a.npy"),)


def test_a_file_comes_before_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "1,0").touch()
    with pytest.raises(DataError, match="1,0 is not an array file"):
        _read(["1,0"], PAIR)


@pytest.mark.parametrize("facts", [PAIR, FLOATS])
def test_an_image_needs_a_network_of_pixels(tmp_path: Path, facts: DataFacts) -> None:
    with pytest.raises(DataError, match="is not an array file; the network takes") as caught:
        _read([_image(tmp_path / "a.png", 0)], facts)
    assert ".npy" in caught.value.fix


def test_rows_come_in_batches() -> None:
    sizes = [len(rows.names) for rows in open_inputs(["1,0"] * 5, PAIR, batch=2).batches]
    assert sizes == [2, 2, 1]


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_a_broken_file_is_told_behind_all_rows_before_it(tmp_path: Path, batch: int) -> None:
    broken = tmp_path / "broken.png"
    broken.write_text("no image")
    batches = open_inputs([_image(tmp_path / "a.png", 0), str(broken)], DIGIT, batch=batch).batches
    assert next(batches).names == (str(tmp_path / "a.png"),)
    with pytest.raises(DataError, match="is not an image"):
        next(batches)


def _broken(folder: Path) -> dict[str, str]:
    """Files broken in every way, with what is wrong with each."""
    folder.mkdir()
    _image(folder / "a.png", 0)
    _image(folder / "c.png", 0)
    (folder / "c.png").write_bytes((folder / "c.png").read_bytes()[:-20])
    (folder / "d.png").write_text("no image")
    Image.new("1", (9500, 9500)).save(folder / "f.png")
    _image(folder / "z.png", 0)
    wrong = ["is a broken image", "is not an image", "has more than 89,478,485 pixels"]
    return {f"{folder}/{name}.png": kind for name, kind in zip("cdf", wrong, strict=True)}


@pytest.mark.parametrize("empty", [True, False])
def test_images_broken_in_all_ways_are_named_in_one_error(tmp_path: Path, empty: bool) -> None:
    wrong = _broken(tmp_path / "folder")
    other = tmp_path / "other.png"
    other.write_text("no image")
    if empty:
        (tmp_path / "folder" / "b.png").touch()
        (tmp_path / "folder" / "x.png").symlink_to("nowhere")
        wrong = {f"{tmp_path}/folder/b.png": "is empty", **wrong}
        wrong[f"{tmp_path}/folder/x.png"] = "could not be read"
    np.save(tmp_path / "wrong.npy", np.full((2, 4, 4), np.nan))
    texts = [str(path) for path in (tmp_path / "folder", tmp_path / "wrong.npy", other)]
    answered: list[Rows] = []
    with pytest.raises(DataError) as caught:
        for rows in open_inputs(texts, DIGIT, batch=1).batches:
            answered.append(rows)  # By itself: extend would keep none.
    assert len(answered) == (0 if empty else 1)
    parts = caught.value.message.split("; ")
    expected = [
        *wrong.items(),
        (f"{tmp_path}/wrong.npy", "nan"),
        ("expected finite numbers", ""),
        (str(other), "no"),
    ]
    for part, (start, kind) in zip(parts, expected, strict=True):
        assert part.startswith(start) and kind in part
    assert caught.value.exit_code == 3


def test_an_empty_image_is_told_with_all_that_is_broken_before_any_answer(tmp_path: Path) -> None:
    wrong = _broken(tmp_path / "folder")
    (tmp_path / "folder" / "x.png").touch()
    with pytest.raises(DataError) as caught:
        open_inputs([str(tmp_path / "folder")], DIGIT)
    assert len(caught.value.message.split("; ")) == len(wrong) + 1


def test_of_many_broken_images_ten_are_named(tmp_path: Path) -> None:
    _image(tmp_path / "00.png", 0)
    for number in range(1, 14):
        (tmp_path / f"{number:02}.png").write_bytes(b"no image" if number % 2 else b"")
    with pytest.raises(DataError) as caught:
        open_inputs([str(tmp_path)], DIGIT)
    assert caught.value.message.startswith(f"{tmp_path}/01.png is not an image; {tmp_path}/02.png is empty; ")
    assert caught.value.message.endswith("/10.png is empty and 3 more")
    assert "expected one of PNG" in caught.value.fix and "restore the file" in caught.value.fix


def test_a_file_that_vanishes_meanwhile_is_named(tmp_path: Path) -> None:
    _image(tmp_path / "a.png", 0)
    _image(tmp_path / "b.png", 0)
    opened = open_inputs([str(tmp_path)], DIGIT)
    (tmp_path / "b.png").unlink()
    assert next(opened.batches).names == (f"{tmp_path}/a.png",)
    with pytest.raises(DataError, match=r"b\.png could not be read: No such file"):
        next(opened.batches)


def test_what_holds_more_pictures_than_are_read_is_known(tmp_path: Path) -> None:
    first = Image.new("L", (4, 4), 10)
    first.save(tmp_path / "a.gif", save_all=True, append_images=[Image.new("L", (4, 4), 200)])
    _image(tmp_path / "b.png", 0)
    assert _read([str(tmp_path)], DIGIT).more == (True, False)


def test_all_texts_that_are_no_input_are_named_before_any_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "folder").mkdir()
    # What is no image but could be shows once all that was typed makes sense.
    texts = [*(f"{number}.png" for number in range(9)), str(tmp_path / "folder"), str(tmp_path / "empty.png")]
    with pytest.raises(DataError) as caught:
        open_inputs([_image(tmp_path / "a.png", 0), *texts], DIGIT)
    assert caught.value.exit_code == 3
    assert caught.value.message.startswith("there is no file '0.png'; there is no file '1.png'; ")
    assert caught.value.message.endswith(
        f"; there is no file '8.png'; {tmp_path}/folder contains no image file"
    )
    assert caught.value.fix == (
        "check the path; the network takes images of 4 x 4 x 1 (height x width x channels); "
        "put images there, which end in .png .jpg .jpeg .jpe .jfif .bmp .gif .webp .tif .tiff, or leave it "
        "out"
    )


def test_a_wrong_path_is_found_before_any_file_is_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no file 'missing.png'"):
        open_inputs([_image(tmp_path / "a.png", 0), "missing.png"], DIGIT)


def test_the_number_of_inputs_is_known_before_they_are_read(tmp_path: Path) -> None:
    np.save(tmp_path / "rows.npy", np.zeros((5, 4, 4), np.uint8))
    for name in ("a.png", "b.png"):
        _image(tmp_path / "folder" / name, 0)
    texts = [str(tmp_path / "rows.npy"), str(tmp_path / "folder"), str(tmp_path / "folder" / "a.png")]
    opened = open_inputs(texts, DIGIT)
    assert opened.total == sum(len(rows.names) for rows in opened.batches) == 8


def rows_or_error(text: str, facts: DataFacts) -> None:
    """Read `text` whole: it gives rows that fit, or an error that names it."""
    try:
        for rows in open_inputs([text], facts).batches:
            assert rows.values.shape == (len(rows.names), *facts.shape)
            assert np.isfinite(rows.values).all()
    except DataError as error:
        assert error.exit_code == 3
        assert error.message and error.fix


@fuzzed
@given(
    text=st.text() | st.text("0123456789.,+-eE_ \t\nnaif\u0661\uff11") | st.lists(st.floats()).map(str),
    facts=st.sampled_from([PAIR, SIGNAL, DIGIT, FLOATS]),
)
def test_any_text_is_a_row_or_a_data_error(text: str, facts: DataFacts) -> None:
    assume(not os.path.exists(text))
    rows_or_error(text, facts)


def image_bytes(image: Image.Image, kind: str, **options: Any) -> bytes:
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def array_bytes(save: Any, *arrays: Any, **named: Any) -> bytes:
    content = io.BytesIO()
    save(content, *arrays, **named)
    return content.getvalue()


RAMP = Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8))
TURNED = Image.Exif()
TURNED[0x0112] = 6
IMAGES = {
    "png": image_bytes(RAMP, "PNG"),
    "palette": image_bytes(RAMP.convert("P"), "PNG", transparency=bytes(range(64))),
    "16 bits": image_bytes(Image.fromarray(np.full((8, 8), 60_000, np.uint16)), "PNG"),
    "jpeg": image_bytes(RAMP, "JPEG", exif=TURNED),
    "cmyk": image_bytes(RAMP.convert("CMYK"), "JPEG"),
    "bmp": image_bytes(RAMP, "BMP"),
    "animation": image_bytes(RAMP, "GIF", save_all=True, append_images=[RAMP.rotate(90)]),
    "webp": image_bytes(RAMP, "WEBP"),
    "tiff": image_bytes(RAMP, "TIFF", exif=TURNED),
    "packed": image_bytes(RAMP, "TIFF", compression="tiff_lzw"),
}
ARRAYS = {
    "npy": array_bytes(np.save, np.ones((3, 2))),
    "turned": array_bytes(np.save, np.asfortranarray(np.ones((3, 2), ">f2"))),
    "single": array_bytes(np.save, np.ones(2, np.int8)),
}
ARCHIVES = {
    "npz": array_bytes(np.savez, x=np.ones((3, 2))),
    "packed": array_bytes(np.savez_compressed, x=np.ones((3, 2)), y=np.zeros(3)),
}


@fuzzed
@given(content=any_bytes_or_damaged(IMAGES))
def test_any_image_file_is_a_row_or_a_data_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.png").write_bytes(content)
    rows_or_error(str(tmp_path / "a.png"), DIGIT)


@pytest.mark.parametrize(("suffix", "contents"), [("npy", ARRAYS), ("npz", ARCHIVES)])
@fuzzed
@given(data=st.data())
def test_any_array_file_is_rows_or_a_data_error(
    tmp_path: Path, suffix: str, contents: dict[str, bytes], data: st.DataObject
) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(data.draw(any_bytes_or_damaged(contents)))
    rows_or_error(str(path), data.draw(st.sampled_from([PAIR, DIGIT])))


HEADERS = st.fixed_dictionaries(
    {
        "descr": st.sampled_from(["<f8", ">i4", "|b1", "|O", "<U1", "|V8", "<M8[ns]", "<f16", "<c8", "", "x"])
        | st.tuples(st.text(max_size=2), st.just("<f4")).map(lambda field: [field]),
        "fortran_order": st.booleans() | st.none(),
        "shape": st.lists(st.integers(-2, 4) | st.integers() | st.booleans(), max_size=4).map(tuple),
    },
    optional={"more": st.none()},
).map(repr)


@fuzzed
@given(
    header=HEADERS | st.text("{}()[]-,:'0", max_size=40),
    body=st.binary(max_size=48) | st.just(bytes(16)),
    archived=st.booleans(),
)
@example(header="-" * 9000 + "1", body=b"", archived=False)
@example(header="(" * 9000, body=b"", archived=True)
def test_any_header_of_an_array_is_rows_or_a_data_error(
    tmp_path: Path, header: str, body: bytes, archived: bool
) -> None:
    length = len(header.encode()).to_bytes(2, "little")
    content = npy.magic(1, 0) + length + header.encode() + body
    path = tmp_path / ("a.npz" if archived else "a.npy")
    if archived:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x.npy", content)
    else:
        path.write_bytes(content)
    rows_or_error(str(path), PAIR)
