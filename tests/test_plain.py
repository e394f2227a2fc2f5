import pytest
from guanxi.exports.plain import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("寒武紀\u202e公司", "寒武紀公司"),
        ("\x1b[2J清屏", "[2J清屏"),
        ("\x9b31m红", "31m红"),
        ("a\r\nb\tc", "a b c"),
        ("\u2066甲\u2069", "甲"),
        ("全角　空格", "全角 空格"),
        ("", ""),
        ("👨\u200d👩 表情", "👨\u200d👩 表情"),
    ],
)
def test_nothing_steers_a_terminal(text: str, expected: str) -> None:
    assert plain(text) == expected
