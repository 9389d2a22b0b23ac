"""The columns that a script takes are those of the config, or are named as not read."""

import pytest

from tests.config.translation.scripts.translated import HEAD, translated

READ = "df = pd.read_csv('a.csv')\n"
TAKEN = "X = df.drop('y', axis=1)\ny = df['y']\n"
OF_SOME = "ColumnTransformer([('num', StandardScaler(), ['age', 'sum'])"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (f"{READ}{TAKEN}cols = ['age']\nsc = StandardScaler().fit(X[cols])\n", ""),
        (f"{READ}ct = {OF_SOME}])\n{TAKEN}", "features: [age, sum]"),
        (
            f"{READ}{TAKEN}ct = {OF_SOME}, ('n', 'drop', ['id'])], remainder='drop')\n",
            "features: [age, sum]",
        ),
        (f"{READ}{TAKEN}ct = {OF_SOME}], remainder='passthrough')\n", ""),
        (
            f"{READ}{TAKEN}make_pipeline(make_column_transformer((StandardScaler(), ['age']))).fit(X, y)\n",
            "features: [age]",
        ),
        (f"df = pd.read_csv('a.csv', usecols=['age', 'sum', 'y'])\n{TAKEN}", "features: [age, sum]"),
        (
            f"df = pd.read_csv('a.csv', usecols=['id', 'sum', 'y'])\ndf = df.drop(columns='id')\n{TAKEN}",
            "features: [sum]",
        ),
        (
            f"{READ}kept = [c for c in df.columns if c not in ('id', 'y')]\nX = df[kept]\ny = df['y']\n",
            "exclude: [id]",
        ),
        (
            f"{READ}X = df[[c for c in df.columns if c != 'y' and True]]\ny = df['y']\n",
            "",
        ),
        (f"{READ}X = df[df.columns.difference(['id', 'y'])]\ny = df['y']\n", "exclude: [id]"),
        (
            "df = pd.read_csv('a.csv', usecols=[1, 3, 0], names=['id', 'sum', 'age', 'n', 'y'])\n"
            "df = df.drop(columns='id')\nX, y = df[['sum']], df['y']\n",
            "features: [sum]",
        ),
    ],
)
def test_columns_are_those_of_the_script(text: str, columns: str) -> None:
    found = translated(text + HEAD).text
    assert "target: y\n" in found
    lines = [line.strip() for line in found.splitlines()]
    assert [line for line in lines if line.startswith(("features:", "exclude:"))] == [columns] * bool(columns)


@pytest.mark.parametrize(
    ("chosen", "columns"),
    [
        ("X = df.iloc[:, 2:6]\ny = df.iloc[:, 7]\n", "target: 8 features: [3, 5] "),
        ("X = df.iloc[:, [1, 4, 5]]\ny = df.iloc[:, 7]\n", "target: 8 features: [2, 6] "),
        ("X = df[['n', 'id', 'age']]\ny = df['y']\n", "target: y features: [n, age] "),
    ],
)
@pytest.mark.parametrize("places", ["[0, 2]", "(0, 2)"])
def test_a_transformer_counts_the_columns_of_the_inputs(chosen: str, columns: str, places: str) -> None:
    found = translated(f"{READ}{chosen}ct = ColumnTransformer([('n', StandardScaler(), {places})])\n{HEAD}")
    assert columns in " ".join(found.text.split()) and not found.message


@pytest.mark.parametrize("places", ["range(2, 4)", "list(range(2, 4))", "slice(2, 4)", "[2, 3]"])
def test_places_are_counted(places: str) -> None:
    chosen = "X = df.iloc[:, :7]\ny = df.iloc[:, 7]\n"
    found = translated(f"{READ}{chosen}ct = ColumnTransformer([('n', StandardScaler(), {places})])\n{HEAD}")
    assert "features: [3, 4]\n" in found.text


@pytest.mark.parametrize("dropped", ["", "df = df.drop(columns=['id'])\n"])
def test_columns_read_by_place_and_chosen_by_name_are_named(dropped: str) -> None:
    found = translated(f"df = pd.read_csv('a.csv', usecols=[0, 2, 4])\n{dropped}{TAKEN}{HEAD}")
    assert "features" not in found.text
    assert found.message == "not known, so set it yourself: usecols=[0, 2, 4] in line 1"


def test_columns_read_by_place_may_have_names_of_the_script() -> None:
    read = (
        "df = pd.read_csv('a.csv', usecols=[4, 0, 2], names=['id', 'age', 'y'])\ndf = df.drop(columns='id')\n"
    )
    found = translated(f"{read}{TAKEN}{HEAD}")
    # pandas keeps the order of the file.
    assert "target: 5 features: [3] header: false " in " ".join(found.text.split()) and not found.message


