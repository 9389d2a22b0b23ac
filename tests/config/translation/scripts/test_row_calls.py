"""What is done to rows and to a network, and is not known to leave them as they are, is named."""

import pytest

from tests.config.translation.scripts.translated import HEAD, translated

TABLE = "df = pd.read_csv('a.csv')\n"
OF_IMAGES = "ds = tfds.load('mnist')\n"
LOADED = "keras.datasets.mnist.load_data()"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("df = df.drop_duplicates()\n", "df.drop_duplicates"),
        ("df.invented(inplace=True)\n", "df.invented"),
        ("df.describe()\n", ""),
        ("df['a'] = df['a'].invented(3).astype(float)\n", "df['a'].invented"),
        ("X = SimpleImputer(strategy='mean').fit_transform(df)\n", "SimpleImputer"),
        ("imputer = KNNImputer()\nX = imputer.fit_transform(df)\n", "imputer.fit_transform"),
        ("X = PCA(2).fit_transform(df)\n", "PCA"),
        ("X = RobustScaler().fit_transform(df)\n", "RobustScaler"),
        ("X = df.filter(['a'])\n", ""),
        ("df = pd.get_dummies(df, columns=['geo'])\n", ""),
        ("X = torch.tensor(df.values, dtype=torch.float32).reshape(-1, 1).to(device)\n", ""),
        ("df['c'] = LabelEncoder().fit_transform(df['c'])\n", ""),
        ("df['c'] = df['c'].map({'a': 0, 'b': 1})\n", ""),
        ("df['c'] = df['c'].map({'b': 0, 'a': 1})\n", "df['c'].map"),
        ("y = df['c'].map({'a': 0, 'b': 1, 'c': 1})\n", "df['c'].map"),
        ("y = df['c'].map(lambda v: 1 if v == 'a' else 0)\n", "df['c'].map"),
        ("df['c'].replace({'a': 0, 'b': 0}, inplace=True)\n", "df['c'].replace"),
        ("def clean(rows):\n    return rows\ndf = clean(df)\n", ""),
        ("mean = df['a'].mean()\n", ""),
        ("data_dir = os.path.join(root, 'a')\n", ""),
        ("labels = df['a'].unique()\n", ""),
        ("y_pred = invented(df)\n", ""),
        ("sales = pd.read_csv('a.csv')\nsales = sales.resample('W')\n", "sales.resample"),
    ],
)
def test_calls_that_make_other_rows_of_a_table_are_named(text: str, message: str) -> None:
    lines = text.count("\n") + 1 - text.startswith(("def",))
    found = translated(f"{TABLE}{text}{HEAD}").message
    assert found == (f"left out: {message} in line {lines}" if message else "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ds = ds.map(lambda x, y: (tf.cast(x, tf.float32) / 255., y)).cache().shuffle(9).prefetch(2)\n", ""),
        ("def scale(x, y):\n    return x / 255, y\nds = ds.map(scale)\n", ""),
        ("ds = ds.map(lambda x, y: (x / 127.5 - 1, y))\n", "ds.map"),
        ("ds = ds.map(augment)\n", "ds.map"),
        ("ds = ds.map(lambda x, y: (x * 255, y))\n", "ds.map"),
        ("ds = ds.map(lambda x, y: (x, y if y > 3 else 0))\n", "ds.map"),
        ("ds = ds.take(20)\n", "ds.take"),
        ("ds = ds.filter(lambda x, y: y < 3)\n", "ds.filter"),
        ("x = tf.image.resize(x, (14, 14))\n", "tf.image.resize"),
        ("x, y = x[:, :2], y\n", "x[:, :2]"),
        ("x = x[:, np.newaxis]\n", ""),
        ("x = np.c_[x, x]\n", "np.c_[x, x]"),
        (
            "model = Model(i, o)\nmodel.load_weights('a.h5')\nmodel.fit(x, y)\n",
            "model.load_weights",
        ),
        (
            "model = Model(i, o)\nmodel.summary()\nmodel.fit(x, y)\nmodel.load_weights('a.h5')\n",
            "",
        ),
        ("for p in m.parameters():\n    p.requires_grad = False\n", "p.requires_grad = False"),
    ],
)
def test_calls_that_change_known_rows_or_a_network_are_named(text: str, message: str) -> None:
    found = translated(f"{OF_IMAGES}{text}{HEAD}").message
    assert found.partition(" in line")[0] == (f"left out: {message}" if message else "")


def test_rows_that_the_reader_saves_are_those_after_all_calls() -> None:
    assert translated(f"x = invented(x)\n{HEAD}").message == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"(xt, yt), _ = {LOADED}\nxt = xt[:20000] / 255.0\n", "xt[:20000] in line 2"),
        (f"(xt, yt), _ = {LOADED}\nyt = to_categorical(yt[:20000])\n", "yt[:20000] in line 2"),
        (f"(x_train, y_train), _ = {LOADED}\nx_train = x_train[:5000] / 255.0\n", "x_train[:5000] in line 2"),
        ("df = pd.read_csv('a.csv')\ndf = df.iloc[:500]\n", "df.iloc[:500] in line 2"),
        ("ds = datasets.MNIST('d')\nsub = Subset(ds, range(10000))\n", "Subset(ds, range(10000)) in line 2"),
    ],
)
def test_fewer_rows_are_named(text: str, named: str) -> None:
    assert named in translated(text + HEAD).message


def test_batches_that_are_left_out_are_named() -> None:
    loop = "    for i, (x, y) in enumerate(dl):\n"
    text = f"{HEAD}for epoch in range(5):\n{loop}        if i == 100: break\n        loss.backward()\n"
    assert "break if i == 100 in line 4" in translated(text).message
