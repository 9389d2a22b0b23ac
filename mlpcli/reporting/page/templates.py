"""The templates and the colours of all pages, those of runs and those of networks."""

import re
from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

# Before a colon a blank may have a meaning: `a :focus`.
_SPARE = re.compile(r"\s*([{};,])\s*|(?<=:)\s+")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def environment(package: str) -> Environment:
    """The templates in the folder `page` of a package, and those of all pages; all that is not Markup is
    escaped in them."""
    return Environment(
        loader=ChoiceLoader([PackageLoader(one, "page") for one in (package, "mlpcli.reporting")]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def colours() -> str:
    """The css of the colours, light and dark, with which a style begins."""
    return _css("colours")


def first_style() -> Markup:
    """The css by which a page says that it is not whole, even if it ends before its text."""
    # It has nothing from outside.
    return Markup(bare(_css("incomplete")))  # noqa: S704


def bare(style: str) -> str:
    """A css text without comments and spare blanks."""
    return _SPARE.sub(r"\1", _COMMENT.sub("", style)).replace(";}", "}")


def _css(name: str) -> str:
    return (files("mlpcli.reporting.page") / f"{name}.css").read_text(encoding="utf-8")
