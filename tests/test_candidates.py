from collections.abc import Sequence
from pathlib import Path

from guanxi.graph.candidates import Candidate, candidates
from guanxi.graph.judgements import Side, judge
from guanxi.graph.model import Article, Entity, Extraction, Mention
from guanxi.graph.store import open_reader, open_writer

ACER = Entity("company/2353.TW", "company", (("zh-Hant", "宏碁"), ("en", "Acer")), (), ("2353.TW",))
BANKS = {
    id_: Entity(id_, "company", (("zh-Hans", name),))
    for id_, name in (("company/e", "东海银行"), ("company/s", "东海银航"))
}
KNOWN = {ACER.id: ACER, **BANKS}


def article(id_: str, *forms: str, kinds: str = "", same: Sequence[int] = ()) -> Extraction:
    """Write an article that names companies; `p` in kinds is a person at the first one, `same` are that one."""
    text = "，".join(forms)
    mentions = []
    for number, form in enumerate(forms, 1):
        person = kinds[number - 1 : number] == "p"
        more = {"organization": 1} if person else {"same_as": (1,) if number in same else ()}
        at = (text.index(form),)
        mentions.append(Mention(id_, number, form, "person" if person else "company", at, **more))  # type: ignore[arg-type]
    return Extraction(Article(id_, text, f"file:{id_}", "sha256:0", "zh-Hans"), tuple(mentions), (), "")


def found(folder: Path, *articles: Extraction) -> dict[tuple[str, str], Candidate]:
    with open_writer(folder, known=KNOWN) as writer:
        for one in articles:
            writer.put(one, path=one.article.id)
    with open_reader(folder) as reader:
        pairs = candidates(reader, limit=100)
    assert pairs == sorted(pairs, key=lambda pair: -pair.score)
    assert all(0 < pair.score < 1 for pair in pairs)
    return {(pair.a.id.partition("/")[2], pair.b.id.partition("/")[2]): pair for pair in pairs}


def test_what_sounds_alike_looks_alike_or_holds_the_other_is_worth_a_look(tmp_path: Path) -> None:
    pairs = found(
        tmp_path / "s",
        article("1", "宏基"),
        article("2", "宏碁", "寒武纪科技"),
        article("3", "寒五纪科技", "天穹集团"),
        article("4", "天穹", "云岭微电子"),
        article("5", "云领微电子装备", "云岭微电", "xinglan"),
        article("6", "星澜"),
    )
    assert "sound alike" in pairs["2353.TW", "宏基"].reason
    assert "sound alike" in pairs["寒五纪科技", "寒武纪科技"].reason
    assert "holds the other" in pairs["天穹", "天穹集团"].reason
    assert "romanisation" in pairs["xinglan", "星澜"].reason
    assert pairs["云岭微电", "云岭微电子"].score < pairs["天穹", "天穹集团"].score
    assert ("云岭微电子", "寒武纪科技") not in pairs


def test_names_in_one_article_are_less_likely_one(tmp_path: Path) -> None:
    apart = found(tmp_path / "a", article("1", "天穹软件"), article("2", "天穹"))
    together = found(tmp_path / "b", article("1", "天穹软件", "天穹"))
    assert together["天穹", "天穹软件"].score < apart["天穹", "天穹软件"].score


def test_namesakes_and_ambiguous_names(tmp_path: Path) -> None:
    pairs = found(
        tmp_path / "s",
        article("1", "甲科技", "张伟", kinds="cp"),
        article("2", "乙银行", "張偉", kinds="cp"),
        article("3", "北京丙科技有限公司", "丙科", same=[2]),
        article("4", "上海丙科技有限公司", "丙科", same=[2]),
        article("5", "丙科"),
    )
    assert pairs["张伟@乙银行", "张伟@甲科技"].reason == "persons of one name"
    assert {pair for pair in pairs if "丙科" in pair} >= {("丙科", "北京丙科技"), ("上海丙科技", "丙科")}
    assert "ambiguous" in pairs["丙科", "北京丙科技"].reason


def test_what_is_known_or_judged_is_left_out(tmp_path: Path) -> None:
    known = found(tmp_path / "s", article("1", "东海银行"), article("2", "东海银航"), article("3", "宏基", "宏碁"))
    assert set(known) == {("2353.TW", "宏基")}
    judge(tmp_path / "s", "different", Side("宏碁", "company"), Side("宏基", "company"))
    assert found(tmp_path / "s") == {}
