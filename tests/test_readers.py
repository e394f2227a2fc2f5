import io
import zipfile

from guanxi.extractors.inputs import Blob, ReadOptions
from guanxi.extractors.readers import read_blob
from guanxi.graph.errors import SkipInput


def test_what_no_reader_reads_is_one_line_that_names_those_there_are() -> None:
    (skipped,) = read_blob(Blob("a.doc", "file:a.doc", "a", "doc", io.BytesIO), ReadOptions())
    assert isinstance(skipped, SkipInput)
    assert str(skipped).startswith("a.doc: no reader for .doc; there are: atom, csv, docx,")


def test_a_given_format_opens_the_archive_and_not_its_members() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("1.txt", "甲公司上市。")
    blob = Blob("a", "file:a", "a", "zip", lambda: io.BytesIO(data.getvalue()))
    (article,) = read_blob(blob, ReadOptions(format="zip"))
    assert not isinstance(article, SkipInput) and article.text == "甲公司上市。"
