"""Runs Rasa without TensorFlow: `python -m rugwijzer.run.light_rasa run ...` takes what `rasa` takes.

Rasa imports TensorFlow for components that this project's model does not have; that costs seconds at
every start and hundreds of megabytes. Here its place is taken by modules whose contents can be
imported and derived from, but not used. A model with a TensorFlow component does not load with it:
use `rasa` itself then. Training is not done here.
"""

from __future__ import annotations

import os
import sys
from abc import ABCMeta
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

LEFT_OUT = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "keras", "tf_slim"})


class TensorFlowLeftOut(RuntimeError):
    """Something of TensorFlow is used after all."""


class _Absent(ABCMeta):
    """The class of every name in a module that is left out: any attribute is such a name too."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _absent(name)

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        # While Rasa is imported, decorators and constants are made of it.
        return arguments[0] if len(arguments) == 1 and callable(arguments[0]) else cls


def _absent(name: str) -> Any:
    return _Absent(name, (), {})


class _Finder(MetaPathFinder, Loader):
    """Finds the modules that are left out before anything else does."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A spec for what is left out, None for the rest."""
        if name.partition(".")[0] not in LEFT_OUT:
            return None
        return ModuleSpec(name, self, is_package=True)

    def exec_module(self, module: ModuleType) -> None:
        """Any name of the module is an absent one."""

        def found(name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return _absent(name)

        module.__getattr__ = found  # type: ignore[method-assign]
        module.__version__ = "0.0.0"  # type: ignore[attr-defined]


def leave_out_tensorflow() -> None:
    """From now on an import of TensorFlow in this process costs and gives nothing.

    spaCy looks whether it is there, and works without: it looks before, and finds none.
    """
    for name in LEFT_OUT:
        sys.modules[name] = None  # type: ignore[assignment]
    import thinc.compat  # noqa: F401

    for name in LEFT_OUT:
        del sys.modules[name]
    sys.meta_path.insert(0, _Finder())


def refuse_components() -> None:
    """Let every component of Rasa that computes with TensorFlow refuse to load.

    Raises nothing now; a model that has one raises TensorFlowLeftOut when it loads.
    """
    from rasa.engine.recipes.default_components import DEFAULT_COMPONENTS

    for component in DEFAULT_COMPONENTS:
        modules = [sys.modules[base.__module__] for base in component.__mro__]
        if any(hasattr(module, "tf") or hasattr(module, "tfa") for module in modules):
            component.create = component.load = classmethod(_refuse)


def _refuse(component: Any, *_arguments: Any, **_options: Any) -> Any:
    raise TensorFlowLeftOut(
        f"{component.__name__} needs TensorFlow: start this model with `rasa`, not with rugwijzer.run.light_rasa"
    )


def main() -> int:
    """The command line of `rasa`."""
    # Turns of different patients fill the cores; threads that wait for each other within one waste them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    leave_out_tensorflow()
    refuse_components()
    from rasa.__main__ import main as rasa

    rasa()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
