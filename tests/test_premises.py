from pathlib import Path

import pytest
from guanxi.graph.errors import StoreError
from guanxi.graph.judgements import Judgement, Side
from guanxi.graph.model import Entity
from guanxi.graph.premises import FILE, Known, Premises, digest_known, digest_with, load, save

ARK = Entity("company/ark", "company", (("zh-Hans", "方舟"), ("en", "Ark")), ("方舟科技",), ("688997.SH",))
SAID = Judgement(
    3, "same", Side("方舟", "company"), Side("张三", "company", article="a/1"), "年报", "2025-01-01T00:00:00+00:00"
)


def test_premises_come_back_as_they_were(tmp_path: Path) -> None:
    premises = Premises({ARK.id: ARK}, (SAID,), "abc")
    save(premises, tmp_path)
    assert load(tmp_path) == premises


@pytest.mark.parametrize("text", ["", "{}", '{"known": [[1]], "judgements": []}', '{"known": [], "judgements": [{}]}'])
def test_damaged_premises_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(StoreError, match=f"{FILE}.*build again"):
        load(tmp_path)


def test_the_digest_is_of_what_is_said_not_of_when() -> None:
    ark, nothing = Known.of({ARK.id: ARK}).digest, Known.of({}).digest
    known = digest_known(ark, "1")
    assert known != digest_known(ark, "2") != digest_known(nothing, "2")
    assert digest_with(known, ()) == known != digest_with(known, [SAID])
    later = Judgement(9, SAID.verdict, SAID.a, SAID.b)
    assert digest_with(known, [SAID]) == digest_with(known, [later])


def test_what_is_known_is_read_when_it_is_needed(tmp_path: Path) -> None:
    read: list[str] = []

    def entities() -> dict[str, Entity]:
        read.append("once")
        return {ARK.id: ARK}

    known = Known("abc", entities)
    assert not read
    assert known.names.by_ticker == {"688997.SH": ARK.id} == known.names.by_ticker
    assert read == ["once"]


def test_what_was_known_comes_back_with_its_digest(tmp_path: Path) -> None:
    save(Premises({ARK.id: ARK}, digest="abc"), tmp_path)
    kept = Known.kept(tmp_path)
    assert (kept.digest, dict(kept.names.entities)) == ("abc", {ARK.id: ARK})
    assert not Known.kept(None).names.entities
