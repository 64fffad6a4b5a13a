"""Runs a function on a module right after it was imported, or now when it already is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from types import ModuleType

Hook = Callable[[ModuleType], None]


class _Loader:
    """The module's own loader, and the hook after it. No abstract base: those are slow to import."""

    def __init__(self, inner: object, hook: Hook) -> None:
        self._inner = inner
        self._hook = hook

    def create_module(self, spec):
        return self._inner.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        # Give the module back its own loader first: its code may ask for it.
        module.__loader__ = self._inner
        if module.__spec__ is not None:
            module.__spec__.loader = self._inner
        self._inner.exec_module(module)
        self._hook(module)


class _Finder:
    """Finds the hooked modules as all other finders do, and wraps their loaders."""

    def __init__(self, hooks: Mapping[str, Hook]) -> None:
        self._hooks = hooks

    def find_spec(self, name, path=None, target=None):
        hook = self._hooks.get(name)
        if hook is None:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            if finder is self or find is None:
                continue
            spec = find(name, path, target)
            if spec is not None:
                if spec.loader is not None and hasattr(spec.loader, "exec_module"):
                    spec.loader = _Loader(spec.loader, hook)
                return spec
        return None


def watch(hooks: Mapping[str, Hook]) -> None:
    """Install the finder in front of all others and hook what is loaded already."""
    sys.meta_path.insert(0, _Finder(hooks))
    for name, hook in hooks.items():
        module = sys.modules.get(name)
        if module is not None:
            hook(module)
