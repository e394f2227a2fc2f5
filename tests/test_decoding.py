import codecs

import pytest
from guanxi.extractors.decoding import clean, codec, commonness, decode, lines, recognise
from guanxi.extractors.inputs import ReadOptions, Source, blob_of
from guanxi.graph.errors import SkipInput
from hypothesis import given, settings
from hypothesis import strategies as st

HANT = "寒武紀(688256.SH)周二公布,獲中國移動10億元訂單,由中芯國際代工;公司股價升5%。\n裏面恒生銀行着重說明。"
HANS = "寒武纪（688256.SH）周二公布，获中国移动10亿元订单，由中芯国际代工；公司股价升5%。\n里面恒生银行着重说明。"
SEVEN = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs"]


@pytest.mark.parametrize("encoding", SEVEN)
def test_seven_encodings_are_recognised_and_give_one_text(encoding: str) -> None:
    assert decode(HANT.encode(encoding), place="a.txt") == HANT
    if encoding != "big5hkscs":
        assert decode(HANS.encode(encoding), place="a.txt") == HANS


@pytest.mark.parametrize("encoding", [*SEVEN, "big5"])
def test_a_single_headline_is_enough(encoding: str) -> None:
    assert decode("百度集團公布第三季業績".encode(encoding), place="a.txt") == "百度集團公布第三季業績"


def test_utf16_without_a_mark_and_without_a_digit_is_recognised() -> None:
    assert decode("公司的股东大会通过了收购方案".encode("utf-16-be"), place="a.txt") == "公司的股东大会通过了收购方案"


def test_a_given_encoding_counts_and_narrow_names_read_the_wider_set() -> None:
    assert codec("gb2312", "a.txt") == "gb18030" and codec("Big5", "a.txt") == "big5hkscs"
    assert decode("镕".encode("gb18030"), place="a.txt", encoding="gb2312") == "镕"
    with pytest.raises(SkipInput, match="unknown encoding 'klingon'"):
        decode(b"x", place="a.txt", encoding="klingon")


def test_bytes_that_are_wrong_are_an_error_with_line_and_byte_and_never_replaced() -> None:
    data = HANT.encode() + b"\n\xff\xfe" + HANT.encode()
    with pytest.raises(SkipInput) as caught:
        decode(data, place="a.txt")
    assert caught.value.line == 3 and "0xFF" in caught.value.reason and "--encoding" in caught.value.reason
    with pytest.raises(SkipInput, match=r"a\.txt:1: byte 0 \(0xBA\) is not utf-8"):
        decode(HANT.encode("gb18030"), place="a.txt", encoding="utf-8")


def test_a_text_that_is_cut_in_a_character_is_an_error() -> None:
    with pytest.raises(SkipInput):
        decode(HANT.encode()[:-1], place="a.txt")


def test_binary_is_no_text() -> None:
    with pytest.raises(SkipInput):
        decode(bytes(range(256)) * 40, place="a.bin")
    with pytest.raises(SkipInput, match="control characters"):
        decode(b"\x01\x02\x03abc" * 100, place="a.bin")


def test_line_ends_become_newlines_and_marks_go() -> None:
    assert clean("\ufeff甲\r\n乙\r丙\u2028丁") == "甲\n乙\n丙\n丁"


def test_commonness_tells_text_from_a_wrong_decoding() -> None:
    assert commonness(HANT) > 0.4
    assert commonness(HANT.encode().decode("gb18030", "ignore")) < 0.15
    assert recognise(b"plain ASCII", place="a.txt") == "utf-8"


@pytest.mark.parametrize("encoding", SEVEN)
def test_lines_come_one_by_one_with_their_numbers_in_any_encoding(tmp_path, encoding: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes("\r\n".join([HANT.replace("\n", " "), "", "公司公布業績"]).encode(encoding))
    blob = blob_of(Source("/a", "file:a", "a", "a.jsonl", str(file), "jsonl"))
    found = [(number, line.rstrip("\n")) for number, line in lines(blob, ReadOptions()) if isinstance(line, str)]
    assert found == [(1, HANT.replace("\n", " ")), (2, ""), (3, "公司公布業績")]


def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path) -> None:
    file = tmp_path / "a.jsonl"
    for mark in (codecs.BOM_UTF8, b""):
        file.write_bytes(mark + "一\n".encode() + b"\xff\n" + "三\n".encode())
        blob = blob_of(Source("/a", "file:a", "a", "a.jsonl", str(file), "jsonl"))
        first, second, third = lines(blob, ReadOptions())
        assert first[1] == "一\n" and third == (3, "三\n")
        assert isinstance(second[1], SkipInput) and second[1].line == 2


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_an_error_that_names_the_file(data: bytes) -> None:
    try:
        text = decode(data, place="x/y.txt")
    except SkipInput as skipped:
        assert skipped.place == "x/y.txt"
    else:
        assert "\ufffd" not in text or b"\xef\xbf\xbd" in data or "\ufffd" in data.decode(recognise(data, place=""))


@settings(max_examples=40, deadline=None)
@given(
    st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=80), st.sampled_from(SEVEN[:3])
)
def test_any_chinese_text_comes_back_from_marked_encodings_and_utf8(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), place="a.txt") == text
