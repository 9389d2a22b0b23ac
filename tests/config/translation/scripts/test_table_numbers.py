"""The numbers of a table are scaled as a script does, whatever they are called, or its scaling is named."""

import pytest

from tests.config.translation.scripts.translated import layers, translated

READ = "df = pd.read_csv('a.csv')\n"
NETWORK = "model = Sequential([Dense(8), Dense(1)])\nmodel.compile('adam', 'mae')\n"
FITTED = f"X, y = df.drop('price', axis=1), df['price']\n{NETWORK}model.fit(X, y, epochs=2)\n"
CLASSES = FITTED.replace("Dense(1)", "Dense(3, activation='softmax')").replace("'mae'", "'scce'")
RANGE = "low, high = df.min(), df.max(axis=0)\ndf = (df - low) / (high - low)\n"
MEAN = "df = (df - df.mean()) / df.std()\n"


def said_of_standardizing(text: str) -> str:
    return " ".join(line.strip() for line in translated(text).text.splitlines() if "standardize" in line)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (READ + RANGE + FITTED, "the scaling of features and target by (df - low) / (high - low) in line 3"),
        (READ + RANGE + CLASSES, "(df - low) / (high - low) in line 3"),
        (
            READ + "shown = (df - df.min()) / (df.max() - df.min())\n" + FITTED,
            "",
        ),
        (
            READ
            + "rows = (df - df.min()) / (df.max() - df.min())\n"
            + FITTED.replace("df.drop", "rows.drop"),
            "(df - df.min()) / (df.max() - df.min()) in line 2",
        ),
        (
            READ + "df -= df.min()\ndf /= df.max()\n" + CLASSES,
            "df - df.min() in line 2, df / df.max() in line 3",
        ),
        (
            READ + "def scaled(d):\n    return (d - d.min()) / d.max()\ndf = scaled(df)\n" + CLASSES,
            "(d - d.min()) / d.max() in line 3",
        ),
        (
            READ + "df = df.values\ndf = (df - df.mean()) / df.std()\n" + CLASSES,
            "(df - df.mean()) / df.std() in line 3",
        ),
    ],
)
def test_a_scaling_that_a_config_cannot_say_is_named(text: str, message: str) -> None:
    found = translated(text)
    assert found.message == (f"left out: {message}" if message else "")
    assert found.unasked.startswith("every feature is standardized instead") == bool(message)
    assert ("it scales nothing" in found.unasked) is False
    assert "standardize" not in found.text


@pytest.mark.parametrize(
    "scaled",
    [
        MEAN,
        "m, s = df.mean(), df.std()\ndf = (df - m) / s\n",
        "df -= df.mean(axis=0)\ndf /= df.std(axis=0) + 1e-7\n",
        "stats = df.describe()\ndef norm(d):\n    return (d - stats['mean']) / stats['std']\ndf = norm(df)\n",
        "df = 2 * df + 1\ndf = (df - df.mean()) / df.std()\n",
    ],
)
def test_a_table_that_a_script_standardizes_is_standardized(scaled: str) -> None:
    assert said_of_standardizing(READ + scaled + FITTED) == "standardize: true standardize_targets: true"
    assert not translated(READ + scaled + FITTED).message
    alone = FITTED.replace("df['price']", "raw['price']")
    assert said_of_standardizing(f"{READ}raw = df.copy()\n{scaled}{alone}") == "standardize: true"


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        (READ + FITTED.replace("axis=1)", "axis=1) / 255.0"), "Rescaling: {scale: 0.00392156863}"),
        (READ + FITTED.replace("fit(X", "fit(X / 100"), "Rescaling: {scale: 0.01}"),
        (
            READ
            + FITTED.replace("\nmodel =", "\nX = X.values.astype('float32').reshape(-1, 4) / 2 - 1\nmodel ="),
            "Rescaling: {scale: 0.5, offset: -1}",
        ),
        (READ + FITTED.replace("[Dense(8)", "[Rescaling(0.5), Dense(8)"), "Rescaling: {scale: 0.5}"),
    ],
)
def test_a_table_that_a_script_multiplies_is_multiplied(text: str, layer: str) -> None:
    found = translated(text)
    assert layers(text)[0] == layer
    assert said_of_standardizing(text) == "standardize: false"
    assert not found.message
    assert "scales nothing" not in found.unasked
    assert "instead" not in found.unasked


def test_what_a_scaler_takes_back_is_no_scale() -> None:
    text = READ + FITTED.replace("\nmodel =", " / 9\nX = StandardScaler().fit_transform(X / 255)\nmodel =", 1)
    assert "Rescaling" not in translated(text).text
    assert said_of_standardizing(text) == "standardize: true"
    after = text.replace("(X / 255)", "(X) / 255")
    assert layers(after)[0] == "Rescaling: {scale: 0.00392156863}"
    assert said_of_standardizing(after) == "standardize: true"


def test_numbers_of_columns_that_are_put_together_are_named() -> None:
    text = READ + FITTED.replace("\nmodel =", "\nX = np.hstack([X / 255, df[['age']]])\nmodel =")
    assert "np.hstack in line 3" in translated(text).message
    assert "Rescaling" not in translated(text).text
