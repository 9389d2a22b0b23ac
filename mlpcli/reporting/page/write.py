"""The page of a run as one HTML text that needs nothing else."""

from collections.abc import Sequence
from importlib.resources import files

from markupsafe import Markup, escape

from mlpcli.readable import literal
from mlpcli.reporting.evidence import Evidence
from mlpcli.reporting.facts.task import task_in_words
from mlpcli.reporting.figures.inline_svg import DASHES
from mlpcli.reporting.page.blocks import Section
from mlpcli.reporting.page.sections.classes import classes
from mlpcli.reporting.page.sections.findings import findings
from mlpcli.reporting.page.sections.learning import learning
from mlpcli.reporting.page.sections.numbers import numbers
from mlpcli.reporting.page.sections.plane import plane
from mlpcli.reporting.page.sections.reasons import reasons
from mlpcli.reporting.page.sections.setup import setup
from mlpcli.reporting.page.sections.summary import summary
from mlpcli.reporting.page.templates import colours, environment, first_style
from mlpcli.reporting.page.trial import Trial

_HERE = "mlpcli.reporting.page"


def page_of(evidence: Evidence, written: str, trial: Trial | str = "") -> str:
    """The HTML of a run's page; `written` is the time that it was made at, in words.

    `trial` is how to try the network, or a sentence that says why the page does not have it. The same
    evidence makes the same page.
    """
    record = evidence.record
    foot = f"Written by mlpcli {record.versions.get('mlpcli', '')}, {written}."
    return rendered(record.id, _lead(evidence), _sections(evidence), foot, trial)


def rendered(title: str, lead: str, sections: Sequence[Section], foot: str, trial: Trial | str = "") -> str:
    """A page of these sections as one HTML text; all other texts are plain."""
    templates = environment("mlpcli.reporting")
    templates.finalize = _visible
    templates.filters["svg"] = _labelled
    templates.globals["dashes"] = DASHES
    style = colours() + (files(_HERE) / "style.css").read_text(encoding="utf-8")
    return templates.get_template("page.html.jinja").render(
        title=title,
        lead=lead,
        first_style=first_style(),
        style=Markup(style),  # noqa: S704
        sections=sections,
        foot=foot,
        trial=None if isinstance(trial, str) else trial,
        no_trial=trial if isinstance(trial, str) else "",
    )


def _sections(evidence: Evidence) -> list[Section]:
    about_rows = classes if evidence.classes else numbers
    return [
        summary(evidence),
        *findings(evidence),
        learning(evidence),
        *plane(evidence),
        *about_rows(evidence),
        reasons(evidence),
        *setup(evidence),
    ]


def _lead(evidence: Evidence) -> str:
    record = evidence.record
    rows = ", ".join(f"{count:,} {name}" for name, count in record.rows.items())
    task, data = task_in_words(evidence.plan.facts, evidence.preprocessing), f"{record.dataset} ({rows} rows)"
    network = f"a network of {evidence.plan.stack.parameters:,} parameters"
    if not record.epochs_done:
        return (
            f"{task}, by {network} that has not been trained on {data}: it has its initial weights; "
            f"{record.status}."
        )
    epochs = f"{record.epochs_done:,} of {record.epochs:,} epochs"
    return f"{task}, learned from {data} by {network} in {epochs}; {record.status}."


def _visible(value: object) -> object:
    """Texts from outside with their control characters spelled; what is markup already has none."""
    return literal(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _labelled(svg: str, title: str) -> Markup:
    """An SVG element of this package with a title for those who do not see it."""
    name = escape(literal(title))
    return Markup(svg.replace('role="img"', f'role="img" aria-label="{name}"', 1))  # noqa: S704
