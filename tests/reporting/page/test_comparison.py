from mlpcli.comparison.comparison import compare
from mlpcli.reporting.page.comparison import comparison_page
from tests.comparison.runs import compared, epochs, of_seeds
from tests.reporting.examples import HOSTILE


def test_names_are_shown_literally() -> None:
    odd = HOSTILE[0]
    runs = [compared("A", id=odd, dataset=odd), compared("B", history=epochs([0.5, 0.4]), name=HOSTILE[1])]
    text = comparison_page(compare(runs), "today")
    assert odd not in text
    assert "&lt;script&gt;" in text
    assert "\x1b" not in text


def test_thirty_runs_are_drawn_and_the_best_can_be_told_apart() -> None:
    runs = [
        compared(run.letter, layers=[f"Dense: {at + 1}"], history=epochs([1.0, 1 / (at + 1)]))
        for at, run in enumerate(of_seeds([0.5] * 30))
    ]
    text = comparison_page(compare(runs), "today")
    assert "Validation loss is lowest in AD: 0.0333 at epoch 2" in text
    assert "Runs that are not named are drawn thin in the background." in text
    assert text.count('<ul class="legend">') == 1
    assert len(text) < 2**20


def test_seeds_have_their_means_and_what_they_say() -> None:
    groups = [*of_seeds([0.7, 0.71]), *of_seeds([0.9, 0.91], 2, layers=[])]
    text = comparison_page(compare(groups), "today")
    assert "0.9050 ± 0.0071" in text
    assert "that is more than seed noise" in text
    assert "Welch&#39;s t-test takes" in text


def test_runs_without_figures_and_epochs_have_a_page_too() -> None:
    runs = [compared(letter, figures={}, status="interrupted", epochs_done=0) for letter in "AB"]
    text = comparison_page(compare(runs), "today")
    assert "No run has scored held-back rows." in text
    assert "A is interrupted after 0 of 10 epochs, and has no figures yet." in text
