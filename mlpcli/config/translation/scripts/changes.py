"""What a script does to its rows and to what is made, apart from calls: cut off, scaled, set anew."""

import ast
import re
from collections.abc import Iterator, Sequence

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.calls import WINDOW
from mlpcli.config.translation.scripts.column_statements import COMPUTING
from mlpcli.config.translation.scripts.pixels import add_pixels
from mlpcli.config.translation.scripts.row_calls import add_row_calls, is_named_like_rows
from mlpcli.config.translation.scripts.row_filters import add_filters
from mlpcli.config.translation.scripts.row_parts import takes_part
from mlpcli.config.translation.scripts.row_slices import add_slices, takes_from_itself
from mlpcli.config.translation.scripts.table_numbers import add_numbers
from mlpcli.config.translation.scripts.values import Network, Reading, Scope, Unread, dotted, unread


def add_changes(
    reading: Reading, targets: Sequence[ast.expr], value: ast.expr, scope: Scope, *, is_known: bool
) -> None:
    """Keep the shares of rows that an assignment takes, or name what it changes; `is_known`: no rows are."""
    add_filters(reading, targets, value, scope)
    followed = add_numbers(reading, targets, value, scope)
    if add_slices(reading, targets, value, scope):
        return
    if not is_known:
        add_row_calls(reading, targets, value, scope)
    whole, value = value, add_pixels(reading, targets, followed, scope)
    changed = changed_training(targets, value) or changed_targets(reading, targets, value)
    is_read = is_known or takes_part(reading, value)
    changed = changed or (None if is_read else changed_rows(targets, value))
    changed = changed or cut_in_place(reading, targets, value)
    is_followed = followed is not whole or _is_of_itself(targets, whole)
    if changed is None and isinstance(whole, ast.BinOp) and is_followed:
        reading.computed.append(unread(whole, is_layer=False).as_left_out())
    window = reading.others.get(WINDOW)
    if changed and not (window and window.said.text == changed.text):
        reading.notes.append(changed)


def changed_rows(targets: Sequence[ast.expr], value: ast.expr) -> Unread | None:
    """What a script does to its inputs that a config does not: rows cut off, numbers scaled; None for others.

    Labels are cut like their inputs, and pixels divided by 255 are what the tool does.
    """
    if len(targets) == 1 and isinstance(targets[0], ast.Tuple) and isinstance(value, ast.Tuple):
        each = zip(targets[0].elts, value.elts, strict=False)
        return next((one for target, part in each if (one := changed_rows([target], part))), None)
    names = [dotted(one) for one in targets]
    if not names or not all(_is_inputs(name) for name in names):
        return None
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Name | ast.Compare | ast.BinOp):
        return unread(value, is_layer=False).as_left_out() if _is_inputs(dotted(value.value)) else None
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice):
        is_cut = value.slice.lower is not None or value.slice.upper is not None
        return unread(value, is_layer=False).as_left_out() if is_cut and dotted(value.value) else None
    if isinstance(value, ast.BinOp) and not _is_by_255(value):
        used = [dotted(node) for node in ast.walk(value) if isinstance(node, ast.Name | ast.Attribute)]
        is_of_columns = any(isinstance(node, ast.Subscript) for node in ast.walk(value))
        if is_of_columns or any(map(_is_inputs, filter(None, used))):
            return unread(value, is_layer=False).as_left_out()
    return None


def _is_of_itself(targets: Sequence[ast.expr], value: ast.expr) -> bool:
    """Whether a name gets other numbers than it had: `series = (series - mean) / std`."""
    used = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return any(isinstance(one, ast.Name) and one.id in used for one in targets)


def cut_in_place(reading: Reading, targets: Sequence[ast.expr], value: ast.expr) -> Unread | None:
    """The slice of its rows that a name keeps, `xt = xt[:20000] / 255`; None for others."""
    if len(targets) == 1 and isinstance(targets[0], ast.Tuple) and isinstance(value, ast.Tuple):
        each = zip(targets[0].elts, value.elts, strict=False)
        return next((one for target, part in each if (one := cut_in_place(reading, [target], part))), None)
    names = {dotted(one) for one in targets if is_named_like_rows(dotted(one), reading)}
    for node in ast.walk(value):
        if isinstance(node, ast.Subscript) and takes_from_itself(node) in names:
            # Labels are cut like their inputs.
            is_said = any(f"[{ast.unparse(node.slice)}]" in one.text for one in reading.notes)
            return None if is_said else unread(node, is_layer=False).as_left_out()
    return None


