"""Many trainings at the same moment: `python -m tests.workflows.crowd CONFIG RUNS COUNT`.

TensorFlow is imported once, by the process that all of them are copies of.
"""

import os
import sys
import traceback

import mlpcli
from mlpcli.training import network as network
from mlpcli.training import trainer as trainer


def crowd(config: str, runs: str, count: int) -> int:
    """Train the config in `count` processes that all begin at once; returns how many failed."""
    gate, opener = os.pipe()
    for _ in range(count):
        if os.fork() == 0:
            os.close(opener)
            os._exit(_one(config, runs, gate))
    os.close(opener)
    return sum(os.wait()[1] != 0 for _ in range(count))


def _one(config: str, runs: str, gate: int) -> int:
    # Ends for all of them when the last process that could write has closed its end.
    os.read(gate, 1)
    try:
        mlpcli.train([config], runs=runs)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(crowd(sys.argv[1], sys.argv[2], int(sys.argv[3])))