@pytest.mark.parametrize(
    ("renamed", "columns"),
    [
        ("df = df.rename(columns={'Label': 'y', 'n': 'id'})\n", "target: Label exclude: [n] "),
        ("df.rename({'Label': 'y'}, axis=1, inplace=True)\n", "target: Label exclude: [id] "),
        ("df = df.rename(columns={'b': 'y'}).rename(columns={'y': 'y2', 'c': 'y'})\n", ""),
        ("new = {'Label': 'y'}\ndf = df.rename(columns=new)\n", "target: Label exclude: [id] "),
    ],
)
def test_renamed_columns_are_those_of_the_file(renamed: str, columns: str) -> None:
    taken = "X = df.drop(columns=['y', 'id'])\ny = df['y']\n"
    found = translated(f"{READ}{renamed}{taken}{HEAD}")
    assert bool(found.message) is not bool(columns)
    assert columns in " ".join(found.text.split())


@pytest.mark.parametrize(
    ("chosen", "columns", "message"),
    [
        ("df = df[['v1', 'v2']]\n", "target: v1 features: [v2]", ""),
        ("df = df.iloc[:, [3, 1]]\n", "target: 4 features: [2]", ""),
        ("df = df[['text', 'y']]\n", "target: text features: [y]", ""),
        ("df = df.drop('v3', axis=1)\n", "target: 1 exclude: [v3]", "left out: df.columns in line 3"),
    ],
)
def test_columns_that_get_names_in_their_order_are_those_that_are_left(
    chosen: str, columns: str, message: str
) -> None:
    found = translated(f"{READ}{chosen}df.columns = ['y', 'text']\nX, y = df['text'], df['y']\n{HEAD}")
    assert columns in " ".join(found.text.split()) and found.message == message


@pytest.mark.parametrize("renamed", ["columns=str.lower", "columns={'a': 'y'}"])
def test_other_names_that_are_not_known_are_named(renamed: str) -> None:
    # With the second ones, the name of a column that was dropped means another one.
    found = translated(f"{READ}df = df.drop(columns='y')\ndf = df.rename({renamed})\ny = df['y']\n{HEAD}")
    assert found.message == "left out: df.rename in line 3"


def test_what_is_done_to_test_rows_too_is_named_once() -> None:
    text = f"{READ}{TAKEN}sc = StandardScaler()\nX_test[['age']] = sc.transform(X_test[['age']])\n"
    assert translated(text + HEAD).message == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            f"{READ}{TAKEN}X[['age']] = StandardScaler().fit_transform(X[['age']])\n",
            "left out: that X[['age']] alone is scaled in line 4",
        ),
        (
            f"{READ}{TAKEN}ct = ColumnTransformer([('num', StandardScaler(), selected())])\n",
            "not known, so set it yourself: the columns of ColumnTransformer in line 4",
        ),
        (
            "df = pd.read_csv('a.csv', usecols=['y', 'b', 'a'])\ny = df.pop('y')\nX = df\n"
            "ct = ColumnTransformer([('num', StandardScaler(), [0])])\n",
            "not known, so set it yourself: the columns of ColumnTransformer in line 4",
        ),
        (
            f"{READ}kept = [c for c in df.columns if df[c].max() < 9]\nX = df[kept]\ny = df['y']\n",
            "left out: df[kept] in line 3",
        ),
    ],
)
def test_columns_that_are_not_read_are_named(text: str, named: str) -> None:
    assert named in translated(text + HEAD).message


@pytest.mark.parametrize(
    ("chosen", "columns"),
    [
        ("X = np.expand_dims(t.iloc[:, 1:].values, 2)\ny = to_categorical(t[0])\n", "target: 1"),
        ("y = t[187]\nX = t.drop(187, axis=1)\n", "target: 188"),
        ("X, y = t.drop(columns=[0]), t[0]\n", "target: 1"),
        ("y = t.pop(0)\nX = t\n", "target: 1"),
        ("X = t[[1, 2]]\ny = t[3]\n", "target: 4 features: [2, 3]"),
    ],
)
def test_columns_without_names_are_called_by_their_places(chosen: str, columns: str) -> None:
    found = translated(f"t = pd.read_csv('a.csv', header=None)\n{chosen}{HEAD}")
    assert f"path: a.csv {columns} header: false" in " ".join(found.text.split())
    assert not found.message and not found.to_do
