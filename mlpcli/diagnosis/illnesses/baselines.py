"""Networks that simpler models beat."""

from collections.abc import Iterator

from mlpcli.baselines.baseline import BOOSTING, MACRO_RECALL
from mlpcli.diagnosis import changes
from mlpcli.diagnosis.curves import further_fall
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence
from mlpcli.diagnosis.learned_by_heart import learns_by_heart
from mlpcli.diagnosis.longer import longer
from mlpcli.diagnosis.simpler_models import BetterModel, told

# What fewer of them have reached says nothing of what more would.
_FEW_EPOCHS = 3
# Of the last training loss, if the epochs were doubled.
_FALLS_ON = 0.1
# Of the kept epoch's validation loss: wine by the accuracy of 14 rows keeps epoch 4, where it is 1.8 times
# the lowest.
_CLEARLY_LOWER = 0.9


def no_better_than_baseline(evidence: Evidence) -> Diagnosis | None:
    """A guess, or clearly a simpler model, does as well on the held-back rows."""
    better = evidence.guess_as_good or evidence.better_fitted
    if better is None or not evidence.learns:
        return None
    return Diagnosis(
        "no_better_than_baseline",
        "severe" if better.is_guess else "moderate",
        f"no better than {better.in_words}: {told(better.figure, better.theirs)}, the network has "
        f"{better.shown(better.ours)}",
        tuple(_seen(evidence, better)),
        _nothing_learned(evidence) if better.is_guess else _not_learned(evidence, better),
        *_treatment(evidence, better),
    )


def _seen(evidence: Evidence, better: BetterModel) -> Iterator[str]:
    if held := evidence.largest:
        yield f"on {held.rows:,} {held.split} rows"
    if better.figure == MACRO_RECALL:
        yield "class weights cost accuracy on purpose, so it is not what is compared"


def _nothing_learned(evidence: Evidence) -> str:
    either = "Either the network has learned nothing yet, or the inputs say nothing about the targets"
    finds_none = evidence.is_compared and evidence.better_fitted is None
    return f"{either}: no other model has found anything in them." if finds_none else f"{either}."


def _not_learned(evidence: Evidence, better: BetterModel) -> str:
    if learns_by_heart(evidence):
        return "The network knows its training rows far better than others: much of it holds for them alone."
    if _lacks_layers(evidence, better):
        return "Without hidden layers each input adds its share, whatever the others are."
    return "The network has not learned what the simpler model finds in the same rows."


def _lacks_layers(evidence: Evidence, better: BetterModel) -> bool:
    """Whether the simpler model can find what no network without hidden layers can."""
    return better.name == BOOSTING and not evidence.has_hidden_layers


def _treatment(evidence: Evidence, better: BetterModel) -> tuple[str, tuple[str, ...]]:
    """What to try, in words and as changes of the config."""
    if _keeps_early(evidence):
        return "keep the epoch of the lowest validation loss", changes.monitored(
            evidence.config, "val_loss", "min"
        )
    words, more = longer(evidence)
    if not better.is_guess:
        if _is_on_its_way(evidence):
            return words, more
        if learns_by_heart(evidence):
            return "what makes learning by heart harder", changes.restraint(evidence.config)
        wider = changes.wider(evidence.config)
        if wider and evidence.has_hidden_layers:
            return "wider hidden layers", wider
        if wider and _lacks_layers(evidence, better):
            return "hidden layers, where inputs act together", wider
    if adam := changes.usual_optimizer(evidence.config):
        return f"Adam at its usual rate, and {words}", (*adam, *more[:1])
    return f"{words}{', or inputs that have to do with the targets' if better.is_guess else ''}", more


def _keeps_early(evidence: Evidence) -> bool:
    """Whether another figure than validation loss chose the epoch, and chose one of long before that loss was
    lowest: accuracy of few rows is the same in many epochs, of which the first counts."""
    curves = evidence.curves
    if curves is None or curves.val_loss is None or evidence.has_uneven_weights:
        return False
    best, kept = curves.best_by("val_loss", "min"), evidence.kept
    return kept < best and bool(curves.val_loss[best] < _CLEARLY_LOWER * curves.val_loss[kept])


def _is_on_its_way(evidence: Evidence) -> bool:
    """Whether so few epochs were trained, or the loss falls so far, that more of them are worth a try."""
    curves = evidence.curves
    if curves is None or len(curves) < _FEW_EPOCHS:
        return curves is not None
    falls = further_fall(curves.loss) > _FALLS_ON * abs(float(curves.loss[-1]))
    return falls and not learns_by_heart(evidence)
