from mlpcli.training.engine.chunk_size import SECONDS, Pace


def learned(most: int, seconds_a_step: float, chunks: int = 10) -> list[int]:
    """The sizes of the chunks of a network whose steps take so long."""
    pace = Pace(most)
    sizes = []
    for _ in range(chunks):
        sizes.append(pace())
        pace.note(pace(), pace() * seconds_a_step)
    return sizes


def test_chunks_grow_from_one_step_to_the_most() -> None:
    assert learned(100, 1e-6) == [1, 4, 16, 64, *[100] * 6]


def test_no_chunk_takes_longer_than_it_should() -> None:
    sizes = learned(1000, 0.01)
    assert max(sizes) * 0.01 <= SECONDS / 2
    assert sizes[-1] >= 12


def test_a_step_longer_than_a_chunk_stands_alone() -> None:
    assert learned(1000, 10.0) == [1] * 10


def test_a_machine_that_becomes_busy_makes_chunks_smaller() -> None:
    pace = Pace(64)
    for seconds in (0.0, 0.0, 0.0, 64.0):
        pace.note(pace(), seconds)
    assert pace() == 1


def test_a_steady_pace_learns_nothing() -> None:
    pace = Pace(7, steady=True)
    pace.note(7, 100.0)
    assert pace() == 7
