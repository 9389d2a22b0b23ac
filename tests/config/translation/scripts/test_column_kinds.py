"""What a script makes categories of are such here; columns that it chooses by its file are named."""

import pytest

from tests.config.translation.scripts.translated import HEAD, translated

READ = "df = pd.read_csv('a.csv')\ny = df.pop('y')\n"


def keys(text: str) -> str:
    """What a config says of the columns that it predicts from."""
    lines = (line.strip() for line in translated(text + HEAD).text.splitlines())
    return " ".join(one for one in lines if one.startswith(("features:", "exclude:", "columns:")))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("X = pd.get_dummies(df, columns=['zip', 'n'])\n", "columns: {zip: category, n: category}"),
        ("some = ['zip']\nX = pd.get_dummies(df, columns=some)\n", "columns: {zip: category}"),
        ("df['zip'] = df['zip'].astype('category')\nX = pd.get_dummies(df)\n", "columns: {zip: category}"),
        ("df = df.astype({'zip': str, 'n': float})\nX = df\n", "columns: {zip: category}"),
        ("df['n'] = df['n'].astype('float32')\nX = df\n", ""),
        (
            "ct = ColumnTransformer([('e', OneHotEncoder(), ['zip'])], remainder='passthrough')\n"
            "X = ct.fit_transform(df)\n",
            "columns: {zip: category}",
        ),
        (
            "ct = make_column_transformer((StandardScaler(), ['a']), (OneHotEncoder(), ['zip']))\n"
            "X = ct.fit_transform(df)\n",
            "features: [a, zip] columns: {zip: category}",
        ),
        (
            "steps = Pipeline([('o', OneHotEncoder())])\n"
            "ct = ColumnTransformer([('n', StandardScaler(), ['a']), ('c', steps, ['zip'])])\n",
            "features: [a, zip] columns: {zip: category}",
        ),
        (
            "X = df.iloc[:, 1:6]\n"
            "ct = ColumnTransformer([('e', OneHotEncoder(), [2])], remainder='passthrough')\n",
            "features: [2, 3, 4, 5, 6] columns: {4: category}",
        ),
        (
            "ct = ColumnTransformer([('n', StandardScaler(), ['a']), ('c', OneHotEncoder(), ['zip'])])\n"
            "pipe = Pipeline([('ct', ct), ('s', StandardScaler())])\npipe.transform(df[['a', 'zip']])\n",
            "features: [a, zip] columns: {zip: category}",
        ),
        ("X = pd.get_dummies(df, columns=['zip'])[['a', 'b']]\n", "features: [a, b]"),
        ("df['y'] = 1\nX = pd.get_dummies(df, columns=['y'])\n", ""),
        ("texts = df.select_dtypes('object').columns\nX = pd.get_dummies(df, columns=texts)\n", ""),
    ],
)
def test_columns_that_are_encoded_are_categories(text: str, columns: str) -> None:
    assert keys(READ + text) == columns
    assert not translated(READ + text + HEAD).message


