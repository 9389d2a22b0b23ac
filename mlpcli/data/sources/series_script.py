"""How a script reads series: with Polars, into the same windows or signals in the same splits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mlpcli.config.dataset_facts import ColumnKind
from mlpcli.config.sources.series import Series
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.sources.open_source import Reading
from mlpcli.data.sources.series_script_functions import (
    FILLED_FORWARD,
    SIGNALS,
    in_order_function,
    parts_function,
    windows_function,
)
from mlpcli.data.sources.table_script import (
    format_of,
    has_dates,
    has_short_years,
    read_again,
    signs_of,
    spellings_of,
    table_reading,
)
from mlpcli.data.sources.table_script_functions import numbers_function, targets_function
from mlpcli.data.sources.table_script_splits import SHORT
from mlpcli.data.tables.matching import matched
from mlpcli.data.tables.numbers import numbers_among
from mlpcli.data.tables.schema import TableColumn
from mlpcli.data.tables.script_reading import ScriptReading
from mlpcli.python_code import assigned


def script_of(section: Series, schema: SeriesSchema, classes: Sequence[str]) -> Reading:
    """The lines that make the rows of series that were read by this schema. Raises DataError."""
    target: ColumnKind = "category" if classes else "number"
    apart = [TableColumn(name, target) for name in schema.targets if name not in schema.features]
    columns = [*schema.columns, *apart]
    tables = [table_reading(read_again(section, schema), "table", schema, columns)]
    if section.test_path is not None:
        test = matched(read_again(section, schema, is_test=True), schema, targets=True).file
        tables.append(table_reading(test, "test", schema, columns))
    return _Script(section, schema, tuple(classes), tuple(tables)).reading()


@dataclass(frozen=True)
class _Script:
    """A script of `tables`, the second of which has the test rows."""

    section: Series
    schema: SeriesSchema
    classes: tuple[str, ...]
    tables: tuple[ScriptReading, ...]

    def reading(self) -> Reading:
        constants = {name: value for name, value in self._constants.items() if value}
        code = "".join(assigned(name, value) + "\n" for name, value in constants.items())
        code += "".join(table.code for table in self.tables)
        code += self._windows() if self.schema.window else self._signals()
        imports = frozenset({"import numpy as np"}).union(*(table.imports for table in self.tables))
        held = self._held if self.schema.window else ()
        has_test = len(self.tables) > 1
        return Reading(code, imports, tuple(self._functions()), (*held, *(["test"] if has_test else [])))

    @property
    def _held(self) -> tuple[str, ...]:
        """The splits that are held back of the windows of the first table."""
        shares = {"validation": self.section.validation, "test": self.section.test_share}
        return tuple(name for name, share in shares.items() if share)

    def _windows(self) -> str:
        code = "rows = in_order(table)\n"
        if not self._held:
            # Other test rows are apart, and then so are these.
            names = "x_train, y_train" if len(self.tables) > 1 else "x, y"
            code += f"{names} = windows(*rows, np.zeros(len(table), dtype=int), 0)\n"
        else:
            code += "part = parts(*rows)\nx_train, y_train = windows(*rows, part, 0)\n"
            for name in self._held:
                number = {"validation": 1, "test": 2}[name]
                code += f"x_{SHORT[name]}, y_{SHORT[name]} = windows(*rows, part, {number})\n"
        if len(self.tables) > 1:
            code += "x_test, y_test = windows(*in_order(test), np.zeros(len(test), dtype=int), 0)\n"
        return code

    def _signals(self) -> str:
        if len(self.tables) == 1:
            return "x, y = signals(table)\n"
        return "x_train, y_train = signals(table)\nx_test, y_test = signals(test)\n"

    @cached_property
    def _constants(self) -> Mapping[str, object]:
        """What the config says, and what was found in the table, by the names in the script."""
        schema, time = self.schema, self.schema.time
        is_date = time is not None and time.kind == "date"
        return {
            "MISSING": sorted(frozenset[str]().union(*(table.missing for table in self.tables))),
            "SPELLINGS": spellings_of(self.tables, schema.targets[0], {}, self.classes, schema.numbers)
            if self.classes
            else {},
            "FORMATS": {time.name: format_of(time)} if time and is_date else {},
            "FEATURES": list(schema.features),
        }

    def _functions(self) -> Iterator[str]:
        schema, section = self.schema, self.section
        yield from dict.fromkeys(function for table in self.tables for function in table.functions)
        dates = [schema.time.name] if schema.time and schema.time.kind == "date" else []
        names = {*schema.features, *(() if self.classes else schema.targets)}
        signs, negatives = signs_of(self.tables, sorted(names))
        yield numbers_function(
            booleans=False,
            text_dates=has_dates(self.tables, dates, as_texts=True),
            typed_dates=has_dates(self.tables, dates, as_texts=False),
            short_years=has_short_years(self._constants["FORMATS"]),
            counted=False,
            form=schema.numbers,
            sentinels=numbers_among(schema.missing),
            signs=signs,
            negatives=negatives,
        )
        yield targets_function(schema.targets, bool(self.classes), bool(self._constants["SPELLINGS"]))
        if schema.rule == "forward":
            yield FILLED_FORWARD
        if not schema.window:
            yield SIGNALS[schema.rule]
            return
        yield in_order_function(schema)
        if self._held:
            yield parts_function(schema.time is not None, section.validation, section.test_share)
        yield windows_function(schema, bool(self.classes), section.stride)
