import quopri
from pathlib import Path

import pytest
from guanxi.extractors.pages import visible_text
from guanxi.extractors.reading import read, segments
from guanxi.graph.errors import SkipInput
from guanxi.graph.model import Article
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("trafilatura")

STORY = (
    "寒武紀中標十億元項目\n寒武紀(688256.SH)周五公布,獲中國移動十億元訂單[2],供應人工智能芯片。\n"
    "公司表示,中芯國際為其代工。\n分析員認為,訂單將帶動收入。"
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in STORY.split("\n")[1:])
PAGE = f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>寒武紀中標十億元項目 - 某財經網</title>
<meta property="og:site_name" content="某財經網">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"寒武紀中標十億元項目","datePublished":"2025-11-21T07:29:00+08:00",
"author":[{{"@type":"Person","name":"李小明"}}],"publisher":{{"@type":"Organization","name":"某財經網"}}}}</script></head>
<body><nav><ul><li><a href="/">首頁</a></li><li><a href="/a">財經</a></li><li><a href="/b">科技</a></li></ul></nav>
<div class="breadcrumb"><a href="/">首頁</a> &gt; <a href="/x">公司</a></div>
<article><h1>寒武紀中標十億元項目</h1>{PARAGRAPHS}</article>
<div class="share">分享 微信 微博</div>
<aside class="related"><h3>相關閱讀</h3><ul><li><a href="/1">台積電擴大投資美國工廠</a></li></ul></aside>
<footer>版權所有 © 2025 某財經網 <a href="/p">私隱政策</a></footer></body></html>"""
PLAIN = """<html><head><meta charset="gb2312"><title>A股公告：三一重工回购股份_新浪财经</title></head><body>
<div id="nav"><a href="/">首页</a>|<a href="/">股票</a></div><h1>A股公告：三一重工回购股份</h1>
<div>2019年5月3日 08:12 新浪财经</div><div class="article">
<p>　　上证报讯（记者 王小明）三一重工(行情600031,诊股)公告，拟回购股份。</p>
<p>　　公司控股股东为三一集团。</p><p>　　责任编辑：张三</p></div>
<div class="footer">Copyright © 1996-2019 All Rights Reserved 某公司 版权所有</div></body></html>"""


def read_one(tmp_path: Path, content: str | bytes, name: str = "a.html") -> Article:
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = read([str(file)])
    assert isinstance(found, Article), found
    return found


def refused(tmp_path: Path, content: str, name: str = "a.html") -> str:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (found,) = read([str(tmp_path / name)])
    assert isinstance(found, SkipInput)
    return found.reason


def test_a_page_gives_its_article_and_what_its_markup_says(tmp_path: Path) -> None:
    article = read_one(tmp_path, PAGE)
    assert article.text == STORY
    assert (article.title, article.published, article.publisher) == ("寒武紀中標十億元項目", "2025-11-21", "某財經網")
    assert article.authors == ("李小明",) and article.language == "zh-Hant"
    assert ("[2]", "footnote") in list(segments(article))


def test_half_a_surrogate_pair_in_the_markup_is_left_out(tmp_path: Path) -> None:
    article = read_one(tmp_path, PAGE.replace('"某財經網"}', '"某\\ud800財經網"}').replace("李小明", "李\\udc00小明"))
    assert article.text == STORY and article.authors == ("李小明",)


def test_a_page_without_markup_gives_what_it_shows(tmp_path: Path) -> None:
    article = read_one(tmp_path, PLAIN.encode("gb18030"))
    assert article.text.split("\n")[0] == article.title == "A股公告：三一重工回购股份"
    assert article.published == "2019-05-03" and article.authors == ("王小明",)
    told = "".join(text for text, kind in segments(article) if kind is None)
    assert (
        "三一重工公告，拟回购股份。\n公司控股股东为三一集团。" in told and "张三" not in told and "王小明" not in told
    )


def test_the_year_of_a_copyright_is_no_date_of_publication(tmp_path: Path) -> None:
    page = PLAIN.replace("<div>2019年5月3日 08:12 新浪财经</div>", "").replace("gb2312", "utf-8")
    assert read_one(tmp_path, page).published is None


def test_a_page_whose_said_encoding_is_wrong_is_read_all_the_same(tmp_path: Path) -> None:
    assert read_one(tmp_path, PAGE.replace("©", "").encode("big5hkscs")).text == STORY


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body><h1>{STORY.split(chr(10))[0]}</h1>{PARAGRAPHS}</body></html>",
        f"<div class=main><h1>寒武紀中標十億元項目</h1><div>{'<br><br>'.join(STORY.split(chr(10))[1:])}</div></div>",
    ],
)
def test_short_plain_pages_keep_their_paragraphs(tmp_path: Path, page: str) -> None:
    assert read_one(tmp_path, page).text == STORY


def test_a_saved_page_is_read_with_the_address_it_was_saved_from(tmp_path: Path) -> None:
    head = "Snapshot-Content-Location: https://example.com/n/1.html\nMIME-Version: 1.0\n"
    part = 'Content-Type: multipart/related; boundary="B"\n\n--B\nContent-Type: text/html\n'
    coded = quopri.encodestring(PAGE.encode())
    data = (head + part + "Content-Transfer-Encoding: quoted-printable\n\n").encode() + coded + b"\n--B--\n"
    article = read_one(tmp_path, data, "a.mhtml")
    assert article.text == STORY and article.url == "https://example.com/n/1.html"
    assert "no HTML page" in refused(tmp_path, "MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "b.mht")


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><ul>" + "".join(f'<li><a href="/{n}">第{n}頁</a></li>' for n in range(30)) + "</ul></body></html>",
        "<html><body><form><input name=q><button>搜索</button></form></body></html>",
    ],
)
def test_a_page_without_an_article_says_so(tmp_path: Path, page: str) -> None:
    assert refused(tmp_path, page) == "no article in this page"


def test_what_is_no_page_and_what_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "just a line") == "not HTML"
    assert "nested more than" in refused(tmp_path, "<div>" * 50_000 + "甲公司公布業績。")


def test_visible_text_leaves_scripts_out() -> None:
    assert visible_text("<style>p{}</style><p>甲</p><script>var x='乙'</script>丙<br>丁 &amp;c") == "甲\n丙\n丁 &c"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(PAGE)), st.sampled_from(["", "<div>" * 50, "</p>" * 9, "\x00", "<!--", "<![CDATA["]))
def test_a_cut_or_broken_page_gives_an_article_or_one_line(tmp_path_factory, cut: int, broken: str) -> None:
    file = tmp_path_factory.mktemp("page") / "a.html"
    file.write_text(PAGE[:cut] + broken, encoding="utf-8")
    (found,) = read([str(file)])
    assert found.place == str(file) if isinstance(found, SkipInput) else found.text
