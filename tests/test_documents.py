import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from guanxi.extractors.reading import read
from guanxi.graph.errors import SkipInput
from guanxi.graph.model import Article
from hypothesis import given, settings
from hypothesis import strategies as st

docx = pytest.importorskip("docx")
pypdf = pytest.importorskip("pypdf")

PAGES = (
    (
        "某某研究簡報",
        "甲公司收購乙公司",
        "甲公司周二公布,以十億元收購乙公司全部股權,交易完成後乙公司將成為其全資",
        "子公司。乙公司由丙基金持有。",
        "- 1 -",
    ),
    ("某某研究簡報", "第二頁的文字,說明交易的背景和條件,並介紹雙方的業務及前景,供投資者參考和", "研究。", "第2頁"),
    ("某某研究簡報", "完。", "3"),
)
TEXT = (
    "甲公司收購乙公司\n甲公司周二公布,以十億元收購乙公司全部股權,交易完成後乙公司將成為其全資子公司。乙公司由丙基金持有。\n"
    "第二頁的文字,說明交易的背景和條件,並介紹雙方的業務及前景,供投資者參考和研究。\n完。"
)


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Write a small PDF whose font says which characters its codes are."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(data: bytes) -> bytes:
        return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)

    ranges = b"1 beginbfrange <0000> <ffff> <0000> endbfrange"
    space = b"1 begincodespacerange <0000> <ffff> endcodespacerange"
    cmap = add(stream(b"begincmap /CMapName /X def %s %s endcmap" % (space, ranges)))
    info = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    glyphs = add(b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /X %s /DW 1000 >>" % info)
    parts = b"/Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R" % (glyphs, cmap)
    font = add(b"<< /Type /Font /Subtype /Type0 /BaseFont /X %s >>" % parts)
    tree = font + 2 * len(pages) + 1
    kids = []
    for lines in pages:
        shown = b" ".join(b"<%s> Tj 0 -16 Td" % line.encode("utf-16-be").hex().encode() for line in lines)
        content = add(stream(b"BT /F1 12 Tf 50 800 Td %s ET" % shown))
        page = b"/Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R" % (tree, content)
        kids.append(add(b"<< /Type /Page %s /Resources << /Font << /F1 %d 0 R >> >> >>" % (page, font)))
    add(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids)))
    root = add(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, root, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, trailer)


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def found(path: Path, data: bytes) -> Article | SkipInput:
    path.write_bytes(data)
    (one,) = read([str(path)])
    return one


def test_a_pdf_gives_paragraphs_without_running_heads_and_page_numbers(tmp_path: Path) -> None:
    article = found(tmp_path / "a.pdf", pdf(PAGES))
    assert isinstance(article, Article), article
    assert article.text == TEXT and article.title == "甲公司收購乙公司"


def test_a_word_document_gives_paragraphs_and_rows(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("甲公司收購乙公司", 0)
    document.add_paragraph("甲公司周二公布,以十億元收購乙公司。")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "股東", "丙基金"
    document.save(str(tmp_path / "a.docx"))
    (article,) = read([str(tmp_path / "a.docx")])
    assert isinstance(article, Article)
    assert article.text == "甲公司收購乙公司\n甲公司周二公布,以十億元收購乙公司。\n股東\t丙基金"


def test_a_scan_says_that_it_holds_no_text(tmp_path: Path) -> None:
    assert "holds no text" in str(found(tmp_path / "a.pdf", pdf([[]])))
    assert "holds no text" in str(found(tmp_path / "a.docx", word("")))


def test_an_encrypted_pdf_says_so(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(PAGES)))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    assert str(found(tmp_path / "a.pdf", stream.getvalue())).endswith("a.pdf: encrypted")


def test_a_word_document_that_unpacks_to_a_bomb_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO(word("甲公司公布業績。"))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", b"0" * 60_000_000)
    assert "unpacks to 58 MiB: refused" in str(found(tmp_path / "a.docx", stream.getvalue()))


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_what_is_none_is_one_line(tmp_path: Path, name: str) -> None:
    for data in (b"", b"garbage", b"%PDF-1.7 garbage", b"PK\x03\x04garbage"):
        skipped = found(tmp_path / name, data)
        assert isinstance(skipped, SkipInput) and skipped.place.endswith(name)


_PDF, _WORD = pdf(PAGES), word("甲公司收購乙公司", "甲公司周二公布,以十億元收購乙公司。")


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([("a.pdf", _PDF), ("a.docx", _WORD)]), st.floats(0, 1), st.floats(0, 1), st.binary(max_size=8))
def test_cut_and_broken_documents_give_text_or_one_line(
    tmp_path_factory, document: tuple[str, bytes], at: float, cut: float, broken: bytes
) -> None:
    name, data = document
    place = int(at * len(data))
    data = (data[:place] + broken + data[place + len(broken) :])[: int(cut * len(data)) or None]
    one = found(tmp_path_factory.mktemp("doc") / name, data)
    assert one.place.endswith(name) if isinstance(one, SkipInput) else one.text
