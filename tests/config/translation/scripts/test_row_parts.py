"""Parts of the rows are for what a script does with them, whatever they are called."""

import pytest

from tests.config.translation.scripts.translated import HEAD, translated

TWICE = """\
p, q, r, s = train_test_split(x, y, test_size=0.2)
a, c, b, d = train_test_split(p, r, test_size=0.1)
model.fit(a, b, epochs=3)
"""


def shares(text: str) -> str:
    found = translated(f"x, y = load_iris(return_X_y=True)\n{HEAD}{text}")
    assert not found.message
    return " ".join(found.text.partition("layers:")[0].partition("iris")[2].split())


@pytest.mark.parametrize(
    "names",
    [("x_trainval", "x_test", "x_train", "x_val"), ("x_dev", "x_te", "x_tr", "x_va"), ("p", "q", "a", "c")],
)
def test_of_two_splits_in_a_row_the_second_one_is_for_validation(names: tuple[str, ...]) -> None:
    whole, test, train, validation = names
    first = f"{whole}, {test} = train_test_split(x, test_size=0.2)\n"
    for trained in (train, whole):
        second = f"{trained}, {validation} = train_test_split({whole}, test_size=0.1)\n"
        assert shares(first + second) == "test: 0.2 validation: 0.1"


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ("model.evaluate(q, s)\n", "test: 0.2 validation: 0.1"),
        ("model.evaluate(c, d)\n", "test: 0.08 validation: 0.217391"),
        ("rows = batches(c, d)\nmodel.evaluate(rows)\n", "test: 0.08 validation: 0.217391"),
        ("c = (c - a.mean()) / a.std()\nmodel.evaluate(c, d)\n", "test: 0.08 validation: 0.217391"),
    ],
)
def test_parts_are_for_what_is_done_with_them(used: str, expected: str) -> None:
    assert shares(TWICE + used) == expected


def test_rows_that_a_training_is_validated_with_are_for_validation() -> None:
    assert shares(TWICE.replace("=3", "=3, validation_data=(q, s)")) == "test: 0.08 validation: 0.217391"
    once = TWICE.splitlines(keepends=True)[1] + "model.fit(a, b, epochs=3, validation_data=(c, d))\n"
    assert shares(once.replace("p, r", "x, y")) == "validation: 0.1"


def test_parts_of_a_part_that_is_held_back_share_it() -> None:
    parts = "a, x_valid = train_test_split(x, test_size=0.2)\nx_valid, x_test = train_test_split(x_valid)\n"
    assert shares(parts) == "test: 0.05 validation: 0.157895"
    parts = "whole, c = random_split(x, [0.8, 0.2])\na, b = random_split(whole, [0.75, 0.25])\n"
    assert shares(parts) == "test: 0.2 validation: 0.25"


def test_labels_that_are_split_like_their_rows_take_no_other_share() -> None:
    rows = "x, x_test = train_test_split(x, test_size=0.2)\n"
    assert shares(rows + rows.replace("x", "y")) == "test: 0.2"


READ = "df = pd.read_csv('a.csv')\n"


def table_keys(text: str) -> str:
    """What a config says beside the file and its columns."""
    found = translated(text)
    assert not found.message
    lines = (line.strip() for line in found.text.partition("layers:")[0].splitlines())
    return " ".join(one for one in lines if one.startswith(("seed:", "test:", "validation:", "split:")))


@pytest.mark.parametrize(
    ("sample", "train", "held", "keys"),
    [
        ("df_train = df.sample(frac=0.7, random_state=3)", "df_train", "df_valid", "seed: 3 validation: 0.3"),
        ("train = df.sample(frac=0.7)", "train", "rest", "validation: 0.3"),
        ("train = df.sample(frac=0.7)", "train", "test", "test: 0.3"),
        ("val = df.sample(frac=0.2)", "train", "val", "validation: 0.2"),
    ],
)
def test_rows_that_a_sample_leaves_are_for_what_is_done_with_them(
    sample: str, train: str, held: str, keys: str
) -> None:
    sampled = sample.partition(" ")[0]
    left = f"{train if sampled == held else held} = df.drop({sampled}.index)\n"
    taken = "".join(
        f"{x}, {y} = {rows}.drop('c', axis=1), {rows}['c']\n"
        for x, y, rows in (("X", "y", train), ("X_b", "y_b", held))
    )
    fitted = f"{HEAD}model.fit(X, y, epochs=2, validation_data=(X_b, y_b))\n"
    assert table_keys(f"{READ}{sample}\n{left}{taken}{fitted}") == keys


SPLIT = "X, y = df[['a', 'b']], df['c']\ns = SPLITTER\nleft, right = next(s.split(X, y))\n"
BY_INDEX = "X_train, X_val = X.iloc[left], X.iloc[right]\ny_train, y_val = y[left], y[right]\n"
ON_BOTH = f"{HEAD}model.fit(X_train, y_train, epochs=2, validation_data=(X_val, y_val))\n"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("StratifiedShuffleSplit(n_splits=1, test_size=0.3, random_state=5)", "seed: 5 validation: 0.3"),
        ("ShuffleSplit(1, train_size=0.75)", "validation: 0.25"),
        ("GroupShuffleSplit()", "validation: 0.2"),
    ],
)
def test_indices_of_a_split_are_its_parts(text: str, keys: str) -> None:
    assert table_keys(READ + SPLIT.replace("SPLITTER", text) + BY_INDEX + ON_BOTH) == keys
    in_loop = SPLIT.replace("left, right = next(s.split(X, y))\n", "for left, right in s.split(X, y):\n")
    loop = in_loop.replace("SPLITTER", text) + "".join(f"    {line}\n" for line in BY_INDEX.splitlines())
    assert table_keys(READ + loop + ON_BOTH) == keys


@pytest.mark.parametrize("groups", ["groups=df['shop']", "groups=shops", "y, df['shop'].values"])
def test_rows_of_a_group_stay_together(groups: str) -> None:
    text = f"shops = df['shop']\n{SPLIT}".replace("(X, y)", f"(X, {groups})").replace(
        "SPLITTER", "GroupShuffleSplit(test_size=0.1)"
    )
    assert table_keys(READ + text + BY_INDEX + ON_BOTH) == "split: {group: shop} validation: 0.1"
    unknown = text.replace("df['shop']", "some()")
    assert "groups=" in translated(READ + unknown + BY_INDEX + ON_BOTH).message or "shops" not in groups


def test_a_function_may_split_by_groups() -> None:
    function = (
        "def split(X, y, group, share=0.75):\n"
        "    s = GroupShuffleSplit(train_size=share)\n"
        "    train, test = next(s.split(X, y, groups=group))\n"
        "    return (X.iloc[train], X.iloc[test], y.iloc[train], y.iloc[test])\n"
    )
    text = f"{READ}X, y = df[['a', 'b']], df['c']\nshops = df['shop']\n{function}"
    called = "X_train, X_val, y_train, y_val = split(X, y, shops)\n"
    assert table_keys(text + called + ON_BOTH) == "split: {group: shop} validation: 0.25"
