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
    ],
)
def test_columns_are_those_of_the_script(text: str, columns: str) -> None:
    found = translated(text + HEAD).text
    assert "target: y\n" in found
    lines = [line.strip() for line in found.splitlines()]
    assert [line for line in lines if line.startswith(("features:", "exclude:"))] == [columns] * bool(columns)


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
            f"{READ}kept = [c for c in df.columns if df[c].max() < 9]\nX = df[kept]\ny = df['y']\n",
            "left out: df[kept] in line 3",
        ),
    ],
)
def test_columns_that_are_not_read_are_named(text: str, named: str) -> None:
    assert named in translated(text + HEAD).message
