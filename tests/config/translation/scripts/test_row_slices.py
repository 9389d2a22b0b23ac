"""Slices of the rows are shares of them, and told where it is not known of how many."""

import pytest

from tests.config.translation.scripts.translated import HEAD, translated

READ = f"{HEAD}df = pd.read_csv('a.csv')\nx, y = df.iloc[:, :3], df.iloc[:, 3]\n"
SHUFFLED = READ.replace("x, y", "df = df.sample(frac=1)\nx, y")
TEST = "20 % of all rows"
VALIDATION = "10 % of the training rows"


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("n = int(0.7 * len(x))\nx_tr, y_tr, x_te, y_te = x[:n], y[:n], x[n:], y[n:]\n", "test: 0.3"),
        ("n = int(0.7 * x.shape[0])\nx_train, x_test = x.iloc[:n], x.iloc[n:]\n", "test: 0.3"),
        (
            "n = int(0.6 * len(x))\no = np.random.permutation(len(x))\nx_tr, x_va = x[o[:n]], x[o[n:]]\n",
            "validation: 0.4",
        ),
        ("n = len(x) // 5\na, b = x[n:], x[:n]\nmodel.fit(a, c)\nmodel.evaluate(b, d)\n", "test: 0.2"),
        (
            "n = len(x) // 5\na = x[n:]\nb = x[:n]\nmodel.fit(a, c, validation_data=(b, d))\n",
            "validation: 0.2",
        ),
    ],
)
def test_slices_are_shares_of_the_rows(text: str, share: str) -> None:
    found = translated(f"{SHUFFLED}{text}")
    assert f"  {share}\n" in found.text and not found.message


CUT = "n = int(0.7 * len(df))\ntrain, test = df[:n], df[n:]\n"
BY_TIME = "  split: {time: day}\n"


@pytest.mark.parametrize(
    "text", [CUT, f"a = df.corr().sort_values('day')\n{CUT}", f"top = df.sort_values('day')\n{CUT}"]
)
def test_rows_that_are_split_by_their_order_are_named(text: str) -> None:
    found = translated(READ + text)
    assert "  test: 0.3\n" in found.text and BY_TIME not in found.text
    said = "that (df[:n], df[n:]) splits by the order of rows and not at random (see split: {time: COLUMN})"
    assert found.message == f"left out: {said} in line {3 + text.count(chr(10))}"


@pytest.mark.parametrize(
    ("sorting", "cut", "is_by_time"),
    [
        ("df = df.sort_values('day')\n", CUT, True),
        ("df.sort_values(by=['day'], inplace=True)\n", CUT, True),
        ("df = df.sort_values('day')\n", "a, b = train_test_split(df, test_size=0.3, shuffle=False)\n", True),
        ("df = df.sort_values('day', ascending=False)\n", CUT, False),
        ("df = df.sort_values('day')\n", CUT.replace("[:n], df[n:]", "[n:], df[:n]"), False),
        ("df = df.sort_values('day')\n", f"{CUT}a, b = train_test_split(train, test_size=0.1)\n", False),
    ],
)
def test_rows_that_are_sorted_by_a_column_are_split_by_it(sorting: str, cut: str, is_by_time: bool) -> None:
    found = translated(f"{READ}{sorting}{cut}")
    assert (BY_TIME in found.text, bool(found.message)) == (is_by_time, not is_by_time)


@pytest.mark.parametrize(
    ("text", "message", "added"),
    [
        ("train, test = df[:240], df[240:]\n", "df[240:] for the test in line 4", [VALIDATION]),
        ("train = df.head(90)\nval = df.tail(9)\n", "df.tail(9) for validation in line 5", [TEST]),
        ("x_train = x[:240]\nx_test = x[240:]\n", "x[240:] for the test in line 5", [VALIDATION]),
        (
            "x_train, x_val, x_test = x[:9], x[9:15], x[15:]\n",
            "x[9:15] for validation in line 4, x[15:] for the test in line 4",
            [],
        ),
        (
            "a, b = x[:90], x[90:]\nmodel.evaluate(b)\ntrain = a\n",
            "x[90:] for the test in line 4",
            [VALIDATION],
        ),
    ],
)
def test_rows_that_are_held_back_without_a_known_share_are_told(
    text: str, message: str, added: list[str]
) -> None:
    found = translated(f"{READ}{text}model.fit(train, y, epochs=2)\n")
    assert found.message == f"not known, so set it yourself: {message}"
    assert [share for share in (VALIDATION, TEST) if share in found.unasked] == added


def test_rows_that_are_cut_off_and_not_used_are_named() -> None:
    assert translated(f"{READ}a = x[:100]\nmodel.fit(a, y)\n").message == "left out: x[:100] in line 4"


@pytest.mark.parametrize(("place", "message"), [(60000, ""), (500, "left out: (x[:500], x[500:]) in line 3")])
def test_test_rows_that_a_source_has_itself_are_no_share(place: int, message: str) -> None:
    text = f"x, y = fetch_openml('mnist_784', return_X_y=True)\nx_train, x_test = x[:{place}], x[{place}:]\n"
    assert translated(f"{HEAD}{text}").message == message


def test_slices_of_names_are_no_rows() -> None:
    assert translated(f"{READ}cols = list(df.columns)\nx = df[cols[:-1]]\nmodel.fit(x, y)\n").message == ""


def test_slices_of_figures_are_no_rows() -> None:
    assert translated(f"{READ}val_loss = losses[5:]\ntest_scores, top = scores[:9], x[:2]\n").message == ""
