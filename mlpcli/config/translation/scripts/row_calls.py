"""Calls that make other rows of rows: whatever is not known to leave their numbers as they are is named."""

import ast
import re
from collections.abc import Iterator, Sequence

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.calls import known_call
from mlpcli.config.translation.scripts.column_names import new_names
from mlpcli.config.translation.scripts.values import Defined, Reading, Scope, Unread, dotted, unread

# The names of inputs, of what is predicted from them, and of tables and batches of both.
_PART = (
    r"(?:_?(?:train|test|val|tr|te|va)(?:_\w+)?"
    r"|_(?:dev|all|full|raw|clean|new|scal|norm|enc|cat|num|im)\w*|\d)?"
)
_ROWS = re.compile(
    rf"(?:x|y|inputs?|features|images|labels?|targets?){_PART}|(?:train|test|val)_(?:images|labels|x|y)"
    rf"|(?:train|test|val|raw)?_?(?:df|data|dataset|ds|table|frame|series){_PART}"
)
# What gives rows another form, type or order, or is read elsewhere.
AS_THEY_ARE = frozenset(
    """
    DataFrame Series Subset TensorDataset Dataset from_tensor_slices from_generator shuffle prefetch cache
    array asarray ascontiguousarray astype reshape expand_dims squeeze unsqueeze view ravel flatten to_numpy
    tensor as_tensor from_numpy convert_to_tensor FloatTensor LongTensor DoubleTensor Tensor Variable constant
    cast to_tensor float long double int to cuda cpu numpy tolist copy to_frame reset_index set_index type
    contiguous detach permute transpose moveaxis swapaxes argmax to_categorical one_hot get_dummies factorize
    fit len list tuple dict zip enumerate range iter next sorted toarray todense permutation arange pop drop
    unique nunique value_counts isnull isna describe corr info ImageFolder DatasetFolder
    select_dtypes infer_objects convert_dtypes sort_index sort_values sample
    predict predict_proba predict_classes evaluate Input random_split train_test_split
    normal randn rand uniform randint random linspace meshgrid default_rng print
    """.split()
)
"""Calls that leave the numbers of rows as they are."""
FACTS = frozenset(
    """
    len unique nunique value_counts describe range arange permutation enumerate predict predict_proba
    predict_classes evaluate argmax print mean std var median max min amax amin sum ptp percentile quantile
    mode count corr cov idxmax idxmin plot hist show
    """.split()
)
"""Calls that give numbers about rows, and no rows."""
_MADE = re.compile(r"(?:read|load|fetch|make|open|get)_.*|load|loadtxt|genfromtxt")
_FITTED = frozenset({"fit_transform", "transform", "fit_resample"})
# What an index of columns may be without leaving any out.
_ALL = frozenset({":", "...", "None", "np.newaxis", "numpy.newaxis", "tf.newaxis"})
# numpy's joints of columns and rows, which are indexed.
_JOINTS = frozenset({"c_", "r_"})
# Sources whose columns are chosen in their sections.
_OF_COLUMNS = frozenset({"table", "series"})
HELD_BACK = re.compile(r"test|val|dev|te$|^te")
"""Names of rows that are not trained on."""
_SCALERS = re.compile(r"sc\w*|.*scal\w*|.*encod\w*|.*binariz\w*|(?:le|ohe|enc|lb)\w{0,2}")


def add_row_calls(reading: Reading, targets: Sequence[ast.expr], value: ast.expr, scope: Scope) -> None:
    """Keep what makes the rows that an assignment gives a name to, or changes them in place."""
    if len(targets) == 1 and isinstance(targets[0], ast.Tuple) and isinstance(value, ast.Tuple):
        for target, part in zip(targets[0].elts, value.elts, strict=False):
            add_row_calls(reading, [target], part, scope)
        return
    if targets and not any(_is_of_rows(one, reading) for one in targets):
        calls = (one for one in _spine(value, reading) if isinstance(one, ast.Call))
        if any(_MADE.fullmatch(last_name(one.func)) for one in calls):
            names = (node for one in targets for node in ast.walk(one) if isinstance(node, ast.Name))
            reading.row_names.update(node.id.lower() for node in names if node.id != "_")
        elif isinstance(value, ast.Call) and last_name(value.func) not in FACTS:
            _add_to_others(reading, targets, value, scope)
        return
    for node in _spine(value, reading):
        is_in_place = isinstance(node, ast.Call) and _is_in_place(node) and _is_of_rows(node.func, reading)
        said = _changed(node, reading, scope) if targets or is_in_place else None
        if said and said not in reading.row_calls:
            reading.row_calls.append(said)


def _add_to_others(reading: Reading, targets: Sequence[ast.expr], value: ast.Call, scope: Scope) -> None:
    """Keep what makes of rows what has another name, and may be trained on: `houses = table.dropna()`."""
    if not _is_of_rows(value, reading):
        return
    found = (said for node in _spine(value, reading) if (said := _changed(node, reading, scope)))
    filters = reading.traces.filters
    for name in filter(None, map(dotted, targets)):
        filters[name] = tuple(dict.fromkeys((*filters.get(name, ()), *found)))


