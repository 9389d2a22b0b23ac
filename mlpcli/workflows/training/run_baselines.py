"""The baselines of a training, which are fitted while it runs."""

from mlpcli.baselines.fit_order import FitOrder, order_for
from mlpcli.baselines.fitting_process import BaselineFits
from mlpcli.data.dataset import Dataset
from mlpcli.network.sequence_checks import indices_below
from mlpcli.workflows.validate import Checked


def start_baselines(checked: Checked, dataset: Dataset) -> BaselineFits:
    """The fits of a training's baselines, to be entered before TensorFlow is imported.

    There are none if the config wants none, and for inputs that an Embedding looks up: numbers of words have
    no order that these models could use.
    """
    config = checked.config
    order: FitOrder | None = None
    if config.training.baselines and not indices_below(config.layers):
        order = order_for(dataset, config.training.class_weight, config.seed)
    return BaselineFits(order)
