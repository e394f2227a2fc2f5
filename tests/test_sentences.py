from __future__ import annotations

from guanxi.extractors.sentences import split_sentences
from guanxi.graph.text import fold


def cut(text: str) -> list[str]:
    folded = fold(text)
    return [text[s.start : s.end] for s in split_sentences(folded)]


def test_sentences_end_at_their_marks_and_keep_them() -> None:
    assert cut("甲公司收購乙公司。作價3.5億元！已完成？") == ["甲公司收購乙公司。", "作價3.5億元！", "已完成？"]


def test_a_headline_never_runs_into_the_next_line() -> None:
    text = "甲擬購乙三成股權\n丙獲丁十億訂單"
    folded = fold(text)
    sentences = split_sentences(folded)
    assert [text[s.start : s.end] for s in sentences] == text.split("\n")
    assert sentences[0].heading and sentences[0].paragraph != sentences[1].paragraph


def test_a_full_stop_in_brackets_ends_nothing() -> None:
    assert cut("甲公司（前称乙公司。现已更名）宣布分红。") == ["甲公司（前称乙公司。现已更名）宣布分红。"]


def test_a_flash_is_its_head_and_its_body() -> None:
    assert cut("【甲公司：拟回购股份】甲公司公告，拟回购。") == ["甲公司：拟回购股份", "甲公司公告，拟回购。"]


def test_numbers_and_latin_names_stay_whole() -> None:
    assert cut("Acme Inc. 以3.08亿元入股。") == ["Acme Inc. 以3.08亿元入股。"]
