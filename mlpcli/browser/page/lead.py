"""What a page says above and below its panels, in both of its languages."""

from typing import NamedTuple

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.reporting.facts.task import task_in_words
from mlpcli.version import VERSION


class InBoth(NamedTuple):
    """A text in the languages that a page has."""

    en: str
    ja: str


def lead_of(
    facts: DataFacts, preprocessing: Preprocessing, dataset: str, parameters: int, is_trained: bool
) -> InBoth:
    """What the network predicts from what, and what it learned that from, if it has."""
    task, network = task_in_words(facts, preprocessing), f"a network of {parameters:,} parameters"
    answers = f"{_given(facts, preprocessing)}から{_answered(facts)}を答えます。"
    network_ja = f"パラメーター {parameters:,} 個のネットワークです。"
    if is_trained:
        return InBoth(
            f"{task}, learned from {dataset} by {network}.", f"{dataset} から学習した、{network_ja}{answers}"
        )
    return InBoth(
        f"{task}, by {network} that has not been trained on {dataset}: it has its initial weights.",
        f"{dataset} での学習をしていない、{network_ja}重みは初期値のままです。{answers}",
    )


def foot_of_page() -> InBoth:
    """What wrote the page."""
    return InBoth(f"Written by mlpcli {VERSION}.", f"mlpcli {VERSION} で作成しました。")


def _answered(facts: DataFacts) -> str:
    if facts.classes:
        return f" {len(facts.classes):,} 個のクラスの確率"
    return "数" if facts.targets == 1 else f" {facts.targets:,} 個の数"


def _given(facts: DataFacts, preprocessing: Preprocessing) -> str:
    if preprocessing.table:
        return f"表の {len(preprocessing.table.columns):,} 列"
    size = " x ".join(f"{side:,}" for side in facts.shape)
    kinds = {"image": "の画像", "signal": "の信号"}
    return f"{size} {kinds[facts.kind]}" if facts.kind in kinds else f"{size} 個の数"
