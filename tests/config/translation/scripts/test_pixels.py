"""Pixels are scaled as a script does, whatever they are called, or what is done to them is named."""

import pytest

from tests.config.translation.scripts.translated import HEAD, layers, translated

LOADED = "(xtr, ytr), (xte, yte) = keras.datasets.mnist.load_data()\n"
TRAINED = f"{HEAD}model.fit(xtr, ytr, epochs=2)\n"
FROM_MINUS_1 = "Rescaling: {scale: 2, offset: -1}"


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("xtr, xte = xtr / 127.5 - 1, xte / 127.5 - 1\n", FROM_MINUS_1),
        ("xtr = (xtr.astype('float32') - 127.5) / 127.5\n", FROM_MINUS_1),
        ("xtr = xtr.astype(float)\nxtr -= 127.5\nxtr /= 127.5\n", FROM_MINUS_1),
        ("half = 255 / 2\nxtr = np.subtract(xtr, half) / np.float32(half)\n", FROM_MINUS_1),
        ("xtr = xtr.reshape(-1, 784) / 255\nxtr = 2 * xtr - 1\n", FROM_MINUS_1),
        ("def scaled(x):\n    x = x / 127.5\n    x -= 1\n    return x\nxtr = scaled(xtr)\n", FROM_MINUS_1),
        ("xtr = xtr / 255.0 - 0.5\n", "Rescaling: {scale: 1, offset: -0.5}"),
        ("xtr = 1 - xtr / 255\n", "Rescaling: {scale: -1, offset: 1}"),
        ("xtr = xtr / 128.0\n", "Rescaling: {scale: 1.9921875}"),
        ("xtr = xtr * (1 / 255) / 100\n", "Rescaling: {scale: 3.92156863e-05}"),
        ("xtr = np.expand_dims(xtr, -1) / 255.0\n", ""),
        ("xtr = xtr / 127.5 - 1\nxtr = Dataset.from_tensor_slices((xtr, ytr)).batch(32)\n", FROM_MINUS_1),
        ("xte = xte / 127.5 - 1\n", ""),
    ],
)
def test_a_scale_of_pixels_is_that_of_the_script(text: str, layer: str) -> None:
    found = translated(LOADED + text + TRAINED)
    assert [one for one in layers(LOADED + text + TRAINED) if one.startswith("Rescaling")] == [layer] * bool(
        layer
    )
    assert not found.message
    assert "it scales nothing" not in found.unasked
    assert ("rescale: false" in found.text) == ("/ 100" in text)


@pytest.mark.parametrize(
    "text",
    [
        "def load():\n    (a, b), (c, d) = mnist.load_data()\n    a = a / 127.5 - 1\n"
        "    return (a, b), (c, d)\n"
        "(xtr, ytr), (xte, yte) = load()\n",
        "data = fetch_openml('mnist_784')\nxtr, ytr = data.data / 127.5 - 1, data.target\n",
        "train, test = mnist.load_data()\nxtr, ytr = train\nxtr = xtr / 127.5 - 1\n",
        f"{LOADED}a, b = xtr / 127.5 - 1, 0\nxtr, xv, ytr, yv = train_test_split(a, ytr, test_size=0.1)\n",
        "digits = load_digits()\nxtr = digits['data'] / 8 - 1\n",
        "xtr, ytr = load_digits(return_X_y=True)\nxtr = (xtr - 8) / 8\n",
    ],
)
def test_pixels_are_followed_from_where_they_come(text: str) -> None:
    assert layers(text + TRAINED)[0] == FROM_MINUS_1


def test_pixels_that_fit_is_given_scaled_are_those_of_the_network() -> None:
    text = f"{LOADED}{HEAD}model.fit(xtr / 127.5 - 1, ytr, epochs=2)\n"
    assert layers(text)[0] == FROM_MINUS_1
    assert not translated(text).message


def test_a_network_that_scales_its_inputs_gets_those_of_the_script() -> None:
    text = f"{LOADED}xtr = xtr - 128\nmodel.add(Rescaling(1 / 128))\n{TRAINED}"
    assert layers(text)[:2] == ["Rescaling: {scale: 1, offset: -128}", "Rescaling: {scale: 0.0078125}"]
    assert "rescale: false" in translated(text).text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("xtr = (xtr > 127).astype('float32')\n", "xtr > 127"),
        ("xtr = (xtr - xtr.mean()) / xtr.std()\n", "(xtr - xtr.mean()) / xtr.std()"),
        ("xtr = xtr / 255\nxtr = xtr ** 2\n", "xtr ** 2"),
        ("small = cv2.resize(xtr, (14, 14))\nxtr = small / 255\n", "cv2.resize"),
        ("xtr = skimage.filters.sobel(xtr)\n", "skimage.filters.sobel"),
    ],
)
def test_what_else_is_done_to_pixels_is_named(text: str, message: str) -> None:
    found = translated(LOADED + text + TRAINED)
    assert found.message.partition(" in line")[0] == f"left out: {message}"
    assert found.message.count(" in line") == 1
    assert "it scales nothing" not in found.unasked
    assert "Rescaling" not in found.text
