"""Networks that simpler models beat."""

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence

# What fewer of them have reached says nothing of what more would.
_FEW_EPOCHS = 3


def no_better_than_baseline(evidence: Evidence) -> Diagnosis | None:
    """A guess, or clearly a simpler model, does as well on the held-back rows."""
    guess = evidence.guess_as_good
    better = guess or evidence.better_fitted
    if better is None or not evidence.learns:
        return None
    return Diagnosis(
        "no_better_than_baseline",
        "severe" if guess else "moderate",
        f"no better than {better.in_words}: {better.figure} {better.theirs:.3f}, the network has "
        f"{better.ours:.3f}",
        (f"on {evidence.largest.rows:,} {evidence.largest.split} rows",) if evidence.largest else (),
        _nothing_learned(evidence)
        if guess
        else "The network has not learned what the simpler model finds in the same rows.",
        *_treatment(evidence, bool(guess)),
    )


def _nothing_learned(evidence: Evidence) -> str:
    either = "Either the network has learned nothing yet, or the inputs say nothing about the targets"
    finds_none = evidence.is_compared and evidence.better_fitted is None
    return f"{either}: no other model has found anything in them." if finds_none else f"{either}."


def _treatment(evidence: Evidence, is_no_better_than_a_guess: bool) -> tuple[str, tuple[str, ...]]:
    """What to try, in words and as changes of the config."""
    epochs = changes.epochs(evidence.config, max(3 * evidence.config.training.epochs, 30))
    if is_no_better_than_a_guess:
        adam = changes.usual_optimizer(evidence.config)
        if not adam:
            return "more epochs, or inputs that have to do with the targets", epochs
        return "Adam at its usual rate, and more epochs", (*adam, *epochs[:1])
    if evidence.curves is not None and len(evidence.curves) < _FEW_EPOCHS:
        return "more epochs", epochs
    return "what makes learning by heart harder", changes.restraint(evidence.config)