# Whose functions they are, besides numpy's.
_MODULES = frozenset({"np", "numpy", "torch", "tf", "math"})
_TARGETS = re.compile(
    r"y|targets?|(?:y|targets?)_(?:tr|te|train|test|val|valid|all|full|raw|scaled|log|norm)"
)


def changed_targets(reading: Reading, targets: Sequence[ast.expr], value: ast.expr) -> Unread | None:
    """What a script does to the numbers that it predicts, `y = table["price"] / 1000`; None for others.

    Whole numbers that are added only move the numbers of classes.
    """
    if len(targets) == 1 and isinstance(targets[0], ast.Tuple) and isinstance(value, ast.Tuple):
        each = zip(targets[0].elts, value.elts, strict=False)
        return next((one for target, part in each if (one := changed_targets(reading, [target], part))), None)
    target = targets[0] if len(targets) == 1 else None
    if (
        isinstance(target, ast.Subscript)
        and _is_targets(target.value)
        and isinstance(target.slice, ast.Compare)
    ):
        return _assigned(target, value)
    if target is None or not _computes(value):
        return None
    said = unread(value, is_layer=False).as_left_out()
    is_of_targets = any(map(_is_targets, ast.walk(value)))
    if not _is_targets(target):
        if is_of_targets and (name := dotted(target)):
            reading.other_targets[name] = said
        return None
    is_table = reading.data is not None and reading.data.section.get("source") == "table"
    is_of_columns = is_table and any(isinstance(one, ast.Subscript) for one in ast.walk(value))
    return said if is_of_targets or is_of_columns else None


def add_other_targets(reading: Reading, call: ast.Call) -> None:
    """Name what is made of the targets under another name, once a training is given it."""
    if last_name(call.func) not in _TAKING_TARGETS:
        return
    for node in (*call.args, *(one.value for one in call.keywords)):
        named = (
            reading.other_targets.get(dotted(one)) for one in ast.walk(node) if isinstance(one, ast.expr)
        )
        is_split = last_name(call.func) == "train_test_split"
        for said in (*named, changed_targets(reading, [ast.Name("y")], node) if is_split else None):
            if said and said not in reading.notes:
                reading.notes.append(said)


_TAKING_TARGETS = frozenset({"fit", "train_test_split", "TensorDataset", "from_tensor_slices"})


def _is_targets(node: ast.AST) -> bool:
    """Whether something is called like targets, or is those of scikit-learn's data: `iris["target"]`."""
    if isinstance(node, ast.Subscript):
        return ast.unparse(node.slice) == "'target'"
    is_of_data = isinstance(node, ast.Attribute) and node.attr == "target"
    return is_of_data or (isinstance(node, ast.expr) and bool(_TARGETS.fullmatch(dotted(node).lower())))


def _computes(value: ast.expr) -> bool:
    """Whether other numbers come out of an expression than stand in it."""
    if isinstance(value, ast.BinOp):
        is_moved = isinstance(value.op, ast.Add | ast.Sub) and isinstance(value.right, ast.Constant)
        return not is_moved or _computes(value.left)
    if isinstance(value, ast.Compare):
        # Two classes by their names are only numbered.
        return not any(
            isinstance(one, ast.Constant) and isinstance(one.value, str) for one in value.comparators
        )
    if isinstance(value, ast.ListComp):
        return isinstance(value.elt, ast.IfExp) or _computes(value.elt)
    if isinstance(value, ast.Call):
        owner = value.func.value if isinstance(value.func, ast.Attribute) else None
        if owner is None or dotted(owner) in _MODULES:
            return last_name(value.func) in COMPUTING or any(map(_computes, value.args[:1]))
        return _computes(owner)
    return isinstance(value, ast.Attribute | ast.Subscript) and _computes(value.value)


