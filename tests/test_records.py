import pytest
from guanxi.extractors.inputs import ReadOptions
from guanxi.extractors.records import check_columns, fields_of, record_hash
from guanxi.graph.errors import WrongUse


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (["title", "text", "date"], {"title": "title", "text": "text", "published": "date"}),
        (["標題", "內容", "發布時間"], {"title": "標題", "text": "內容", "published": "發布時間"}),
        (["标题", "正文", "来源", "链接"], {"title": "标题", "text": "正文", "publisher": "来源", "url": "链接"}),
        (["News Title", "Content", "pub_ts"], {"title": "News Title", "text": "Content", "published": "pub_ts"}),
        (["headline", "articleBody"], {"title": "headline", "text": "articleBody"}),
        (["text", "content"], {"text": "text"}),
        (["a", "b"], {}),
    ],
)
def test_columns_are_recognised_in_any_script_and_spelling(names: list[str], columns: dict[str, str]) -> None:
    assert fields_of(names, ReadOptions()).columns == columns


def test_a_mapping_goes_first_and_takes_its_column_from_other_fields() -> None:
    fields = fields_of(["text", "content"], ReadOptions(columns={"title": "text"}))
    assert fields.columns == {"title": "text", "text": "content"}


def test_a_mapping_of_an_unknown_field_is_wrong_use() -> None:
    with pytest.raises(WrongUse, match=r"no field 'body'.*text, title, published"):
        check_columns({"body": "text"})


def test_the_hash_of_a_record_does_not_depend_on_the_order_of_keys() -> None:
    assert record_hash({"a": 1, "b": "二"}) == record_hash({"b": "二", "a": 1}) != record_hash({"a": 1, "b": "三"})
