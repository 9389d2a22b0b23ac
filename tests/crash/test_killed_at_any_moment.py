"""Killed or interrupted at any moment of its work, and again when it is resumed, a training goes on."""

import signal
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGTERM

import pytest

from mlpcli.runs.folder import RunFolder
from tests.crash.dying import SIGKILLED, resume, resume_and_meet, run, train_and_meet
from tests.crash.surviving import assert_survives, only_run
from tests.identical import assert_same

KILLS = [
    *(("chunk", count) for count in (1, 7, 12)),
    *(("validation", count) for count in (1, 6)),
    *((moment, 1) for moment in ("conversion", "comparison", "record")),
]
CHAINS = [
    [(SIGKILL, "chunk", 2), (SIGINT, "validation", 1), (SIGTERM, "chunk", 5), (SIGKILL, "conversion", 1)],
    [(SIGINT, "chunk", 1), (SIGTERM, "chunk", 3), (SIGKILL, "validation", 2), (SIGINT, "comparison", 1)],
    [
        (SIGTERM, "validation", 1),
        (SIGINT, "validation", 1),
        (SIGTERM, "validation", 2),
        (SIGKILL, "record", 1),
    ],
]


@pytest.mark.parametrize(("moment", "count"), KILLS)
def test_a_training_killed_at_any_moment_goes_on(
    moment: str, count: int, config: Path, straight: RunFolder, tmp_path: Path
) -> None:
    assert run(train_and_meet, config, tmp_path, SIGKILL, moment, count) == SIGKILLED
    assert_survives(tmp_path, straight)


@pytest.mark.parametrize("chain", CHAINS)
def test_a_training_stopped_again_and_again_ends_as_if_it_had_not_been(
    chain: list[tuple[signal.Signals, str, int]], config: Path, straight: RunFolder, tmp_path: Path
) -> None:
    first, *others = chain
    assert run(train_and_meet, config, tmp_path, *first) != 0
    for stop in others:
        assert run(resume_and_meet, tmp_path, *stop) != 0
    assert run(resume, tmp_path) == 0
    assert_same(only_run(tmp_path), straight)
