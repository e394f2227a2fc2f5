"""The tagger: names that no list holds, in sentences of our own."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from guanxi.extractors.tagger import Tagger, load_tagger, load_weights, save_weights
from guanxi.extractors.tagger_features import hash_features, tokenize
from guanxi.extractors.tagger_labels import find_names, label_news, read_gold, read_news, with_places
from guanxi.extractors.tagger_names import Labelled, replace_names
from guanxi.extractors.tagger_training import label, main, train
from guanxi.graph.text import fold


def spans(text: str, at_least: float = 0.5) -> dict[str, str]:
    found = load_tagger().tag(text, fold(text), min_probability=at_least)
    return {text[span.start : span.end]: span.type for span in found}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("苏州澜起云图科技有限公司近日完成数千万元天使轮融资。", "苏州澜起云图科技有限公司", "company"),
        ("據天眼查顯示，深圳市鯤芯微電子有限公司成立，法定代表人為陳嘉樂。", "深圳市鯤芯微電子有限公司", "company"),
        ("公司董事長歐陽景明表示，今年業績有望改善。", "歐陽景明", "person"),
        ("公司总经理郝思远因个人原因辞职。", "郝思远", "person"),
        ("他畢業於珠江理工大學，曾任職多家銀行。", "珠江理工大學", "organization"),
    ],
)
def test_finds_a_name_that_nobody_listed_at_its_exact_boundaries(text: str, name: str, kind: str) -> None:
    assert spans(text).get(name) == kind


def test_spans_are_in_order_do_not_overlap_and_carry_probabilities() -> None:
    text = "恒睿資本領投，參與方包括青嵐創投及啟辰資本。創辦人林子晴說，資金將用於擴產。" * 3
    found = load_tagger().tag(text, fold(text))
    assert found
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(0.3 <= span.probability <= 1 and span.start < span.end for span in found)


def test_a_higher_threshold_gives_a_part_of_the_same_spans() -> None:
    text = "恒睿資本領投，參與方包括青嵐創投及啟辰資本。創辦人林子晴說，資金將用於擴產。"
    tagger = load_tagger()
    few = tagger.tag(text, fold(text), min_probability=0.8)
    many = tagger.tag(text, fold(text), min_probability=0.1)
    assert set(few) == {span for span in many if span.probability >= 0.8}


@pytest.mark.parametrize("text", ["", " \n\n", "，。！", "123", "今天天氣很好，大家都去散步了。"])
def test_finds_nothing_where_nothing_is(text: str) -> None:
    assert load_tagger().tag(text, fold(text), min_probability=0.5) == []


def test_both_scripts_give_the_same_spans() -> None:
    simple, traditional = "公司总经理郝思远因个人原因辞职。", "公司總經理郝思遠因個人原因辭職。"
    tagger = load_tagger()
    assert tagger.tag(simple, fold(simple)) == tagger.tag(traditional, fold(traditional))


def test_tokens_are_characters_and_runs() -> None:
    text = "Ａ股Moore Threads於12月5日　上市"
    tokens = tokenize(text, fold(text))
    written = [text[start:end] for start, end in zip(tokens.start, tokens.end, strict=True)]
    assert written == ["Ａ", "股", "Moore", "Threads", "於", "12", "月", "5", "日", "　", "上", "市"]


def test_features_depend_on_nothing_but_the_text() -> None:
    text = "寒武紀上市"
    tokens = tokenize(text, fold(text))
    first, second = (hash_features(tokens, fold(text), np.zeros(0x110000, bool)) for _ in range(2))
    assert (first == second).all()
    assert len(np.unique(first[0])) == len(text) - 1  # the first template reads two to the left: padding stands twice


def test_a_model_comes_back_as_it_was_written_and_byte_for_byte_the_same(tmp_path: Path) -> None:
    articles = [_labelled("甲乙公司收購丙丁公司。", {"甲乙公司": "company", "丙丁公司": "company"})] * 30
    weights = train(articles, tmp_path / "work")
    save_weights(weights, tmp_path / "a.npz")
    save_weights(train(articles, tmp_path / "work"), tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    text = "甲乙公司收購丙丁公司。"
    again = Tagger(load_weights(tmp_path / "a.npz")).tag(text, fold(text))
    assert again == Tagger(weights).tag(text, fold(text))
    assert [(span.start, span.end) for span in again] == [(0, 4), (6, 10)]


def test_training_labels_the_longest_name_and_whole_latin_words_only() -> None:
    text = "AI 公司 OpenAI 與中国银行及银行"
    found = find_names(text, {"ai": "product", "银行": "company", "中国银行": "company"})
    assert [text[start:end] for start, end, _ in found] == ["AI", "中国银行", "银行"]
    tokens = tokenize(text, fold(text))
    labels = label(tokens, Labelled("a", text, found))
    assert labels[0] == "B-product"
    assert labels.count("B-company") == 2


def test_replaced_names_stand_where_the_copy_says_and_follow_their_seed() -> None:
    article = _labelled("甲乙公司董事長王小明。王小明說，甲乙公司很好。", {"甲乙公司": "company", "王小明": "person"})
    pool = {"authority": ["法院"], "organization": ["大學"]}
    copies = [replace_names(article, pool, str(seed)) for seed in range(20)]
    for copy in copies:
        names = [copy.text[start:end] for start, end, _ in copy.spans]
        assert names[0] == names[3] and names[1] == names[2]
        assert [kind for *_, kind in copy.spans] == ["company", "person", "person", "company"]
    assert len({copy.text for copy in copies}) > 10
    assert replace_names(article, pool, "3") == copies[3]


def test_places_are_labelled_where_no_name_stands() -> None:
    text = "廣州銀行在廣州及日本"
    assert with_places(text, ((0, 4, "company"),)) == ((0, 4, "company"), (5, 7, "place"), (8, 10, "place"))


def test_places_are_not_reported() -> None:
    text = "公司總部設於廣州市，在日本東京及德國柏林設有辦事處。"
    assert "place" not in spans(text, 0.0).values()


def test_gold_names_are_looked_up_and_set_aside_articles_left_out(tmp_path: Path) -> None:
    _write_gold(tmp_path, "a", "甲乙公司收購丙丁公司。", ["甲乙公司", "丙丁公司"])
    _write_gold(tmp_path, "b", "戊己公司上市。", ["戊己公司"])
    articles = list(read_gold(tmp_path, tmp_path, {"b"}))
    assert [(article.id, article.spans) for article in articles] == [("a", ((0, 4, "company"), (6, 10, "company")))]


def test_news_leaves_out_what_is_annotated_and_keeps_its_order(tmp_path: Path) -> None:
    items = [{"id": str(number), "text": f"第{number}則消息，內容各不相同。"} for number in range(9)]
    (tmp_path / "n.jsonl").write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")
    first = [identifier for identifier, _ in read_news(tmp_path, {"3"}, ["第5则消息，内容各不相同。"])]
    assert sorted(first) == ["0", "1", "2", "4", "6", "7", "8"]
    (tmp_path / "n.jsonl").write_text("\n".join(json.dumps(item) for item in reversed(items)), encoding="utf-8")
    assert [identifier for identifier, _ in read_news(tmp_path, {"3"}, ["第5则消息，内容各不相同。"])] == first


def test_news_is_labelled_inside_its_sentences() -> None:
    text = "苏州澜起云图科技有限公司近日完成数千万元天使轮融资。公司总经理郝思远因个人原因辞职。"
    found = list(label_news(load_tagger(), iter([("n", text)]), characters=1000))
    names = [item.text[start:end] for item in found for start, end, kind in item.spans if kind in ("company", "person")]
    assert names == ["苏州澜起云图科技有限公司", "郝思远"]


def test_the_training_command_writes_a_model_that_knows_its_names(tmp_path: Path) -> None:
    for number in range(30):
        _write_gold(tmp_path, f"a{number}", f"甲乙公司今年收購了{number}家工廠。", ["甲乙公司"])
    arguments = ["--gold", str(tmp_path), "--articles", str(tmp_path), "-o", str(tmp_path / "m.npz")]
    main(arguments)
    text = "甲乙公司今年收購了兩家工廠。"
    found = Tagger(load_weights(tmp_path / "m.npz")).tag(text, fold(text))
    assert [(span.start, span.end, span.type) for span in found] == [(0, 4, "company")]
    assert not list(tmp_path.glob("*.crfsuite"))


def _write_gold(folder: Path, identifier: str, text: str, names: list[str]) -> None:
    (folder / f"{identifier}.txt").write_text(text, encoding="utf-8")
    entities = [{"id": name, "type": "company", "names": [name]} for name in names]
    record = {"article": identifier, "entities": entities}
    (folder / f"{identifier}.json").write_text(json.dumps(record), encoding="utf-8")


def _labelled(text: str, names: dict[str, str]) -> Labelled:
    return Labelled("a", text, find_names(text, {fold(name): kind for name, kind in names.items()}))
