"""The network that does well on most tables: RealMLP of Holzmueller and others 2024 (arXiv 2407.04491), as
far as a config says it.

Its weights are drawn with deviation 1 / sqrt(inputs), and learn at the rate divided by that root: with Adam,
the same as its "neural tangent" form.
"""

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.starters.starter import comment, settings, share_lines

# Fewer training rows than these are too few to choose an epoch by a tenth of them.
_FEW_ROWS = 2_000
# So many rows see enough steps in a few of the epochs.
_MANY_ROWS = 10_000
_EPOCHS, _FEWER_EPOCHS = 256, 32
# The published rate, and that of tables whose noise the network could fit.
_DROPOUT, _MORE_DROPOUT = 0.15, 0.3
# Each number becomes 33 with its bins. They are worth that from a few thousand rows on; and a table with more
# numbers than these would make a very wide first layer.
_MOST_BINNED = 100
_BATCH = 256
_WIDTH, _HIDDEN = 256, 3
_FIRST_FACTOR = 0.1
_FACTOR = _WIDTH**-0.5
# Categories with more one-hot columns are embedded: the default of CategoryEmbedding.
_WIDE = 9


def data_lines(facts: DataFacts, rows: int, has_own_test: bool = False) -> list[tuple[str, str]]:
    """The lines of the section `data` that the recipe needs, with what each is for."""
    lines = [("standardize: robust", "by median and interquartile range: outliers do no harm")]
    if not facts.classes:
        lines.append(("standardize_targets: true", "figures and predictions keep their units"))
        lines.append(("clamp_predictions: true", "no answer outside the range of the training rows"))
    return lines + share_lines(rows >= _FEW_ROWS, has_own_test)


def recipe(facts: DataFacts, rows: int) -> str:
    """The sections `layers`, `optimizer` and `training` for a table with `rows` training rows."""
    epochs = _FEWER_EPOCHS if rows >= _MANY_ROWS else _EPOCHS
    return f"""layers:
{_embeddings(facts, rows)}  - Scale: {{learning_rate_factor: 6}}   # a learned factor for each feature
{_ENSEMBLE}{_hidden(rows)}  - {_head(facts)}

optimizer:
  AdamW:
    # The rate rises and falls four times, ever more slowly. Change both numbers of epochs together.
    learning_rate: {{CosineLogDecay: {{peak_learning_rate: 0.04, decay_steps: {epochs} epochs}}}}
    weight_decay: 0.02
    beta_2: 0.95

{_training(facts, rows, epochs)}"""


_ENSEMBLE = (
    comment(
        "For eight networks that share most weights, in two to three times the time: take out the # of the "
        "next line, and write EnsembleHead in place of the last Dense.",
        indent=2,
    )
    + "  # - Ensemble: {members: 8, scale_initializer: {RandomNormal: {stddev: 1}}, "
    + f"learning_rate_factor: {_FACTOR}}}\n"
)


def _embeddings(facts: DataFacts, rows: int) -> str:
    lines = ""
    if any(width > _WIDE for width in facts.one_hot):
        lines += "  - CategoryEmbedding   # a few learned numbers for each category of many\n"
    numbers = facts.count - sum(facts.one_hot)
    if 0 < numbers <= _MOST_BINNED and rows >= _FEW_ROWS:
        lines += "  - PiecewiseLinearEncoding   # how far each number is through each of 32 intervals\n"
    elif numbers:
        lines += "  - PeriodicEmbedding: {learning_rate_factor: 0.1}   # learned cosines beside each number\n"
    return lines


def _hidden(rows: int) -> str:
    dropout = _MORE_DROPOUT if rows < _FEW_ROWS else _DROPOUT
    lines = ""
    for number in range(_HIDDEN):
        factor = _FACTOR if number else _FIRST_FACTOR
        lines += (
            f"  - Dense: {{units: {_WIDTH}, activation: selu, kernel_initializer: LecunNormal, "
            f"bias_initializer: {{RandomNormal: {{stddev: 1}}}}, learning_rate_factor: {factor}}}\n"
            f"  - Dropout: {dropout}\n"
        )
    return lines


def _head(facts: DataFacts) -> str:
    units = (
        f"units: {len(facts.classes)}, activation: softmax" if facts.classes else f"units: {facts.targets}"
    )
    return f"Dense: {{{units}, kernel_initializer: LecunNormal, learning_rate_factor: {_FACTOR}}}"


def _training(facts: DataFacts, rows: int, epochs: int) -> str:
    lines = [(f"epochs: {epochs}", ""), (f"batch_size: {_BATCH}", "")]
    if facts.classes:
        loss = "loss: {categorical_crossentropy: {label_smoothing: 0.1}}"
        lines.append((loss, "keeps the network from being too sure"))
        lines.append(("metrics: [accuracy]", ""))
        monitor = "val_accuracy"
    else:
        lines.append(("loss: mean_squared_error", ""))
        monitor = "val_loss"
    if rows >= _FEW_ROWS:
        lines.append((f"checkpoint: {{monitor: {monitor}}}", "keep the weights of the best epoch"))
    return f"training:\n{settings(lines)}"
