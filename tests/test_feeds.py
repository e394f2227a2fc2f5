from pathlib import Path

import pytest
from guanxi.extractors.reading import read
from guanxi.graph.errors import SkipInput
from guanxi.graph.model import Article

pytest.importorskip("feedparser")

RSS = """<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><title>某财经网</title>
<item><title>三一重工回购股份</title><link>http://example.com/1</link><guid>n-1</guid><author>王小明</author>
<pubDate>Fri, 21 Nov 2025 07:29:00 +0800</pubDate>
<description><![CDATA[<p>三一重工公告，拟回购股份。</p><p>控股股东为三一集团。</p>]]></description></item>
<item><link>http://example.com/2</link></item></channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>某網</title>
<entry><id>tag:1</id><title>甲公司上市</title><updated>2025-03-04T01:02:03Z</updated>
<content type="html">&lt;p&gt;甲公司在港交所上市。&lt;/p&gt;</content></entry></feed>"""


def found(path: Path, data: bytes) -> list[Article | SkipInput]:
    path.write_bytes(data)
    return list(read([str(path)]))


def test_an_entry_of_rss_is_an_article_and_one_without_text_is_left_out(tmp_path: Path) -> None:
    article, skipped = found(tmp_path / "a.xml", RSS.encode("gb18030"))
    assert isinstance(article, Article)
    assert article.text == "三一重工回购股份\n三一重工公告，拟回购股份。\n控股股东为三一集团。"
    assert (article.id, article.url, article.published) == ("n-1", "http://example.com/1", "2025-11-21")
    assert (article.publisher, article.authors) == ("某财经网", ("王小明",))
    assert isinstance(skipped, SkipInput) and skipped.line == 2


def test_an_entry_of_atom_is_an_article(tmp_path: Path) -> None:
    (article,) = found(tmp_path / "a.atom", ATOM.encode())
    assert isinstance(article, Article)
    assert (article.id, article.text) == ("tag:1", "甲公司上市\n甲公司在港交所上市。")
    assert article.published == "2025-03-04"


def test_a_cut_feed_gives_what_came_before_and_says_where_it_ends(tmp_path: Path) -> None:
    data = RSS.encode("gb18030")
    results = found(tmp_path / "a.xml", data[: data.index(b"<item><link>") + 9])
    assert isinstance(results[0], Article)
    assert isinstance(results[-1], SkipInput) and results[-1].line == 5


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<a><b/></a>", "not an RSS or Atom feed"),
        ("<rss><channel><item><title>甲&#55296;</title>", "not a feed that can be read"),
        ("no xml", "not an RSS or Atom feed"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><rss version="2.0"><channel/></rss>', "declares XML entities: refused"),
    ],
)
def test_what_is_no_feed_is_one_line(tmp_path: Path, content: str, reason: str) -> None:
    (skipped,) = found(tmp_path / "a.xml", content.encode())
    assert isinstance(skipped, SkipInput) and reason in skipped.reason
