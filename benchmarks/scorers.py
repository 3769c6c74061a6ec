"""The scorers that lie with the development data, imported from there."""

import importlib.util
from pathlib import Path
from types import ModuleType


def load_scorer(bench: Path, name: str) -> ModuleType:
    """Import a scorer by its name: `score` of bodies, `score_quotes` of quotations. Ends the program where it is not."""
    path = bench / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"{bench} holds no {name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
