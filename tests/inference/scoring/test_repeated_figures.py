from mlpcli.inference.scoring.repeated_figures import shown_once


def test_a_metric_that_is_the_loss_is_shown_once() -> None:
    epoch = {
        "loss": 0.5,
        "accuracy": 0.9,
        "categorical_crossentropy": 0.50000001,
        "val_loss": 0.6,
        "val_accuracy": 0.8,
        "val_categorical_crossentropy": 0.6,
    }
    assert shown_once(epoch) == ["loss", "accuracy", "val_loss", "val_accuracy"]


def test_a_metric_that_differs_from_the_loss_somewhere_is_shown() -> None:
    epoch = {"loss": 0.5, "mean_squared_error": 0.5, "val_loss": 0.6, "val_mean_squared_error": 0.5}
    assert shown_once(epoch) == list(epoch)


def test_keras_s_name_gives_way_to_the_short_one() -> None:
    scores = {"loss": 0.3, "mean_absolute_error": 0.4, "mae": 0.4, "rmse": 0.6, "r2": 0.9, "r2_score": 0.9}
    assert shown_once(scores) == ["loss", "mae", "rmse", "r2"]


def test_a_loss_of_absolute_errors_leaves_the_figure_that_other_models_have_too() -> None:
    scores = {"loss": 0.4, "mean_absolute_error": 0.4, "mae": 0.4, "rmse": 0.6, "r2": 0.9}
    assert shown_once(scores) == ["loss", "mae", "rmse", "r2"]


def test_a_metric_without_its_short_name_is_shown() -> None:
    assert shown_once({"loss": 0.3, "mean_absolute_error": 0.4}) == ["loss", "mean_absolute_error"]


def test_losses_that_are_no_numbers_are_not_the_same() -> None:
    nan = float("nan")
    assert shown_once({"loss": nan, "accuracy": nan}) == ["loss", "accuracy"]


def test_f1_under_two_names_is_shown_once_where_it_is_the_same() -> None:
    assert shown_once({"loss": 0.3, "f1_score": 0.91, "macro_f1": 0.91000001}) == ["loss", "f1_score"]
    assert len(shown_once({"loss": 0.3, "f1_score": 0.95, "macro_f1": 0.91})) == 3


def test_metrics_without_a_loss_are_shown() -> None:
    assert shown_once({"accuracy": 0.5, "val_accuracy": 0.5}) == ["accuracy", "val_accuracy"]
