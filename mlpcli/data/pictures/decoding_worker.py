"""A process that reads some of the parts of a job; started by `decoding_pool`.

`python -m mlpcli.data.pictures.decoding_worker`, with the job and its own parts as JSON on standard input.
"""

import json
import signal
import sys
from dataclasses import asdict

from mlpcli.data.pictures.decoding import Job, Part
from mlpcli.data.preprocessing.resize import Resize


def main() -> None:
    # The process that started it ends it; Ctrl-C in a terminal reaches both.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    order = json.load(sys.stdin)
    white, of_floats = order["white"]
    resize = Resize(*order["size"], keep=order["keep"], white=white, white_of_floats=of_floats)
    job = Job(order["files"], resize, order["target"], order["offset"])
    try:
        job.do(order["starts"], _report)
    except BrokenPipeError:
        raise
    except OSError as error:
        _write({"failed": error.strerror or str(error)})


def _report(part: Part) -> None:
    _write(asdict(part))


def _write(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
