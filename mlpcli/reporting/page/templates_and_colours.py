"""The templates and the colours of all pages, those of runs and those of networks."""

from importlib.resources import files

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined


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
    return (files("mlpcli.reporting.page") / "colours.css").read_text(encoding="utf-8")
