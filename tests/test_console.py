import io
import json

import pytest
from guanxi.exports.console import complain, console, print_json, styled


def test_json_is_utf_8_and_whole(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    print_json({"名": "寒武纪\u202e"})
    assert json.loads(capfdbinary.readouterr().out.decode("utf-8")) == {"名": "寒武纪\u202e"}


def test_a_complaint_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    complain("a\nb\x1b[31m")
    assert capsys.readouterr().err == "guanxi: a b[31m\n"


def test_text_is_no_markup_and_no_link() -> None:
    out = io.StringIO()
    console(out).print(styled("[bold]甲[/bold] [link=x]乙[/link] :smile:"))
    assert out.getvalue() == "[bold]甲[/bold] [link=x]乙[/link] :smile:\n"


def test_a_style_does_not_reach_a_file() -> None:
    out = io.StringIO()
    console(out).print(styled("甲", "bold red"))
    assert out.getvalue() == "甲\n"
