"""What a user gives, as rows for whatever network it is for."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from mlpcli.arguments import Contents, FitMode, InvertMode
from mlpcli.data.pictures.read_image import MOST_PIXELS
from mlpcli.inference.inputs.predict_inputs import Inputs, open_inputs
from mlpcli.inference.model_description import ModelDescription


def open_rows(
    given: Sequence[str | Contents | NDArray[Any]],
    described: ModelDescription,
    invert: InvertMode = "auto",
    fit: FitMode = "auto",
    *,
    most_pixels: int = MOST_PIXELS,
) -> Inputs:
    """The inputs as rows for the network that is `described`; pictures have `most_pixels` at most.

    Raises DataError as `open_inputs`, `open_tables` and `open_series` do.
    """
    # Imported here because other predictions need no Polars.
    if described.preprocessing.series is not None:
        from mlpcli.inference.inputs.series_rows import open_series

        return open_series(given, described.facts, described.preprocessing)
    if described.preprocessing.table is None:
        return open_inputs(
            given, described.facts, described.preprocessing, invert, fit=fit, most_pixels=most_pixels
        )
    from mlpcli.inference.inputs.table_rows import open_tables

    return open_tables(given, described.facts, described.preprocessing)
