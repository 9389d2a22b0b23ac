"""Run as a script, it trains every case on one device and on three, and writes what came out as JSON.

A CPU is divided into three before TensorFlow starts, which only a process of its own can do.
"""

import json
import sys
from pathlib import Path
from typing import Any

HIDDEN = "{Dense: {units: 5, activation: tanh}}"
SOFTMAX = "{Dense: {units: 3, activation: softmax}}"
# 56 rows to train on.
CLASSES = {"layers": f"[{HIDDEN}, {SOFTMAX}]", "data": "BLOBS", "optimizer": "{Adam: {learning_rate: 0.01}}"}
CASES = {
    "batches-of-6-and-a-last-one-of-2": CLASSES | {"training": "{epochs: 2, batch_size: 6}"},
    "weighted-clipped-and-streamed": CLASSES
    | {
        "optimizer": "{SGD: {learning_rate: 0.1, momentum: 0.9, clipnorm: 0.01}}",
        "training": "{epochs: 2, batch_size: 11, class_weight: balanced, engine: streaming}",
    },
    "every-part": {
        "layers": "[{Dense: {units: 5, kernel_regularizer: L2, kernel_constraint: MaxNorm}},"
        " {Dense: {units: 1, activation: sigmoid}}]",
        "data": "MOONS",
        "optimizer": "{AdamW: {learning_rate: 0.01, use_ema: true, global_clipnorm: 0.1}}",
        "training": "{epochs: 3, batch_size: 7, metrics: [accuracy, auc, precision, recall],"
        " reduce_lr_on_plateau: {patience: 1, min_delta: 1.0}, early_stopping: {patience: 2, min_delta: 9}}",
    },
    "ensemble-and-a-last-batch-of-1": CLASSES
    | {
        "layers": f"[{{Ensemble: 3}}, {HIDDEN}, {{EnsembleHead: {{units: 3, activation: softmax}}}}]",
        "training": "{epochs: 2, batch_size: 11}",
    },
    "numbers": {
        "layers": f"[{{Normalization: {{}}}}, {HIDDEN}, {{Dense: {{units: 1}}}}]",
        "data": "{source: diabetes, standardize: false, validation: 0.2, test: 0.2}",
        "optimizer": "{Adam: {learning_rate: 0.1}}",
        "training": "{epochs: 1, batch_size: 50, metrics: [rmse, r2_score]}",
    },
}
NORMALIZED = CLASSES | {
    "layers": f"[{HIDDEN}, BatchNormalization, {SOFTMAX}]",
    "training": "{epochs: 1, batch_size: 11}",
}


def _trained(case: Any, folder: Path, placement: Any) -> dict[str, Any]:
    from safetensors.numpy import load_file

    from mlpcli.training import Checkpoints, train_network

    folder.mkdir(parents=True)
    kept = Checkpoints(folder / "last", folder / "best")
    news: list[Any] = []
    network = train_network(
        case.identity, case.config, case.plan, case.dataset, kept, lambda chunk: None, news.append, placement
    )
    return {
        "tensors": {
            name: value.astype(float).ravel().tolist() for name, value in load_file(kept.last).items()
        },
        "figures": [one.result.figures | {"rate": one.result.learning_rate} for one in news],
        "evaluation": network.evaluate(case.dataset.validation),
    }


def main(folder: Path) -> None:
    from mlpcli.training import place
    from mlpcli.training.tensorflow import tf
    from tests.training import networks

    cpu = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 3)
    found = {}
    for name, texts in {**CASES, "normalized": NORMALIZED}.items():
        case = networks.case(**texts | {"data": getattr(networks, texts["data"], texts["data"])})
        shared = place(case.config, 3, None)
        found[name] = {"device": shared.name, "three": _trained(case, folder / name / "three", shared)}
        # Batch normalization on three devices has means of its own: there is nothing to compare it with.
        if name in CASES:
            found[name]["one"] = _trained(case, folder / name / "one", None)
    (folder / "found.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
