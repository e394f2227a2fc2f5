from pathlib import Path

from guanxi.graph.judgements import Side, judge
from guanxi.graph.lookup import find
from guanxi.graph.model import Article, Entity, Extraction, Mention
from guanxi.graph.reasons import Reason, reasons
from guanxi.graph.store import open_reader, open_writer

ARK = Entity("company/ark", "company", (("zh-Hans", "方舟科技"),), ("方舟",), ("688997.SH",))


def test_each_name_has_the_links_that_join_it(tmp_path: Path) -> None:
    text = "方舟科技，方舟智算，老方，Ark，方舟科技公司，方周"
    forms = text.split("，")
    more: list[dict[str, object]] = [
        {"known_as": "company/ark"},
        {"tickers": ("688997.SH",)},
        {},
        {"same_as": (1,)},
        {},
        {},
    ]
    mentions = [
        Mention("a/1", n, form, "company", (text.index(form),), **extra)  # type: ignore[arg-type]  # fields by name
        for n, (form, extra) in enumerate(zip(forms, more, strict=True), 1)
    ]
    with open_writer(tmp_path / "s", known={ARK.id: ARK}) as writer:
        article = Article("a/1", text, "file:1", "sha256:0", "zh-Hans")
        writer.put(Extraction(article, tuple(mentions), (), ""), path="/1")
    judge(tmp_path / "s", "same", Side("老方", "company"), Side("方舟科技", "company"), reason="绰号")
    with open_writer(tmp_path / "s", known=None):
        pass
    with open_reader(tmp_path / "s") as reader:
        told = reasons(reader, find(reader, "方舟科技")[0])
        alone = reasons(reader, find(reader, "方周")[0])
    kinds = {(reason.name, reason.kind) for reason in told}
    assert {("方舟科技", "lexicon"), ("方舟智算", "ticker"), ("老方", "judgement"), ("Ark", "article")} <= kinds
    assert ("方舟科技公司", "lexicon") in kinds
    ark = next(reason for reason in told if reason.name == "Ark")
    assert (ark.text, ark.article) == ("the text says that it is 方舟科技", "a/1")
    assert "绰号" in next(reason.text for reason in told if reason.name == "老方")
    assert alone == [Reason("方周", "only", "nothing else has this name", "a/1")]


def test_names_that_differ_in_form_alone_say_so(tmp_path: Path) -> None:
    with open_writer(tmp_path / "s", known={}) as writer:
        for number, form in enumerate(["摩爾線程", "摩尔线程股份有限公司"]):
            one = Article(str(number), form, f"file:{number}", "sha256:0", "zh-Hans")
            writer.put(Extraction(one, (Mention(str(number), 1, form, "company", (0,)),), (), ""), path="/1")
    with open_reader(tmp_path / "s") as reader:
        told = reasons(reader, find(reader, "摩尔线程")[0])
    assert [reason.kind for reason in told] == ["name", "name"]
    assert "摩爾線程" in told[0].text + told[1].text
