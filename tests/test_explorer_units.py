"""The explorer's own unit tests, in TypeScript, which Node runs."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parent.parent / "exports" / "explorer"


def test_the_pages_pure_parts_do_what_their_own_tests_say() -> None:
    spec = importlib.util.spec_from_file_location("page_of_units", PAGE / "packaging" / "page.py")
    assert spec is not None and spec.loader is not None
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    try:
        npm, node = page._programs()
    except page.Missing as missing:
        pytest.skip(str(missing))
    if not (PAGE / "node_modules" / "vite").is_dir():
        pytest.skip("the page's packages are not there: npm ci in exports/explorer")
    done = subprocess.run(
        [*npm, "test", "--silent"],
        cwd=PAGE,
        env={**os.environ, "PATH": os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    run = re.search(r"tests (\d+)", done.stdout)
    failed = [line for line in done.stdout.splitlines() if "not ok" in line]
    assert done.returncode == 0 and run and int(run[1]) > 40, "\n".join(failed) + done.stdout[-4000:] + done.stderr
