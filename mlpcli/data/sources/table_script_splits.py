"""The lines of a script that say which rows of a table are in which split."""

from collections.abc import Mapping, Sequence

import polars as pl

from mlpcli.data.tables.schema import TableColumn
from mlpcli.data.tables.splits import Shares, words_of
from mlpcli.python_code import Call, Name, assigned, written

SHORT = {"test": "test", "validation": "val"}


def splitting_code(
    how: str, split: TableColumn | None, frame: pl.DataFrame, shares: Shares
) -> Mapping[str, str]:
    """The lines that assign to `is_test` and `is_val` which rows these splits have.

    There are none for splits that are drawn row by row.
    """
    if split is None:
        return {}
    column = f"table[{written(split.name)}]"
    if how == "column":
        return _by_words(column, words_of(frame[split.name]))
    held = {"test": shares.test, "validation": shares.validation}
    held = {name: share for name, share in held.items() if share}
    if how == "time":
        return _by_time(column, held)
    is_text = frame[split.name].dtype == pl.String
    return _by_group(column if is_text else f"{column}.cast(pl.String)", held)


def rows_code(held: Sequence[str], has_test: bool) -> str:
    """The lines that encode the rows, and divide them by what was assigned for the splits `held`.

    With `has_test`, the test rows are a table of their own.
    """
    test = "x_test, y_test = encoded(test), targets(test)\n" if has_test else ""
    if not held:
        return f"{'x_train, y_train' if has_test else 'x, y'} = encoded(table), targets(table)\n{test}"
    left = " & ".join(f"~is_{SHORT[name]}" for name in held)
    code = f"x, y = encoded(table), targets(table)\nis_train = {left}\n"
    for name in ("train", *(SHORT[name] for name in held)):
        code += f"x_{name}, y_{name} = x[is_{name}], y[is_{name}]\n"
    return code + test


def _by_words(column: str, words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {
        name: f"is_{SHORT[name]} = {column}.is_in({written(list(words[name]))}).to_numpy()\n"
        for name in ("test", "validation")
        if words[name]
    }


def _by_group(column: str, held: Mapping[str, float]) -> dict[str, str]:
    """Test rows are drawn first, then validation rows from the rest."""
    code: dict[str, str] = {}
    for number, (name, share) in enumerate({"test": 0.0, "validation": 0.0, **held}.items()):
        if not share:
            continue
        mask, arguments = f"is_{SHORT[name]}", {"share": share, "seed": [Name("SEED"), number]}
        if code:
            draw = Call("draw_groups", [Name(f"group[{mask}]")], arguments)
            code[name] = f"{mask} = ~is_test\n" + assigned(f"{mask}[{mask}]", draw) + "\n"
        else:
            code[name] = f'group = {column}.fill_null("").to_numpy().astype(str)\n'
            code[name] += assigned(mask, Call("draw_groups", [Name("group")], arguments)) + "\n"
    return code


def _by_time(column: str, held: Mapping[str, float]) -> dict[str, str]:
    """The latest rows are for the test, those before them for validation."""
    code: dict[str, str] = {}
    for name, share in held.items():
        mask = f"is_{SHORT[name]}"
        if code:
            code[name] = f"{mask} = ~is_test & (rank >= rows - test - round({share!r} * (rows - test)))\n"
        else:
            code[name] = (
                f'rank = np.argsort(np.argsort(numbers({column}), kind="stable"))\nrows = len(rank)\n'
            )
            code[name] += f"test = round({share!r} * rows)\n" if name == "test" else ""
            code[name] += f"{mask} = rank >= rows - " + (
                "test\n" if name == "test" else f"round({share!r} * rows)\n"
            )
    return code
