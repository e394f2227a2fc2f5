import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from guanxi.extractors.fetching import fetch, is_url
from guanxi.extractors.inputs import ReadOptions
from guanxi.extractors.reading import read
from guanxi.graph.errors import SkipInput
from guanxi.graph.model import Article

PAGE = "<html><body><h1>甲公司收购乙公司</h1><p>甲公司周二公布，以十亿元收购乙公司全部股权。</p></body></html>"
ANSWERS = {
    "/news/1.html": (200, {"Content-Type": "text/html; charset=gb2312"}, PAGE.encode("gb18030")),
    "/plain": (200, {"Content-Type": "text/plain"}, "乙公司公布业绩\n收入增长。".encode()),
    "/big": (200, {"Content-Type": "text/plain"}, b"x" * 5_000),
    "/away": (302, {"Location": "file:///etc/hostname"}, b""),
    "/drip": (200, {"Content-Type": "text/plain"}, b""),
    "/moved": (302, {"Location": "/news/1.html"}, b""),
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = ANSWERS.get(self.path.partition("?")[0], (404, {}, b""))
        if self.path == "/slow":
            threading.Event().wait(3)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        for _ in range(40 if self.path == "/drip" else 0):
            threading.Event().wait(0.1)
            self.wfile.write(b"x")

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_page_is_read_with_the_encoding_the_server_says(site: str) -> None:
    for path in ("/news/1.html", "/moved"):
        (article,) = read([site + path])
        assert isinstance(article, Article)
        assert article.text == "甲公司收购乙公司\n甲公司周二公布，以十亿元收购乙公司全部股权。"
        assert (article.source, article.url) == (site + path, site + path)
    assert article.id == f"{site.removeprefix('http://')}/moved"


def test_a_text_without_a_suffix_is_read_as_the_server_says(site: str) -> None:
    (article,) = read([f"{site}/plain?x=1"])
    assert isinstance(article, Article) and article.title == "乙公司公布业绩" and article.id.endswith("/plain?x=1")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "the server answers 404"),
        ("/big", "larger than 4,000 bytes"),
        ("/away", "file:///etc/hostname"),
        ("/slow", "timed out"),
        ("/drip", "takes longer than 2 seconds"),
    ],
)
def test_what_a_server_refuses_is_one_line(site: str, path: str, reason: str) -> None:
    with pytest.raises(SkipInput, match=reason) as caught:
        fetch(site + path, ReadOptions(max_bytes=4_000, timeout=0.5))
    assert caught.value.place == site + path


@pytest.mark.parametrize("url", ["ftp://example.com/a.txt", "file:///etc/hostname", "FILE://x/y", "gopher://x"])
def test_other_schemes_are_refused(url: str) -> None:
    assert is_url(url)
    (skipped,) = read([url])
    assert isinstance(skipped, SkipInput) and "only http and https" in skipped.reason


def test_a_server_that_is_not_there_is_one_line() -> None:
    (skipped,) = read(["http://127.0.0.1:9/x.html"])
    assert isinstance(skipped, SkipInput) and "refused" in skipped.reason


def test_a_windows_path_is_no_url() -> None:
    assert not is_url(r"C:\news\a.txt") and not is_url("news/a.txt")
