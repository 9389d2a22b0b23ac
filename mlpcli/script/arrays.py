"""How a script reads the arrays of a user."""

from mlpcli.config.sources import Arrays
from mlpcli.data.array_files import npz_keys, stored_array
from mlpcli.data.arrays import describe_arrays
from mlpcli.python_code import Call, assigned, written
from mlpcli.script.section import Reading

_NUMPY = frozenset({"import numpy as np"})


def read_arrays(source: Arrays) -> Reading:
    """The lines for inputs and targets in the shapes and types in which training had them.

    Raises DataError where the files are missing, broken, or do not fit together.
    """
    facts = describe_arrays(source)
    endings = [""]
    if source.targets is not None:
        inputs, targets = stored_array(source.path), stored_array(source.targets)
        code = f"{assigned('x', Call('np.load', [source.path]))}\n"
        code += f"{assigned('y', Call('np.load', [source.targets]))}\n"
    else:
        keys = npz_keys(source.path)
        stored = "_train" if "x_train" in keys else ""
        inputs, targets = (stored_array(source.path, f"{name}{stored}") for name in "xy")
        code = f"with {written(Call('np.load', [source.path]), taken=len('with  as file:'))} as file:\n"
        if "x_test" in keys:
            endings = ["_train", "_test"]
            code += "".join(f'    x{one}, y{one} = file["x{one}"], file["y{one}"]\n' for one in endings)
        else:
            code += f'    x, y = file["x{stored}"], file["y{stored}"]\n'
    x = _inputs(facts.pixels, facts.shape != inputs.shape[1:])
    y = _targets(bool(facts.classes), len(targets.shape), targets.shape[-1])
    code += "".join(f"x{one} = x{one}{x}\n" for one in endings if x)
    code += "".join(f"y{one} = y{one}{y}\n" for one in endings)
    return Reading(code, _NUMPY, apart=len(endings) == 2)


def _inputs(pixels: bool, lacks_channel: bool) -> str:
    return ("" if pixels else '.astype("float32")') + ("[..., None]" if lacks_channel else "")


def _targets(are_classes: bool, rank: int, columns: int) -> str:
    if not are_classes:
        return '.astype("float32")' + (".reshape(-1, 1)" if rank == 1 else "")
    if rank == 2 and columns > 1:
        return ".argmax(axis=1)"
    return '.astype("int32")' if rank == 1 else '.reshape(-1).astype("int32")'
