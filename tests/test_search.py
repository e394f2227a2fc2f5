from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.graph import search as searches
from guanxi.graph.errors import NotFound, StoreError
from guanxi.graph.lookup import find, label_of
from guanxi.graph.search import WAYS, search
from guanxi.graph.search_index import FILE
from guanxi.graph.storage import Reader
from guanxi.graph.store import open_reader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def reader(store: Path) -> Iterator[Reader]:
    with open_reader(store) as reader:
        yield reader


@pytest.mark.parametrize(
    ("text", "name", "way"),
    [
        ("寒武紀", "寒武纪", "name"),
        ("688256", "寒武纪", "name"),
        ("company/nvidia", "英伟达", "name"),
        ("元宝科技有限公司", "元宝科技", "name without its legal form"),
        ("寒武", "寒武纪", "beginning"),
        ("商務", "美国商务部", "part"),
        ("vidi", "英伟达", "part"),
        ("hanwuji", "寒武纪", "sound"),
        ("Han Wu Ji", "寒武纪", "sound"),
        ("hán wǔ jì", "寒武纪", "sound"),
        ("寒武記", "寒武纪", "sound"),
        ("hanwu", "寒武纪", "beginning of the sound"),
        ("hwj", "寒武纪", "initials"),
        ("yingweida", "英伟达", "sound"),
        ("nvdia", "英伟达", "slip"),
        ("Nvida", "英伟达", "slip"),
        ("tengxin", "腾讯", "slip"),
        ("meiguoshagnwubuu", "美国商务部", "two slips"),
    ],
)
def test_a_thing_is_found_however_it_is_typed(reader: Reader, text: str, name: str, way: str) -> None:
    entity, hit = search(reader, text).things[0]
    assert (label_of(entity), WAYS[hit.rank]) == (name, way)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("实体清单", 1),
        ("實體清單", 1),
        ("晶片", 1),
        ("芯片", 2),
        ("片", 3),
        ("芯片 竞争", 1),
        ("竞争 芯片", 1),
        ("芯片 実", 0),
        ("688256", 1),
        ("SH", 1),
        ("HK", 1),
        ("0700", 1),
        ("07", 1),
        ("700", 0),
        ("img", 1),
    ],
)
def test_sentences_are_found_by_any_words_of_theirs(reader: Reader, words: str, count: int) -> None:
    assert len(search(reader, words).claims) == count


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=12))
def test_any_text_can_be_searched_for(reader: Reader, text: str) -> None:
    found = search(reader, text)
    assert len(found.things) <= 20 and len(found.claims) <= 20


@pytest.mark.parametrize(
    "text",
    ["", " ", '"', "'", "*", "a*", "NEAR(", "OR", "AND NOT", "text:", "^x", "%", "_", "\x00", "\ud800", "(", "{}"],
)
def test_marks_mean_nothing(reader: Reader, text: str) -> None:
    assert search(reader, text).claims == () or any(char.isalnum() for char in text)


@pytest.mark.parametrize("text", ["寒" * 100_000, "寒 " * 50_000, "a" * 100_000, "片 " * 100])
def test_an_endless_text_is_answered_at_once(reader: Reader, text: str) -> None:
    found = search(reader, text)
    assert found.things == () and (len(text) <= 300) == bool(found.claims)


def test_no_more_than_the_limit_and_the_most_told_of_first(reader: Reader) -> None:
    assert len(search(reader, "公司", limit=1).things) == 1
    counts = [hit.articles for _, hit in search(reader, "科技").things]
    assert counts == sorted(counts, reverse=True)


def test_what_is_not_there_offers_what_sounds_like_it(reader: Reader) -> None:
    for typed in ("nvdia", "hanwuji", "寒武记"):
        with pytest.raises(NotFound) as caught:
            find(reader, typed)
        assert set(caught.value.near) & {"NVIDIA", "寒武纪", "寒武紀"}


def test_a_state_without_an_index_is_searched_all_the_same(reader: Reader, tmp_path: Path) -> None:
    searches.derive(reader, tmp_path / FILE)
    index = searches.SearchIndex(tmp_path / FILE)
    for text in ("寒武紀", "hanwuji", "科技", "nvdia"):
        assert index.names(text) == reader.search_index().names(text)
    assert index.sentences("芯片", 10) == reader.search_index().sentences("芯片", 10)
    index.close()


def test_a_damaged_index_is_said(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.write_bytes(b"SQLite format 3\x00" + bytes(5000))
    index = searches.SearchIndex(file)
    with pytest.raises(StoreError, match="the search index is damaged"):
        index.names("寒武纪")
    with pytest.raises(StoreError):
        index.sentences("寒武纪", 1)
