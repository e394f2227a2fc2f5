"""The page about other tools: its Python runs, its commands are ours, and its options are there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from guanxi.exports.cli import app
from guanxi.exports.formats import FORMATS

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "elsewhere.md").read_text(encoding="utf-8")
GUANXI = (sys.executable, "-c", "from guanxi.exports.cli import main; main()")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the store that the page speaks of."""
    folder = tmp_path_factory.mktemp("elsewhere")
    words = [*GUANXI, "build", str(ROOT / "examples" / "articles"), "--store", "my-store", "-q"]
    subprocess.run(words, cwd=folder, check=True)
    return folder


def test_the_lines_of_python_run_one_after_another(folder: Path) -> None:
    code = "\n".join(_blocks("python"))
    ended = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "北辰云算" in ended.stdout or "北辰雲算" in ended.stdout
    assert "supplies  actual" in " ".join(ended.stdout.split()).replace("supplies actual", "supplies  actual")
    assert re.search(r"\d{4} statements", ended.stdout)


def test_the_commands_run(folder: Path) -> None:
    lines = [line for block in _blocks("sh") for line in block.splitlines() if line.startswith("guanxi ")]
    assert len(lines) == 3
    for line in lines:
        ended = subprocess.run(
            [*GUANXI, *shlex.split(line)[1:]], cwd=folder, capture_output=True, text=True, check=False
        )
        assert (ended.returncode, ended.stderr) == (0, ""), line


def test_every_format_and_option_is_told_of() -> None:
    assert all(f"`{name}`" in PAGE for name in FORMATS)
    (command,) = [c for c in typer.main.get_command(app).commands.items() if c[0] == "export"]  # type: ignore[attr-defined]
    options = {flag for parameter in command[1].params for flag in parameter.opts if flag.startswith("--")}
    known = {"--output", "--store", "--limit"}
    assert all(f"`{option}" in PAGE or f" {option} " in PAGE for option in options - known), options
