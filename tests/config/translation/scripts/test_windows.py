"""Windows that a script cuts out of a table's rows are those of a series."""

import pytest

from tests.config.translation.scripts.translated import HEAD, translated

RECURRENT = "model = Sequential([LSTM(4), Dense(1)])\n"
LOOKING_BACK = """\
data = read_csv('a.csv', usecols=[1]).values
n = int(len(data) * 0.7)
train, test = data[0:n, :], data[n:len(data), :]
def cut(rows, look_back=1):
    X, Y = [], []
    for i in range(len(rows) - look_back - 1):
        X.append(rows[i:(i + look_back), 0])
        Y.append(rows[i + look_back, 0])
    return X, Y
X, Y = cut(train, 3)
"""
SEVERAL = """\
steps = read_csv('a.csv')['sales'].values
def cut(rows, n_in, n_out):
    for i in range(len(rows)):
        end = i + n_in
        last = end + n_out
        x, y = rows[i:end], rows[end:last]
cut(steps, 4, 2)
"""


@pytest.mark.parametrize(
    ("text", "data", "message"),
    [
        (LOOKING_BACK, "target: 2 features: [2] test: 0.3 window: 3", ""),
        (
            f"{LOOKING_BACK}X = numpy.reshape(X, (len(X), 1, 3))\n",
            "target: 2 features: [2] test: 0.3 window: 3",
            "left out: numpy.reshape(X, (len(X), 1, 3)) in line 11",
        ),
        (SEVERAL, "target: sales features: [sales] window: 4 horizon: 2", ""),
        (
            "df = read_csv('a.csv')\nrows = df.iloc[:, 1:2].values\nfor i in range(60, 1258):\n"
            "    X.append(rows[i-60:i, 0])\n    y.append(rows[i, 0])\n",
            "target: 2 features: [2] window: 60",
            "",
        ),
        (
            "df = read_csv('a.csv', index_col='Date')\nrows = df.filter(['Close']).values\n"
            "g = TimeseriesGenerator(rows, rows, length=12, batch_size=8)\n",
            "target: Close features: [Close] window: 12",
            "",
        ),
        (
            "rows = read_csv('a.csv')[['p', 'T']]\n"
            "d = keras.utils.timeseries_dataset_from_array(rows, y, 24, 2, 6, shuffle=True)\n",
            "features: [p, T] window: 24 stride: 2",
            "left out: sampling_rate=6 in line 2",
        ),
        (
            "rows = read_csv('a.csv')['T'].values\nfor i in range(9):\n    x.append(rows[i:i + size])\n",
            "target: class task: regression",
            "not known, so set it yourself: rows[i:i + size] in line 3",
        ),
    ],
)
def test_windows_of_a_table_make_it_a_series(text: str, data: str, message: str) -> None:
    found = translated(text + RECURRENT)
    source = "series" if "window" in data else "table"
    section = " ".join(found.text.partition("layers:")[0].split())
    assert section == f"data: source: {source} path: a.csv {data}"
    assert found.message == message
    assert ("name the column to predict" in found.to_do) == ("[p, T]" in data or "class" in data)


def test_windows_of_other_data_are_named() -> None:
    found = translated(
        "for i in range(9):\n    x.append(text[i:i + 5])\n    y.append(text[i + 5])\n" + RECURRENT
    )
    assert found.message == "left out: text[i:i + 5] in line 2"


def test_batches_are_no_windows() -> None:
    assert translated("for i in range(0, n, 5):\n    step(x[i:i + 5])\n" + HEAD).message == ""


def test_a_series_is_standardized_with_its_targets() -> None:
    scaled = "data = StandardScaler().fit_transform(data)\n"
    found = translated(LOOKING_BACK.replace("n = int", f"{scaled}n = int") + RECURRENT)
    assert "  standardize: true\n" in found.text and "  standardize_targets: true\n" in found.text


def test_a_network_of_vectors_gets_its_windows_as_vectors() -> None:
    found = translated(LOOKING_BACK + "model = Sequential([Dense(8, input_dim=3), Dense(1)])\n")
    assert "layers:\n  - Flatten\n  - Dense: {units: 8}\n" in found.text


def test_slices_of_folds_are_no_split() -> None:
    folds = "n = len(x) // 4\nfor i in range(4):\n    val = x[i * n:(i + 1) * n]\n"
    assert "validation" not in translated(f"x, y = load_iris(return_X_y=True)\n{folds}{HEAD}").text


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("n = int(len(x) * 0.8)\nx_train, x_test = x[:n], x[n:]\n", "test: 0.2"),
        ("n = round(0.75 * len(x))\nx_train = x[:n]\nx_val = x[n:]\n", "validation: 0.25"),
        (
            "a = len(x) // 2\nb = int(0.75 * len(x))\ntrain, val, test = x[:a], x[a:b], x[b:]\n",
            "test: 0.25 validation: 0.333333",
        ),
        ("train = x[:int(0.9 * len(x))]\n", "test: 0.1"),
    ],
)
def test_slices_of_a_share_of_the_rows_are_splits(text: str, shares: str) -> None:
    found = translated(f"x, y = load_iris(return_X_y=True)\n{text}{HEAD}")
    assert " ".join(found.text.partition("layers:")[0].split()) == f"data: source: iris {shares}"
    assert found.message == ""


CUT = "for i in range(len(v) - 6):\n    X.append(v[i:i + 6])\n    y.append(v[i + 6])\n"
OF_ONE = "v = pd.read_csv('a.csv')['sold'].values\n"


@pytest.mark.parametrize("scaled", ["(v - mean) / std", "(v - v.mean()) / v.std()"])
def test_a_series_that_a_script_standardizes_is_standardized(scaled: str) -> None:
    found = translated(f"{OF_ONE}v = {scaled}\n{CUT}{HEAD}")
    assert "standardize: true\n" in found.text
    assert "standardize_targets: true\n" in found.text
    assert scaled not in found.message


def test_a_series_that_is_scaled_otherwise_is_named() -> None:
    found = translated(f"{OF_ONE}v = v / 600\n{CUT}{HEAD}")
    assert "left out: v / 600 in line 2" in found.message
    assert "standardize_targets" not in found.text


def test_a_table_may_compute_what_it_does_not_predict() -> None:
    text = "df = pd.read_csv('a.csv')\nX, y = df[['a']], df['b']\nn = 3\nn = n / 2\n"
    assert translated(text + HEAD).message == ""


@pytest.mark.parametrize(
    "batch", ["ds = ds.batch(32).prefetch(1)\n", "ds = ds.map(halved).batch(batch_size=32)\n"]
)
def test_rows_of_a_window_are_no_batch(batch: str) -> None:
    cut = "ds = ds.window(6, shift=1).flat_map(lambda w: w.batch(6, drop_remainder=True))\n"
    found = translated(f"ds = Dataset.from_tensor_slices(v)\n{cut}{batch}{HEAD}model.fit(ds, epochs=2)\n")
    assert "batch_size: 32\n" in found.text
    assert not found.message
