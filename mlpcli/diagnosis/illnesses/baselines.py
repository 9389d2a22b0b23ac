"""Networks that simpler models beat."""

from mlpcli.diagnosis import changes
from mlpcli.diagnosis.diagnosis import Diagnosis
from mlpcli.diagnosis.evidence import Evidence


def no_better_than_baseline(evidence: Evidence) -> Diagnosis | None:
    """A guess, or clearly a simpler model, does as well on the held-back rows."""
    guess = evidence.guess_as_good
    better = guess or evidence.better_fitted
    if better is None or not evidence.learns:
        return None
    epochs = changes.epochs(evidence.config, max(3 * evidence.config.training.epochs, 30))
    anew = ("optimizer={Adam: {learning_rate: 0.001}}", *epochs[:1])
    return Diagnosis(
        "no_better_than_baseline",
        "severe" if guess else "moderate",
        f"no better than {better.in_words}: {better.figure} {better.theirs:.3f}, the network has "
        f"{better.ours:.3f}",
        (f"on {evidence.largest.rows:,} {evidence.largest.split} rows",) if evidence.largest else (),
        "The network has not learned what the simpler model finds in the same rows.",
        "Adam at its usual rate, and more epochs" if guess else "what makes learning by heart harder",
        anew if guess else changes.restraint(evidence.config),
    )
