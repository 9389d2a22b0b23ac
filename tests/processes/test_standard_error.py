import threading
import warnings

import pytest

from mlpcli.processes.standard_error import WarningsOff


def test_nothing_is_warned_of_inside() -> None:
    with WarningsOff():
        warnings.warn("unheard", stacklevel=1)


def test_warnings_are_as_they_were_when_the_last_thread_is_out() -> None:
    silence = WarningsOff()
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with silence:
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=stay)
    before = list(warnings.filters)
    with silence:
        thread.start()
        inside.wait(10)
    warnings.warn("unheard: one is still inside", stacklevel=1)
    leave.set()
    thread.join()
    assert list(warnings.filters) == before
    with pytest.warns(UserWarning, match="heard"):
        warnings.warn("heard", stacklevel=1)


def test_nothing_is_warned_of_though_another_has_taken_the_list_back() -> None:
    silence = WarningsOff()
    with warnings.catch_warnings(), silence:
        warnings.simplefilter("error")
        with silence:
            warnings.warn("unheard", stacklevel=1)
