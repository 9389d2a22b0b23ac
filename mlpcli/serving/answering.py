"""Predictions for requests that are answered together, as `mlpcli predict --format json` writes them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array
from mlpcli.data.pictures.read_image import WITHOUT_WARNINGS
from mlpcli.errors import DataError
from mlpcli.inference.answers import check_rows, columns_of_numbers, names_of_values, predictions_of
from mlpcli.inference.inputs.predict_inputs import Rows
from mlpcli.inference.model_description import ModelDescription
from mlpcli.inference.prediction import Prediction, Predictor
from mlpcli.inference.prediction_records import jsonl_lines
from mlpcli.serving.bodies import Order
from mlpcli.serving.given_inputs import inputs_in
from mlpcli.serving.limits import Limits
from mlpcli.serving.pictures import FoundPicture, Pictures, notices_of
from mlpcli.serving.replies import Refused, Reply, as_json, busy


@dataclass
class _Answer:
    """What becomes of one order: an error, or the predictions of its rows."""

    order: Order
    error: Reply | Exception | None = None
    columns: tuple[str, ...] = ()
    notices: list[str] = field(default_factory=list)
    predictions: list[Prediction] = field(default_factory=list)


@dataclass(frozen=True)
class _Block:
    """Rows that are predicted, each for an answer of its own, or all for one."""

    rows: Rows
    answers: Sequence[_Answer]


@dataclass(frozen=True)
class Together:
    """Orders that are answered together: `values` `[n, *shape]` are those of all blocks in a row."""

    answers: Sequence[_Answer]
    blocks: Sequence[_Block]
    values: Array | None


class Answering:
    """A worker of a lane, with a `predictor` of its own, which one thread at a time can use."""

    def __init__(self, run: str, described: ModelDescription, predictor: Predictor, limits: Limits) -> None:
        self._described = described
        self._predictor = predictor
        self._limits = limits
        self._before = b'{"run":' + as_json(run) + b',"predictions":['
        self._values = names_of_values(described)
        self._numbers = columns_of_numbers(described)
        self._pictures = Pictures(described, limits)

    def prepare(self, orders: Sequence[Order]) -> Together:
        """The rows of some orders."""
        answers = [_Answer(order) for order in orders]
        blocks: list[_Block] = []
        pictures: list[tuple[_Answer, FoundPicture]] = []
        # Once for all of them, because it takes as long as a tenth of a small picture.
        with WITHOUT_WARNINGS:
            for answer in answers:
                with _errors_of(answer):
                    if answer.order.kind == "picture":
                        pictures.append((answer, self._pictures.found(answer.order)))
                    else:
                        blocks += self._blocks(answer)
        if pictures:
            rows = self._pictures.rows([picture for _, picture in pictures])
            blocks.append(_Block(rows, [answer for answer, _ in pictures]))
        values = np.concatenate([block.rows.values for block in blocks]) if blocks else None
        return Together(answers, blocks, values)

    def compute(self, prepared: Together) -> NDArray[np.float32] | None:
        """The network's outputs for all of them, None if there are no rows."""
        return None if prepared.values is None else self._predictor.predict(prepared.values)

    def finish(self, prepared: Together, computed: NDArray[np.float32] | None) -> Sequence[Reply | Exception]:
        """The replies to the orders."""
        start = 0
        for block in prepared.blocks:
            end = start + len(block.rows.values)
            if computed is not None:
                self._predict(block, computed[start:end])
            start = end
        return [answer.error or self._reply(answer) for answer in prepared.answers]

    def _blocks(self, answer: _Answer) -> list[_Block]:
        inputs = inputs_in(answer.order, self._described, self._limits)
        blocks = []
        for rows in inputs.batches:
            check_rows(self._described, rows)
            blocks.append(_Block(rows, [answer]))
        answer.columns = inputs.columns
        answer.notices += inputs.notices
        return blocks

    def _predict(self, block: _Block, outputs: NDArray[np.float32]) -> None:
        predictions = predictions_of(self._described, block.rows, outputs)
        if len(block.answers) == 1:
            block.answers[0].predictions += predictions
            block.answers[0].notices += notices_of(block.rows)
            return
        for number, (answer, prediction) in enumerate(zip(block.answers, predictions, strict=True)):
            answer.predictions.append(prediction)
            answer.notices += notices_of(block.rows, number)

    def _reply(self, answer: _Answer) -> Reply:
        lines = jsonl_lines(
            answer.predictions,
            self._described.facts.classes,
            answer.order.options.top_k,
            self._values,
            answer.columns,
            self._numbers,
        )
        predictions = ",".join(line[:-1] for line in lines).encode()
        notices = as_json(list(dict.fromkeys(answer.notices))) if answer.notices else b"[]"
        return Reply(200, b'%b%b],"notices":%b}' % (self._before, predictions, notices))


@contextmanager
def _errors_of(answer: _Answer) -> Iterator[None]:
    """What is wrong with one order is told to whoever sent it, and to nobody else."""
    try:
        yield
    except Refused as refused:
        answer.error = refused.reply
    except DataError as error:
        answer.error = Refused(422, error.message, error.fix).reply
    except MemoryError:
        answer.error = busy(503, "the server is out of memory").reply
    except Exception as error:
        answer.error = error
