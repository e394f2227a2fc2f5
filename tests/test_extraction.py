import csv
import io
import json
import os
from pathlib import Path

import pytest
from guanxi.extractors.extraction import extract
from guanxi.extractors.reading import read
from guanxi.graph.model import Article, Claim, Extraction

TITLE = "寒武紀獲百度訂單"
BODY = [
    "寒武紀(688256.SH)上周三公布,獲百度集團十億元雲端晶片訂單。",
    "寒武紀向百度供應晶片,由台積電代工。陳天石是寒武紀董事長。",
    "輝達計劃向摩爾線程投資3億美元。英特爾去年收購了摩爾線程60%股份。",
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs"]


def said(article: Article) -> Extraction:
    """Extract an article and hold what every extraction must: quotes and mentions stand in the story alone.

    Only who wrote and published it is mentioned where the byline says so.
    """
    extraction = extract(article)
    credited = {*article.authors, article.publisher}
    for mention in extraction.mentions:
        for start in mention.at:
            end = start + len(mention.form)
            assert article.text[start:end] == mention.form
            inside = {noise.kind for noise in article.noise if start < noise.end and noise.start < end}
            assert inside <= ({"byline"} if mention.form in credited else set()), mention
    for claim in extraction.claims:
        assert article.text[claim.start : claim.end] == claim.quote
        within = {noise.kind for noise in article.noise if claim.start < noise.end and noise.start < claim.end}
        assert within <= {"footnote", "widget"}, claim
    return extraction


def about(claim: Claim, extraction: Extraction) -> tuple[object, ...]:
    forms = {mention.number: mention.form for mention in extraction.mentions}
    return (forms[claim.subject], claim.relation, forms[claim.object], claim.status, claim.qualifiers, claim.quote)


def claims(file: Path) -> list[tuple[object, ...]]:
    (article,) = read([str(file)])
    assert isinstance(article, Article), article
    extraction = said(article)
    return sorted((about(claim, extraction) for claim in extraction.claims), key=str)


def relations(text: str, published: str | None = None) -> set[tuple[object, ...]]:
    (article,) = read_text(text, published)
    extraction = said(article)
    return {about(claim, extraction)[:4] for claim in extraction.claims}


def read_text(text: str, published: str | None) -> list[Article]:
    from guanxi.extractors.inputs import Blob, ReadOptions
    from guanxi.extractors.metadata import Metadata
    from guanxi.extractors.texts import articles_of

    blob = Blob("x.txt", "file:x.txt", "x", "txt", io.BytesIO)
    return list(articles_of(text, blob, ReadOptions(), digest="sha256:0", known=Metadata(published=published)))


def files(folder: Path) -> dict[str, str]:
    """Give the one article as it stands in each format of text, dated by the format's own means."""
    day = "2025-11-21"
    text = "\n".join(BODY)
    record = json.dumps({"title": TITLE, "text": text, "date": day}, ensure_ascii=False)
    table = io.StringIO()
    csv.writer(table).writerows([["標題", "內容", "發布時間"], [TITLE, text, day]])
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY)
    head = f'<title>{TITLE}</title><meta property="article:published_time" content="{day}T08:00:00+08:00">'
    page = f"<html><head>{head}</head><body><article><h1>{TITLE}</h1>{paragraphs}</article></body></html>"
    return {
        "a.txt": f"{TITLE}\n{day}\n{text}",
        "a.jsonl": record + "\n",
        "a.csv": table.getvalue(),
        "a.html": page,
    }


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    file = tmp_path_factory.mktemp("plain") / "a.jsonl"
    file.write_text(files(file.parent)["a.jsonl"], encoding="utf-8")
    found = claims(file)
    assert {row[1] for row in found} >= {"supplies", "holds_position", "invests_in", "acquires"}
    assert "2024" in {getattr(row[4], "date", None) for row in found}, "last year is the year before publication"
    return found


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_article_in_seven_encodings_and_four_formats_makes_the_same_claims(
    tmp_path: Path, encoding: str, expected: list[tuple[object, ...]]
) -> None:
    if not os.environ.get("CI"):
        pytest.importorskip("trafilatura")
    for name, content in files(tmp_path).items():
        (tmp_path / name).write_bytes(content.encode(encoding))
        assert claims(tmp_path / name) == expected, name


