"""The wheel carries everything: built, installed in a fresh environment, and used there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXPLORER = ROOT / "exports" / "explorer"
DATA = {".yaml", ".csv", ".npz", ".crfsuite", ".html", ".js", ".css", ".rq", ".txt"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, tracked.split("\0")):
        if (ROOT / name).is_file():  # a clean copy: what lies about in the working tree is no part of a wheel
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    if (EXPLORER / "dist" / "stamp.txt").is_file():  # the page, which an editable install has built: npm need not run
        shutil.copytree(EXPLORER / "dist", source / "exports" / "explorer" / "dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_every_data_file_is_in_the_wheel(wheel: Path) -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = ("graph/", "extractors/", "exports/")
    names = [n for n in tracked.split("\0") if n.startswith(folders) and not n.startswith("exports/explorer/")]
    wanted = {f"guanxi/{n}" for n in names if Path(n).suffix in DATA | {".py"}}
    packed = set(zipfile.ZipFile(wheel).namelist())
    assert wanted - packed == set()
    assert "guanxi/py.typed" in packed
    assert not [n for n in packed if n.startswith(("tests/", "examples/", "guanxi/tests", "guanxi/examples"))]


def test_the_page_is_in_the_wheel_and_its_sources_are_not(wheel: Path) -> None:
    packed = {n for n in zipfile.ZipFile(wheel).namelist() if n.startswith("guanxi/exports/explorer/")}
    built = {
        f"guanxi/exports/explorer/{p.relative_to(EXPLORER)}" for p in (EXPLORER / "dist").rglob("*") if p.is_file()
    }
    assert packed == built
    assert built & {"guanxi/exports/explorer/dist/index.html", "guanxi/exports/explorer/dist/missing.txt"}


def test_the_wheel_works_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    venv.create(fresh, with_pip=False)
    python = fresh / "bin" / "python"
    site = Path(
        subprocess.run(
            [python, "-c", "import site; print(site.getsitepackages()[0])"], capture_output=True, text=True, check=True
        ).stdout.strip()
    )
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    # The dependencies are those of this environment: their folder joins the path, while its own editable install does not.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    article = tmp_path / "1.txt"
    article.write_text("澄岸科技收购清滨软件\n澄岸科技宣布，以3亿元收购清滨软件有限公司全部股权。\n", encoding="utf-8")
    guanxi = [str(fresh / "bin" / "guanxi")]
    built = subprocess.run(
        [*guanxi, "build", str(article), "--store", "store", "--json"], cwd=tmp_path, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    assert json.loads(built.stdout)["read"] == 1
    where = subprocess.run(
        [python, "-c", "import guanxi; print(guanxi.__file__)"], cwd=tmp_path, capture_output=True, text=True
    )
    assert where.stdout.startswith(str(fresh))
    shown = subprocess.run(
        [*guanxi, "query", "SELECT ?quote { ?c a gx:Claim ; gx:quote ?quote }", "--store", "store"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "清滨软件" in shown.stdout