def _changed(node: ast.Call | ast.Subscript, reading: Reading, scope: Scope) -> Unread | None:
    """What to say of a step on the way to rows; None for one that leaves their numbers as they are."""
    if isinstance(node, ast.Subscript):
        source = reading.data.section.get("source") if reading.data else None
        is_selected = _selects(node.slice) and source not in _OF_COLUMNS
        is_joined = last_name(node.value) in _JOINTS
        return unread(node, is_layer=False).as_left_out() if is_selected or is_joined else None
    if _leaves(node, reading, scope):
        return None
    func = node.func
    if last_name(func) in _FITTED and isinstance(func, ast.Attribute) and isinstance(func.value, ast.Call):
        return unread(func.value)
    said = unread(node)
    return Unread(last_name(func), node.lineno) if said.text.endswith("...") else said


def _selects(index: ast.expr) -> bool:
    """Whether an index takes some of the columns of all rows."""
    sides = [ast.unparse(one) for one in index.elts] if isinstance(index, ast.Tuple) else []
    return len(sides) > 1 and sides[0] in (":", "...") and not _ALL.issuperset(sides[1:])


def _is_of_rows(node: ast.expr, reading: Reading) -> bool:
    """Whether something is called like rows, or is a column of them."""
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    each = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    names = [dotted(one).lower() for one in each]
    return any(is_named_like_rows(name, reading) for name in names)


def is_named_like_rows(name: str, reading: Reading) -> bool:
    """Whether a name is that of rows, as it is read or as it sounds."""
    name = name.lower()
    return bool(name) and (name in reading.row_names or bool(_ROWS.fullmatch(name)))


def _is_in_place(call: ast.Call) -> bool:
    return any(one.arg == "inplace" and ast.unparse(one.value) == "True" for one in call.keywords)


def _spine(node: ast.expr, reading: Reading) -> Iterator[ast.Call | ast.Subscript]:
    """The calls and indices one after the other that a value comes through, the last one first."""
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute):
            node = node.value
            continue
        yield node
        if isinstance(node, ast.Subscript):
            node = node.value
        elif node.args and not (isinstance(node.func, ast.Attribute) and _is_of_rows(node.func, reading)):
            node = node.args[0]
        else:
            node = node.func


def _leaves(call: ast.Call, reading: Reading, scope: Scope) -> bool:
    """Whether a call leaves rows as they are, or is read or named elsewhere."""
    name = last_name(call.func)
    if name in _FITTED and isinstance(call.func, ast.Attribute):
        owner = call.func.value
        made = last_name(owner.func if isinstance(owner, ast.Call) else owner).lower()
        return made in reading.scalers | reading.traces.encoders or bool(_SCALERS.fullmatch(made))
    if name in ("map", "replace") and call.args and isinstance(call.args[0], ast.Dict):
        return _only_numbers(call.args[0])
    if name == "filter":
        # Of columns by their names, not of rows by a condition.
        return not call.args or isinstance(call.args[0], ast.List)
    if new_names(call, scope.plain) is not None:
        return True
    if name == "map" and call.args and _only_scales(_function(call.args[0], scope)):
        return True
    is_known = name in AS_THEY_ARE or bool(_MADE.fullmatch(name)) or known_call(call) is not None
    return is_known or isinstance(scope.objects.get(dotted(call.func)), Defined)


def _only_numbers(names: ast.Dict) -> bool:
    """Whether a mapping numbers names in their order, as classes are numbered here."""
    pairs = [(key, one) for key, one in zip(names.keys, names.values, strict=True) if key is not None]
    if not all(isinstance(one, ast.Constant) for pair in pairs for one in pair):
        return False
    ordered = sorted(pairs, key=lambda pair: str(getattr(pair[0], "value", "")))
    numbers = [getattr(one, "value", None) for _, one in ordered]
    return numbers == list(range(len(numbers))) or numbers == list(range(1, len(numbers) + 1))


def _function(node: ast.expr, scope: Scope) -> ast.AST:
    known = scope.objects.get(dotted(node))
    return known.node if isinstance(known, Defined) else node


def _only_scales(function: ast.AST) -> bool:
    """Whether a function of inputs and targets divides pixels by 255 at most, as is done here."""
    if not isinstance(function, ast.Lambda | ast.FunctionDef) or len(function.args.args) < 2:
        return False
    inside = list(ast.walk(function))
    calls = (last_name(node.func) for node in inside if isinstance(node, ast.Call))
    computed = {ast.unparse(node.right) for node in inside if isinstance(node, ast.BinOp)}
    others = (ast.IfExp, ast.Compare, ast.If, ast.Mult, ast.Add, ast.Sub)
    is_more = any(isinstance(node, others) for node in inside)
    return not is_more and AS_THEY_ARE.issuperset(calls) and computed <= {"255", "255.0"}