def test_a_word_document_makes_the_same_claims(tmp_path: Path, expected: list[tuple[object, ...]]) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in files(tmp_path)["a.txt"].split("\n"):
        document.add_paragraph(line)
    document.save(tmp_path / "a.docx")
    assert claims(tmp_path / "a.docx") == expected


@pytest.mark.parametrize(
    ("text", "relation", "day", "undated"),
    [
        ("寒武纪上周三向摩尔线程投资3亿元。", "invests_in", "2025-07-02", None),
        ("寒武纪去年向摩尔线程投资3亿元。", "invests_in", "2024", None),
        ("寒武纪今年上半年向摩尔线程投资3亿元。", "invests_in", "2025-H1", None),
        ("寒武纪本月12日收购摩尔线程60%股份。", "acquires", "2025-07-12", None),
        ("截至6月底,寒武纪持有摩尔线程20%股份。", "holds_stake_in", "2025-06-30", None),
        ("寒武纪3Q25向摩尔线程投资3亿元。", "invests_in", "2025-Q3", "2025-Q3"),
        ("寒武纪于2024年5月收购摩尔线程60%股份。", "acquires", "2024-05", "2024-05"),
    ],
)
def test_relative_dates_count_from_the_day_of_publication_and_stay_unset_without(
    text: str, relation: str, day: str, undated: str | None
) -> None:
    for published, date in (("2025-07-10", day), (None, undated)):
        (article,) = read_text(text, published)
        assert {c.qualifiers.date for c in said(article).claims if c.relation == relation} == {date}


def test_noise_within_a_sentence_hides_nothing() -> None:
    noisy = (
        "寒武纪[2](行情688256,诊股)上周三宣布,已向摩尔线程(3.020,0.04,1.34%)投资3亿元[3]。"
        "英伟达(NVDA,股吧)与英特尔[4][5]合作。陈天石[1]是寒武纪(12.30,0.10,0.82%)董事长。"
    )
    plain = "寒武纪上周三宣布,已向摩尔线程投资3亿元。英伟达与英特尔合作。陈天石是寒武纪董事长。"
    assert relations(noisy) == relations(plain)
    assert {row[1] for row in relations(plain)} == {"invests_in", "partners_with", "holds_position"}


def test_footnote_marks_that_end_the_items_of_a_list_keep_them_apart() -> None:
    notes = "公司与英伟达达成合作[1]- 寒武纪向百度供应芯片[2][3]- 摩尔线程起诉英特尔[4]市场前景 * 中国移动收购甲公司[5]"
    for one, other in (("英伟达", "寒武纪"), ("百度", "摩尔线程"), ("英特尔", "中国移动")):
        assert not [row for row in relations(notes) if {one, other} <= {row[0], row[2]}]
    assert ("寒武纪", "supplies", "百度", "actual") in relations(notes)


@pytest.mark.parametrize(
    "noise",
    [
        "責任編輯:陳天石 來源:百度財經",
        "下一篇:輝達收購摩爾線程",
        "免責聲明:本文由百度投資的寒武紀提供,不構成投資建議。",
        "相關新聞\n• 輝達收購百度 2025-01-01\n• 台積電向寒武紀投資十億元 2025-01-02\n• 騰訊起訴百度 2025-01-03",
        "歡迎加微信領牛股,寒武紀收購百度內幕消息免費送",
    ],
)
def test_what_is_no_part_of_the_article_makes_no_mention_and_no_claim(noise: str) -> None:
    story = "\n".join([TITLE, "2025-11-21", *BODY])
    assert relations(f"{story}\n{noise}") == relations(story)


def test_no_fact_joins_two_headlines() -> None:
    lines = ["寒武纪收购", "摩尔线程20%股份", "英伟达向", "百度供应芯片", "腾讯投资", "中国移动", "台积电起诉英特尔"]
    assert {row[:3] for row in relations("\n".join(lines))} == {("台积电", "sues", "英特尔")}
