"""The self-test of hooks: is the thing to be hooked what we think it is?"""

from __future__ import annotations

import sys
from types import FunctionType

from vectorgate_shim.gate import the_gate


def has_parameters(owner: object, name: str, *parameters: str) -> bool:
    """Whether `owner.name` is a plain Python function whose first parameters have these names."""
    function = getattr(owner, name, None)
    if not isinstance(function, FunctionType):
        return False
    code = function.__code__
    return code.co_varnames[: len(parameters)] == parameters and code.co_argcount >= len(parameters)


def mark_unfit(library: str) -> None:
    """Remember that a library has another shape than expected; the floor refuses it for governed names."""
    root = sys.modules.get(library.partition(".")[0])
    the_gate().unfit[library] = str(getattr(root, "__version__", "of unknown version"))
