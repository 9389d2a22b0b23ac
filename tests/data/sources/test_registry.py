"""Every source of the config language has a home."""

from dataclasses import asdict

import pytest

from mlpcli.config.sources import SOURCES
from mlpcli.data.sources import HOMES, open_source
from tests.data.every_source import OFFLINE


def test_every_source_has_a_home():
    assert list(HOMES) == list(SOURCES)


@pytest.mark.parametrize("section", OFFLINE, ids=lambda section: section.source)
def test_a_source_is_described_under_its_name(section):
    assert open_source(section).facts.name == section.source


@pytest.mark.parametrize("section", OFFLINE, ids=lambda section: section.source)
def test_rows_are_treated_as_the_section_says(section):
    treatment = asdict(open_source(section).treatment)
    assert treatment == {key: getattr(section, key, False) for key in treatment}
