"""What the architecture promises of every module."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import guanxi
import pytest

ROOT = Path(guanxi.__file__).parent
FLOORS = {"graph": {"extractors", "exports"}, "extractors": {"exports"}, "exports": set()}
MODULES = sorted(f for floor in FLOORS for f in (ROOT / floor).rglob("*.py"))


def name(module: Path) -> str:
    """Give a module's name below the package."""
    return str(module.relative_to(ROOT).with_suffix(""))


def imported(tree: ast.AST) -> set[str]:
    """Give the folders of the package that a module imports from, wherever in it."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names.add((node.module or "").removeprefix("guanxi.").split(".")[0])
            if node.module in (None, "guanxi"):
                names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name.removeprefix("guanxi.").split(".")[0] for alias in node.names}
    return names


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_no_module_imports_a_floor_above_its_own(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert not imported(tree) & FLOORS[module.relative_to(ROOT).parts[0]]


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_vocabulary_is_data_and_not_code(module: Path) -> None:
    """No string of a module holds Chinese text; docstrings may teach with it, and ranges of characters are none."""
    source = module.read_text(encoding="utf-8")
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    strings = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docstrings
    ]
    shown = re.compile(r"^Example|guanxi \u5173\u7cfb")  # a command's help shows a query; the program's own name
    written = [ast.get_source_segment(source, s) or "" for s in strings if not shown.search(s.value)]
    assert [w for w in written if re.search(r"[\u4e00-\u9fff]", w)] == []


def test_the_root_imports_nothing() -> None:
    tree = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [f.name for f in ROOT.glob("*.py")] == ["__init__.py"]


def test_no_module_is_called_after_what_it_is_not() -> None:
    assert not {f.stem for f in MODULES} & {"utils", "util", "helpers", "manager", "base", "common", "misc"}