@pytest.mark.parametrize(
    ("read", "columns", "message"),
    [
        ("dtype={'zip': str, 'a': np.int32}", "columns: {zip: category}", ""),
        ("dtype={'zip': 'category'}, usecols=['a', 'y']", "features: [a]", ""),
        ("dtype={'n': 'category'}, header=0, names=['n', 'a', 'y']", "columns: {1: category}", ""),
        (
            "dtype={'n': str}, header=None, names=['n', 'a', 'y']",
            "columns: [n, a, y]",
            "left out: that n is a category in line 1",
        ),
        ("dtype=float", "", ""),
        ("dtype=str", "", "left out: dtype=str in line 1"),
        ("dtype=kinds()", "", "left out: dtype=kinds() in line 1"),
    ],
)
def test_columns_that_are_read_as_texts_are_categories(read: str, columns: str, message: str) -> None:
    text = f"df = pd.read_csv('a.csv', {read})\ny = df.pop('y')\n"
    assert keys(text) == columns
    assert translated(text + HEAD).message == message


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("X = df.select_dtypes('number')\n", "the columns of select_dtypes('number') in line 3"),
        (
            "X = df.drop(columns=['a']).select_dtypes(include=[np.number])\n",
            "the columns of select_dtypes(include=[np.number]) in line 3",
        ),
        ("n = df.select_dtypes('number').columns\nX = df[n]\n", "df[n] in line 4"),
        ("X = df[df.columns[df.dtypes != 'object']]\n", "df[df.columns[df.dtypes != 'object']] in line 3"),
        ("X = df.loc[:, 'a':'zip']\n", "df.loc[:, 'a':'zip'] in line 3"),
        ("X = df.loc[:, df.nunique() > 1]\n", "df.loc[:, df.nunique() > 1] in line 3"),
        ("X = df.filter(like='a_')\n", "the columns of filter(like='a_') in line 3"),
        ("X = pd.get_dummies(df, columns=some())\n", "the columns of get_dummies in line 3"),
        ("df = df.select_dtypes('number')\nX = df[['a', 'b']]\n", ""),
        ("X = df.loc[:, ['a', 'b']]\n", ""),
    ],
)
def test_columns_that_depend_on_the_file_are_named(text: str, named: str) -> None:
    assert translated(READ + text + HEAD).message == (
        f"not known, so set it yourself: {named}" if named else ""
    )


def test_columns_that_are_read_as_texts_are_none_of_numbers() -> None:
    read = "df = pd.read_csv('a.csv', dtype={'zip': str}, usecols=['a', 'zip', 'y'])\n"
    taken = "X, y = df.drop('y', axis=1), df['y']\nX = X.select_dtypes('number')\n"
    assert keys(read + taken) == "features: [a]"
    assert keys(read.replace(", usecols=['a', 'zip', 'y']", "") + taken) == "exclude: [zip]"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("X = df[df.columns[1:4]]\ny = df[df.columns[5]]\n", "features: [2, 3, 4]"),
        ("df['c'] = df['a'] / df['b']\nX = df[['a', 'c']]\ny = df['y']\n", "features: [a]"),
    ],
)
def test_columns_are_those_of_the_file(text: str, columns: str) -> None:
    assert keys(f"df = pd.read_csv('a.csv')\n{text}") == columns


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("le = LabelEncoder()\ndf['zip'] = le.fit_transform(df['zip'])\nX = df\n", "zip"),
        ("df['zip'] = LabelEncoder().fit_transform(df.zip.astype(str))\nX = df\n", "zip"),
        ("some = ['zip']\ndf[some] = df[some].apply(LabelEncoder().fit_transform)\nX = df\n", "zip"),
        ("df[['zip']] = OrdinalEncoder().fit_transform(df[['zip']])\nX = df\n", "zip"),
        (
            "le = LabelEncoder()\nfor c in df.select_dtypes('object').columns:\n"
            "    df[c] = le.fit_transform(df[c])\nX = df\n",
            "df[c]",
        ),
        ("X = df.iloc[:, 2:5].values\nX[:, 1] = LabelEncoder().fit_transform(X[:, 1])\n", "column 4"),
        ("df['zip'] = LabelEncoder().fit_transform(df['zip'])\nX = df[['a']]\n", ""),
        (
            "df['zip'] = LabelEncoder().fit_transform(df['zip'])\nX = pd.get_dummies(df, columns=['zip'])\n",
            "",
        ),
        ("le = LabelEncoder()\ny = le.fit_transform(y)\nX = df\n", ""),
    ],
)
def test_inputs_whose_categories_are_numbered_are_named(text: str, named: str) -> None:
    message = translated(READ + text + HEAD).message
    assert (
        f"that {named} is numbered (one-hot here) in line" in message if named else "numbered" not in message
    )
