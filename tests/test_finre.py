import os
from pathlib import Path

import pytest
from guanxi.exports.cli import app
from guanxi.extractors.finre import evaluate_finre, micro_f1, read_finre, row_pairs
from guanxi.extractors.pairs_features import OTHER
from guanxi.graph.errors import WrongUse
from typer.testing import CliRunner

VALID = Path(__file__).parents[2] / "shared" / "data" / "finre" / "valid.txt"
SENTENCE = "远景重工持有海川港务12%股份,海川港务控股天枢科技"
LINES = f"远景重工\t海川港务\t持股\t{SENTENCE}\n天枢科技\t海川港务\t被拥有\t{SENTENCE}\n"


def test_rows_are_read_and_know_the_names_of_their_sentence(tmp_path: Path) -> None:
    file = tmp_path / "finre.txt"
    file.write_text("\ufeff" + LINES + "\n", encoding="utf-8")
    rows = read_finre(file)
    assert [row.label for row in rows] == ["持股", "被拥有"]
    assert all(OTHER in pair.text for pair in row_pairs(rows))
    assert [pair.swapped for pair in row_pairs(rows)] == [False, True]


def test_a_row_without_label_is_read(tmp_path: Path) -> None:
    file = tmp_path / "finre.txt"
    file.write_text(LINES.replace("\t持股", "").replace("\t被拥有", ""), encoding="utf-8")
    assert [row.label for row in read_finre(file)] == ["", ""]
    assert len(evaluate_finre(file).labels) == 2


@pytest.mark.parametrize("text", ["远景重工\t海川港务\n", "a,b,c,d"])
def test_a_line_of_something_else_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.txt"
    file.write_text(LINES + text, encoding="utf-8")
    with pytest.raises(WrongUse, match=r"other\.txt:3: head, tail"):
        read_finre(file)


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "finre.txt"
    file.write_bytes(LINES.encode("gb18030"))
    with pytest.raises(WrongUse, match="no UTF-8"):
        read_finre(file)


def test_unknown_is_no_relation() -> None:
    assert micro_f1(["unknown", "a"], ["unknown", "unknown"]) == (0, 0, 0)
    assert micro_f1(["unknown", "a"], ["a", "a"]) == (0.5, 1, 2 / 3)


def test_the_command_writes_one_label_per_line(tmp_path: Path) -> None:
    file, predictions = tmp_path / "finre.txt", tmp_path / "predictions.txt"
    file.write_text(LINES, encoding="utf-8")
    result = CliRunner().invoke(app, ["evaluate", "finre", str(file), "-o", str(predictions)])
    labels = list(evaluate_finre(file).labels)
    assert predictions.read_text(encoding="utf-8").splitlines() == labels
    assert "micro-F1" in result.output
    printed = CliRunner().invoke(app, ["evaluate", "finre", str(file)])
    assert printed.output.splitlines() == labels


def test_finre_valid() -> None:
    if not VALID.is_file() and os.environ.get("CI") != "true":
        pytest.skip(f"{VALID} is not here")
    assert evaluate_finre(VALID).f1 >= 0.54
