"""Rows of a table get the shape that a script gives them, whether or not the file is there."""

import pytest

from tests.config.translation.scripts.translated import layers, translated

READ = "df = pd.read_csv('missing.csv')\nY = df['label']\nX = df.drop('label', axis=1)\n"
IMAGES = "model.add(Conv2D(8, 3))\nmodel.add(Flatten())\nmodel.add(Dense(3, activation='softmax'))\n"
OF_28 = "Reshape: {target_shape: [28, 28, 1]}"


@pytest.mark.parametrize(
    ("reshaped", "first"),
    [
        ("X = X.values.reshape(-1, 28, 28, 1)\n", OF_28),
        ("side = 28\nX = np.reshape(X, (len(X), side, side, 1))\n", OF_28),
        ("X = X.values.reshape(X.shape[0], X.shape[1], 1)\n", "Reshape: {target_shape: [-1, 1]}"),
        (
            "X = X.values.reshape(-1, 28, 28, 1)\nX = X.reshape(-1, 784)\n",
            "Conv2D: {filters: 8, kernel_size: 3}",
        ),
        ("X_test = X.values.reshape(-1, 28, 28, 1)\n", "Conv2D: {filters: 8, kernel_size: 3}"),
        ("X = X.values.reshape(X.shape[0], X.shape[1], size)\n", "Conv2D: {filters: 8, kernel_size: 3}"),
    ],
)
def test_a_table_gets_the_shape_of_a_script(reshaped: str, first: str) -> None:
    assert layers(f"{READ}{reshaped}model = Sequential()\n{IMAGES}")[0] == first


def test_pixels_are_scaled_before_they_get_their_shape() -> None:
    reshaped = "X = np.reshape(X, (len(X), 28, 28, 1)) / 255\n"
    found = layers(f"{READ}{reshaped}model = Sequential()\n{IMAGES}")
    assert found[:2] == ["Rescaling: {scale: 0.00392156863}", OF_28]


def test_rows_that_are_flattened_first_need_no_shape() -> None:
    reshaped = "X = X.values.reshape(-1, 28, 28, 1)\n"
    found = translated(f"{READ}{reshaped}model = Sequential()\nmodel.add(Flatten())\nmodel.add(Dense(3))\n")
    assert "Reshape" not in found.text