def changed_training(targets: Sequence[ast.expr], value: ast.expr) -> Unread | None:
    """What a script sets of a network or an optimizer that is made: frozen layers, another rate."""
    for one in targets:
        if _is_rate_of_a_group(one):
            return _assigned(one, value)
        if "loss" in dotted(one).lower() and _PENALTY.search(ast.unparse(value)) and _is_sum(value):
            return _assigned(one, value)
        owner = ast.unparse(one.value) if isinstance(one, ast.Attribute) else ""
        is_rate = last_name(one) in ("learning_rate", "lr") and "opt" in owner.rpartition(".")[2]
        is_frozen = last_name(one) == "requires_grad" and ast.unparse(value) == "False"
        if is_rate or is_frozen or (last_name(one) == "trainable" and owner != "self"):
            return _assigned(one, value)
    return None


# What leaves a network as it is, asks for something, or is read elsewhere.
_OF_NETWORKS = frozenset(
    """
    summary predict predict_proba predict_log_proba predict_on_batch predict_classes decision_function score
    evaluate test_on_batch train_on_batch save save_weights save_pretrained export to_json to_yaml get_config
    get_params get_weights get_layer state_dict parameters named_parameters modules named_modules children
    named_children train eval to cuda cpu float zero_grad set_params compile fit add pop append build forward
    call log log_dict save_hyperparameters buffers trainable_variables apply
    """.split()
)


def add_method(reading: Reading, network: Network, name: str, call: ast.Call) -> None:
    """Name a method that gives a network other weights before it is trained, or whatever else it does."""
    is_trained = bool(network.fitted) or "epochs" in reading.settings
    said = unread(call)
    if name not in _OF_NETWORKS and not is_trained and said not in reading.notes:
        reading.notes.append(said)


# What keeps weights small, in what is added to a loss.
_PENALTY = re.compile(r"\bl[12](?:_\w+)?\b|_l[12]\b|norm|penalty|regulari[sz]|\breg(?:_\w+)?\b|parameters\(")


_INITIALIZER = re.compile(r"(?:torch\.)?(?:nn\.)?init\.\w+_")


def initialized(tree: ast.Module) -> Iterator[Unread]:
    """What gives weights other first values, also in a function that is applied to each layer:
    `nn.init.zeros_(layer.bias)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _INITIALIZER.fullmatch(dotted(node.func)):
            yield Unread(" ".join(ast.unparse(node).split()), node.lineno)


def penalties(tree: ast.Module) -> Iterator[Unread]:
    """What a training step returns besides its loss to keep weights small: `return loss + 1e-5 * l1`."""
    functions = (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))
    steps = (one for one in functions if one.name == "training_step")
    values = (one.value for step in steps for one in ast.walk(step) if isinstance(one, ast.Return))
    for value in (one for one in values if isinstance(one, ast.BinOp) and _is_sum(one)):
        for text in (" ".join(ast.unparse(one).split()) for one in (value.left, value.right)):
            # PyTorch's l1_loss is one of outputs.
            if _PENALTY.search(text) and "_loss(" not in text:
                yield Unread(text, value.lineno)


def _assigned(target: ast.expr, value: ast.expr) -> Unread:
    return Unread(" ".join(f"{ast.unparse(target)} = {ast.unparse(value)}".split()), target.lineno)


def _is_sum(value: ast.expr) -> bool:
    return isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add)


def _is_rate_of_a_group(target: ast.expr) -> bool:
    """Whether the rate of an optimizer's group of parameters is set: `group["lr"] = 0.01`."""
    if not isinstance(target, ast.Subscript) or ast.unparse(target.slice) not in ("'lr'", "'learning_rate'"):
        return False
    return bool(re.fullmatch(r"p?g|p|.*group.*", ast.unparse(target.value)))


def _is_inputs(name: str) -> bool:
    name = name.lower()
    return name.startswith(("x_", "train_images", "train_data", "test_images")) or name in ("x", "images")


def _is_by_255(node: ast.BinOp) -> bool:
    """Whether all that is done is to divide all rows by 255."""
    side = node.right if isinstance(node.op, ast.Div) else None
    more = any(isinstance(one, ast.BinOp | ast.Slice) for one in ast.walk(node.left))
    return isinstance(side, ast.Constant) and side.value in (255, 255.0) and not more
