import gzip
import io
import zipfile
from pathlib import Path

from guanxi.extractors.reading import read
from guanxi.graph.errors import SkipInput
from guanxi.graph.model import Article
from hypothesis import given, settings
from hypothesis import strategies as st

TEXT = "甲公司收購乙公司\n甲公司公布,收購乙公司。"


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def found(path: Path, data: bytes) -> list[Article | SkipInput]:
    path.write_bytes(data)
    return list(read([str(path)]))


def test_members_are_read_by_name_under_the_name_of_the_archive(tmp_path: Path) -> None:
    members = {
        "b/2.txt": TEXT.encode("gb18030"),
        "a.jsonl": b'{"id": "x", "text": "\xe4\xb8\x80\xe3\x80\x82"}',
        ".x.txt": b"x",
    }
    articles = [one for one in found(tmp_path / "n.zip", zipped(members)) if isinstance(one, Article)]
    assert [(one.id, one.source) for one in articles] == [("x", "file:n.zip/a.jsonl"), ("n/b/2", "file:n.zip/b/2.txt")]
    assert articles[1].text == TEXT


def test_gzip_is_read_under_the_name_without_it(tmp_path: Path) -> None:
    (article,) = found(tmp_path / "a.txt.gz", gzip.compress(TEXT.encode()))
    assert isinstance(article, Article) and (article.id, article.text) == ("a", TEXT)


def test_names_from_a_chinese_windows_are_readable(tmp_path: Path) -> None:
    data = zipped({"XXXX.txt": TEXT.encode()}).replace(b"XXXX", "新闻".encode("gb18030"))
    (article,) = found(tmp_path / "n.zip", data)
    assert isinstance(article, Article) and article.id == "n/新闻"


def test_names_that_lead_out_of_the_archive_lead_nowhere(tmp_path: Path) -> None:
    (article,) = found(tmp_path / "n.zip", zipped({"../../etc/1.txt": TEXT.encode()}))
    assert isinstance(article, Article) and article.id == "n/etc/1"


def test_an_archive_in_an_archive_is_read_and_too_many_are_refused(tmp_path: Path) -> None:
    data = zipped({"1.txt": TEXT.encode()})
    for depth in range(4):
        results = found(tmp_path / f"n{depth}.zip", data)
        data = zipped({"in.zip": data})
        if depth < 3:
            assert isinstance(results[0], Article) and results[0].text == TEXT
        else:
            assert "nested more than 3 deep" in str(results[0])


def test_bombs_are_refused_by_ratio_and_the_rest_of_the_archive_is_read(tmp_path: Path) -> None:
    bomb = zipped({"a.txt": b"0" * 30_000_000, "b.txt": TEXT.encode()})
    first, second = found(tmp_path / "n.zip", bomb)
    assert str(first).endswith("n.zip/a.txt: unpacks to more than 200 times its size: refused")
    assert isinstance(second, Article)
    (skipped,) = found(tmp_path / "a.txt.gz", gzip.compress(b"0" * 30_000_000))
    assert "unpacks to more than 200 times" in str(skipped)


def test_a_bomb_whose_header_lies_is_refused_too(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"0" * 20_000_000})
    size = (20_000_000).to_bytes(4, "little")
    results = found(tmp_path / "n.zip", data.replace(size, (100).to_bytes(4, "little")))
    assert all(isinstance(one, SkipInput) for one in results) and results


def test_broken_and_encrypted_archives_are_one_line_each(tmp_path: Path) -> None:
    data = zipped({"1.txt": TEXT.encode()}, zipfile.ZIP_STORED)
    broken = {
        "cut.zip": data[:-30],
        "none.zip": b"PK\x03\x04 nothing",
        "crc.zip": data.replace(TEXT.encode()[:3], "乙".encode(), 1),
        "locked.zip": data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
        "cut.txt.gz": gzip.compress(TEXT.encode())[:-12],
        "none.txt.gz": b"plain",
    }
    for name, content in broken.items():
        (skipped,) = found(tmp_path / name, content)
        assert isinstance(skipped, SkipInput) and name in skipped.place, name


def test_a_member_of_no_known_format_is_named(tmp_path: Path) -> None:
    (skipped,) = found(tmp_path / "n.zip", zipped({"a.exe": b"MZ"}))
    assert "n.zip/a.exe: no reader for .exe" in str(skipped)


FILES = st.tuples(
    st.sampled_from(["a.txt", "b.jsonl", "c.html", "d.csv", "e"]),
    st.sampled_from([TEXT.encode(), b'{"text": "\xe7\x94\xb2\xe3\x80\x82"}', b"<p>x", b"", b"\xff\xfe\x00"])
    | st.binary(max_size=60),
)


def packed(children: list[tuple[str, bytes]], kind: str, cut: int) -> tuple[str, bytes]:
    """Pack files into an archive, the last bytes of which are missing."""
    if kind == "gz":
        name, data = children[0][0], gzip.compress(children[0][1])
    else:
        name, data = f"n{len(children)}", zipped(dict(children))
    return f"{name}.{kind}", data[: len(data) - cut]


PACKED = st.recursive(
    FILES,
    lambda inner: st.builds(
        packed,
        st.lists(inner, min_size=1, max_size=3),
        st.sampled_from(["zip", "gz"]),
        st.sampled_from([0, 0, 0, 1, 9, 40]),
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=10_000)
@given(PACKED)
def test_however_nested_and_cut_off_every_error_names_its_file(tmp_path_factory, made: tuple[str, bytes]) -> None:
    file = tmp_path_factory.mktemp("nested") / made[0]
    for one in found(file, made[1]):
        if isinstance(one, SkipInput):
            assert one.place.startswith(str(file)) and "\n" not in str(one)
        else:
            assert one.text.strip() and one.source.startswith(f"file:{file.name}")
