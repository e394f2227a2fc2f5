import io

import pytest
from guanxi.extractors.inputs import Blob, ReadOptions
from guanxi.extractors.metadata import Metadata
from guanxi.extractors.texts import articles_of, digest_of, read_text
from guanxi.graph.errors import SkipInput


def blob(data: bytes = b"") -> Blob:
    return Blob("x.txt", "file:x.txt", "x", "txt", lambda: io.BytesIO(data))


def test_a_text_stays_whole_but_for_its_line_ends() -> None:
    data = "標題很短的一行\r\n\r\n 正文[2]。 \r\n".encode()
    (article,) = read_text(blob(data), ReadOptions())
    assert article.text == "標題很短的一行\n\n 正文[2]。 \n"
    assert (article.id, article.title, article.source_hash) == ("x", "標題很短的一行", digest_of(data))
    assert [article.text[one.start : one.end] for one in article.noise] == ["[2]"]


def test_what_the_file_says_beside_the_text_goes_first() -> None:
    text = "文中的標題一行\n2025-01-02\n(记者 王小明)公司上市。"
    known = Metadata(title="另一標題", published="2024-03-04")
    (article,) = articles_of(text, blob(), ReadOptions(), digest="sha256:0", known=known, url="https://x/")
    assert (article.title, article.published, article.url) == ("另一標題", "2024-03-04", "https://x/")
    assert article.authors == ("王小明",)


def test_a_text_of_spaces_is_left_out() -> None:
    with pytest.raises(SkipInput, match="holds no text"):
        list(read_text(blob(b" \n\t"), ReadOptions()))


def test_a_nul_in_a_text_is_named_by_its_line() -> None:
    with pytest.raises(SkipInput, match=r"^x\.txt:2: holds what is no character"):
        list(read_text(blob(f"{'甲公司公布業績。' * 20}\n乙\0公司。".encode()), ReadOptions()))
