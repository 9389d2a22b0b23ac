"""Facts of datasets, written by hand: nothing here reads data."""

from mlpcli.config.dataset_facts import DataFacts

_DIGITS = tuple("0123456789")

MNIST = DataFacts("mnist", "image", (28, 28, 1), "classification", _DIGITS, pixels=True)
CIFAR = DataFacts("cifar10", "image", (32, 32, 3), "classification", _DIGITS, pixels=True)
IRIS = DataFacts("iris", "vector", (4,), "classification", ("setosa", "versicolor", "virginica"))
CANCER = DataFacts("breast_cancer", "vector", (30,), "binary", ("malignant", "benign"))
HOUSING = DataFacts("california_housing", "vector", (8,), "regression", targets=1)
WAVES = DataFacts("waves", "signal", (128, 1), "classification", ("sine", "square", "sawtooth", "noise"))
