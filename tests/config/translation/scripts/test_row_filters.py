"""Rows that a script leaves out by a condition are named where they are missing in its training."""

import pytest

from tests.config.translation.scripts.translated import HEAD, OF_TORCH, translated

READ = "df = pd.read_csv('a.csv')\n"
TAKEN = "X = df[['a', 'b']]\ny = df['y']\n"
TRAINED = f"Xt, Xv, yt, yv = train_test_split(X, y, test_size=0.2)\n{HEAD}model.fit(Xt, yt, epochs=2)\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("df = df[df['a'].between(1, 4)]\n", "df[df['a'].between(1, 4)]"),
        ("df = df[df.a.isin([1, 2])]\n", "df[df.a.isin([1, 2])]"),
        ("df = df[(df['a'] > 1) & (df['b'] > 5)]\n", "df[(df['a'] > 1) & (df['b'] > 5)]"),
        ("df = df[~df['a'].isna()]\n", "df[~df['a'].isna()]"),
        ("df = df.loc[df['a'] > 5]\n", "df.loc[df['a'] > 5]"),
        ("df = df[df.a > 1][df.b > 5]\n", "df[df.a > 1][df.b > 5]"),
        ("df = df[df['a'].notnull()].reset_index(drop=True)\n", "df[df['a'].notnull()]"),
        ("df = df[lambda d: d.a > 5]\n", "df[lambda d: d.a > 5]"),
        ("df = df[df['a'].map(is_new)]\n", "df[df['a'].map(is_new)]"),
        ("df = df[df['is_new']]\n", "df[df['is_new']]"),
        ("mask = df['a'] > 5\ndf = df[mask]\n", "df[mask]"),
        ("places = np.where(df['a'] > 5)[0]\ndf = df.iloc[places]\n", "df.iloc[places]"),
        ("low = df[df.a < 5].index\ndf = df.drop(low)\n", "df.drop(low)"),
        ("df.drop(df[df.a < 5].index, inplace=True)\n", "df.drop(df[df.a < 5].index, inplace=True..."),
        ("df = df.query('a > 5')\n", "df.query('a > 5')"),
        ("df.loc[df['a'] > 4, 'a'] = 4\n", "df.loc[df['a'] > 4, 'a'] = 4"),
        ("df['a'][df['a'] > 4] = 4\n", "df['a'][df['a'] > 4] = 4"),
        (
            "def clean(rows):\n    rows = rows[rows.a > 5]\n    return rows\ndf = clean(df)\n",
            "rows[rows.a > 5]",
        ),
        ("low = df[df['a'] < 5]\nlow.hist()\nprint(df[df.a > 5].mean())\n", ""),
        ("test = df[df['a'] < 5]\n", ""),
        ("df = df.drop('id', axis=1)\n", ""),
        ("df['new'] = df['a'] > 5\n", ""),
    ],
)
def test_rows_that_are_left_out_by_a_condition_are_named(text: str, named: str) -> None:
    found = translated(READ + text + TAKEN + TRAINED)
    assert found.message.partition(" in line")[0] == (f"left out: {named}" if named else "")
    assert "target: y\n  features: [a, b]\n" in found.text


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("homes = df[df['a'] > 5]\nX, y = homes[['a', 'b']], homes.y\n", "df[df['a'] > 5] in line 2"),
        ("homes = df.drop_duplicates()\nX, y = homes[['a', 'b']], homes.y\n", "df.drop_duplicates in line 2"),
        (
            "X, y = df[df.a > 5][['a', 'b']], df[df.a > 5]['y']\n",
            "df[df.a > 5] in line 2",
        ),
        (
            "def load():\n    return df[df.a > 5]\nhomes = load()\nX, y = homes[['a', 'b']], homes['y']\n",
            "df[df.a > 5]",
        ),
    ],
)
def test_rows_are_followed_to_other_names(text: str, named: str) -> None:
    found = translated(READ + text + TRAINED)
    assert found.message.startswith(f"left out: {named}")
    assert found.message.count(" in line") == 1
    assert "target: y\n  features: [a, b]\n" in found.text


@pytest.mark.parametrize(
    "trained",
    [
        HEAD,
        "def train(a, b):\n    model = Sequential([Dense(3)])\n    model.fit(a, b, epochs=2)\ntrain(X, y)\n",
        f"{OF_TORCH}rows = TensorDataset(torch.tensor(X.values), torch.tensor(y.values))\n"
        "for epoch in range(3):\n    for a, b in DataLoader(rows, 8):\n        model(a).backward()\n",
    ],
)
def test_rows_are_followed_to_any_training(trained: str) -> None:
    found = translated(f"{READ}df = df[df.a > 5]\n{TAKEN}{trained}")
    assert found.message.startswith("left out: df[df.a > 5] in line 2")


def test_rows_of_images_are_followed_too() -> None:
    loaded = "(xtr, ytr), (xte, yte) = keras.datasets.mnist.load_data()\n"
    kept = "xtr, ytr = xtr[ytr < 5] / 255.0, ytr[ytr < 5]\n"
    found = translated(f"{loaded}{kept}{HEAD}model.fit(xtr, ytr, epochs=2)\n")
    assert found.message == "left out: xtr[ytr < 5] in line 2"


@pytest.mark.parametrize(
    "text",
    [
        "held = np.random.rand(len(df)) < 0.2\n"
        "X, Xt, y = df[['a', 'b']][~held], df[['a', 'b']][held], df['y'][~held]\n",
        "def halves(a, b):\n    held = drawn(a) > 1\n    held[b == 1] = 0\n"
        "    return a[~held], a[held], b[~held]\n"
        "X, Xt, y = halves(df[['a', 'b']], df['y'])\n",
    ],
)
def test_rows_of_which_the_others_are_taken_too_are_split(text: str) -> None:
    message = translated(f"{READ}{text}{HEAD}model.fit(X, y, epochs=2)\n").message
    assert message.startswith("not known, so set it yourself: ") and "[~held] in line" in message
    assert message.count(" in line") == 1


def test_layers_that_drop_out_are_no_rows() -> None:
    network = "class Net(nn.Module):\n    def __init__(self):\n        self.drop = nn.Dropout(0.5)\n"
    network += "        self.out = nn.Linear(4, 3)\n    def forward(self, x):\n        x = self.drop(x)\n"
    assert not translated(f"{READ}{network}        return self.out(x)\nnet = Net()\ny = df['y']\n").message
