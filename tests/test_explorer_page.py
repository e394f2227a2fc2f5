"""The explorer's page is built where its sources changed, and what is missing is said where it can't be."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from guanxi.exports.server import explorer
from starlette.requests import Request

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Give a copy of the page's sources, with nothing built or fetched."""
    copy = tmp_path / "explorer"
    shutil.copytree(
        ROOT / "exports" / "explorer", copy, ignore=shutil.ignore_patterns("node_modules", "dist", "__pycache__")
    )
    return copy


def loaded(sources: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("page_under_test", sources / "packaging" / "page.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_a_node_the_reason_is_told_and_kept(sources: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    script = [sys.executable, "-S", str(sources / "packaging" / "page.py")]  # -S: no wheel of Node either
    done = subprocess.run(script, env={"PATH": str(empty)}, capture_output=True, text=True, check=True)
    assert "there is no Node.js" in done.stdout
    assert "there is no Node.js" in (sources / "dist" / "missing.txt").read_text(encoding="utf-8")


def test_a_page_is_built_again_only_where_a_source_changed(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = loaded(sources)
    (sources / "dist").mkdir()
    (sources / "dist" / "stamp.txt").write_text(page.digest() + "\n", encoding="utf-8")
    monkeypatch.setenv("PATH", "")
    assert page.is_current() and page.build() is None
    (sources / "node_modules").mkdir()
    (sources / "node_modules" / "x.js").touch()
    assert page.is_current()
    (sources / "src" / "texts" / "en.json").write_text("{}", encoding="utf-8")
    assert not page.is_current()


@pytest.mark.parametrize(
    ("said", "enough"),
    [
        ("v18.20.1", False),
        ("v20.18.0", False),
        ("v20.19.0", True),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.0.0", True),
        ("", False),
    ],
)
def test_a_node_must_be_new_enough(sources: Path, tmp_path: Path, said: str, enough: bool) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {said}\n", encoding="utf-8")
    node.chmod(0o755)
    assert loaded(sources)._is_new_enough(str(node)) is enough


def test_the_service_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "missing.txt").write_text("there is no <Node>\n", encoding="utf-8")
    monkeypatch.setattr(explorer, "BUILT", tmp_path)
    request = Request({"type": "http", "method": "GET", "path": "/", "headers": [(b"accept", b"text/html")]})
    answer = asyncio.run(explorer.page(request))
    assert b"there is no &lt;Node&gt;" in getattr(answer, "body", b"")
