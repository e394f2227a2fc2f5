import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import typer
from guanxi.exports.cli import app
from servers import oxigraph

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUANXI = (sys.executable, "-c", "from guanxi.exports.cli import main; main()")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def _commands(group: Any, path: tuple[str, ...] = ("guanxi",)) -> Iterator[str]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, (*path, name))
        else:
            yield " ".join((*path, name))


LINES = [line for block in _blocks("sh") for line in block.splitlines() if line.startswith(("guanxi ", "curl "))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the examples and the file that the README tells to write."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", folder / "examples")
    (lexicon,) = _blocks("csv")
    (folder / "mine.csv").write_text(lexicon, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", list(_commands(typer.main.get_command(app))))
def test_every_command_is_shown(command: str) -> None:
    assert f"{command} " in README


def test_the_tour_can_be_walked_from_start_to_end(folder: Path, serve: Any) -> None:
    assert LINES[0].startswith("guanxi build ")
    with ExitStack() as services:
        walk(folder, serve, services)


def walk(folder: Path, serve: Any, services: ExitStack) -> None:
    address = there = ""
    server = "http://localhost:7878"
    for line in LINES:
        program, *words = shlex.split(line, comments=True)
        if words[0] == "serve":
            assert words[1:] == ["--store", "my-store"]
            address, _ = services.enter_context(serve(folder / "my-store"))
            continue
        if server in line and not there:
            there, _ = services.enter_context(oxigraph())
        if program == "curl" and shutil.which("curl") is None:
            continue
        command = GUANXI if program == "guanxi" else ("curl", "-sSf")
        words = [word.replace("http://127.0.0.1:8420", address).replace(server, there) for word in words]
        ended = subprocess.run([*command, *words], cwd=folder, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr) == (0, ""), line
        assert ended.stdout or "-o" in words, line
        if "-o" in words:
            assert (folder / words[words.index("-o") + 1]).stat().st_size > 1000


def test_the_lines_of_python_run_and_find_something(folder: Path) -> None:
    (code,) = _blocks("python")
    ended = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert all(int(number) > 3 for number in ended.stdout.split())
    assert len(ended.stdout.split()) == 3


PICTURES = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)


@pytest.mark.parametrize("picture", PICTURES)
def test_the_pictures_are_there_and_small(picture: str) -> None:
    data = (ROOT / picture).read_bytes()
    assert data.startswith(b"\x89PNG") and len(data) < 400_000
