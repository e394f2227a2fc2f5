from dataclasses import replace

import pyoxigraph as ox
import pytest
from guanxi.graph.literals import date_bounds
from guanxi.graph.model import STATUSES, Article, Claim, Extraction, Mention, Noise, Qualifiers
from guanxi.graph.namespace import PREFIXES, article_iri
from guanxi.graph.sources import lines, named_claims, quads, read_extraction
from hypothesis import given, settings
from hypothesis import strategies as st

TEXT = "摩爾線程累虧，短期轉盈難寄厚望\n摩爾線程去年遭遇美國禁令，傳聞某行擬投資3.5億美元。"
ARTICLE = Article(
    id="hk/000-moorethreads",
    text=TEXT,
    source="file:hk/000-moorethreads.txt",
    source_hash="sha256:00",
    language="zh-Hant",
    title="摩爾線程累虧，短期轉盈難寄厚望",
    published="2025-07-08",
    publisher="某報",
    authors=("乙", "甲"),
    url="https://example.com/a?b=[c]",
    part_of="hk/000",
    part_start=120,
    noise=(Noise(0, 4, "menu"),),
)
MENTIONS = (
    Mention(ARTICLE.id, 1, "摩爾線程", "company", (0, 16), ("688795.SH",), "company/688795.SH", (2,)),
    Mention(ARTICLE.id, 2, "某行", "organization", (31,)),
    Mention(ARTICLE.id, 3, "美國", "authority", (24,), known_as="authority/us"),
    Mention(ARTICLE.id, 4, "王某", "person", (5,), organization=2),
)
CLAIM = Claim(
    ARTICLE.id, 3, "sanctions", 1, "actual", 16, 28, TEXT[16:28], ("rules:sanctions/ban",), 0.93, Qualifiers("2023")
)
WHOLE = Extraction(ARTICLE, MENTIONS, (CLAIM,), "rules 1")


def ask(extraction: Extraction, sparql: str) -> list[tuple[str, ...]]:
    store = ox.Store()
    store.extend(quads(extraction))
    answer = store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return sorted(tuple(str(value) for value in row) for row in answer)


def claim(**changed: object) -> Claim:
    fields = {name: getattr(CLAIM, name) for name in CLAIM.__slots__}
    return Claim(**{**fields, **changed})  # type: ignore[arg-type]


def test_an_article_comes_back_as_it_was_written() -> None:
    assert read_extraction(quads(WHOLE)) == WHOLE


def test_a_source_graph_says_what_the_model_says() -> None:
    this = f"<{article_iri(ARTICLE.id)}>"
    assert ask(WHOLE, f"SELECT ?d ?l {{ {this} schema:datePublished ?d ; schema:inLanguage ?l }}") == [
        ('"2025-07-08"^^<http://www.w3.org/2001/XMLSchema#date>', '"zh-Hant"')
    ]
    assert ask(
        WHOLE, "SELECT ?c ?b ?e { ?m gx:mentionType ?c . ?x gx:notBefore ?b ; gx:notAfter ?e . ?m gx:knownAs ?k }"
    ) == [
        (f"<{PREFIXES['gx']}{kind}>", *(f'"2023-{day}"^^<{PREFIXES["xsd"]}date>' for day in ("01-01", "12-31")))
        for kind in ("Authority", "Company")
    ]
    assert len(ask(WHOLE, "SELECT ?m ?at { ?m gx:asWritten '摩爾線程' ; gx:at ?at }")) == 2
    assert ask(WHOLE, "SELECT ?s ?e { ?n a gx:Noise ; gx:noiseStart ?s ; gx:noiseEnd ?e }") != []
    assert {graph for (graph,) in ask(WHOLE, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")} == {this}


def test_there_are_no_blank_nodes_and_no_line_twice() -> None:
    assert all(isinstance(node, ox.NamedNode) for quad in quads(WHOLE) for node in (quad.subject, quad.graph_name))
    assert len(set(lines(WHOLE).splitlines())) == len(lines(WHOLE).splitlines())


def test_a_rule_and_a_model_that_find_the_same_are_one_claim() -> None:
    both = (CLAIM, claim(extractors=("model:x",), confidence=0.97))
    for order in (both, both[::-1]):
        (one,) = named_claims(Extraction(ARTICLE, MENTIONS, order, "")).values()
        assert (one.extractors, one.confidence) == (("model:x", "rules:sanctions/ban"), 0.97)


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "denied"},
        {"start": 17},
        {"end": 29},
        {"relation": "rules_on"},
        {"subject": 2},
        {"object": 2},
        {"qualifiers": Qualifiers("2024")},
        {"qualifiers": Qualifiers("2023", product="美國禁令")},
    ],
)
def test_claims_that_differ_in_what_they_say_are_two(changed: dict[str, object]) -> None:
    assert len(named_claims(Extraction(ARTICLE, MENTIONS, (CLAIM, claim(**changed)), ""))) == 2


@pytest.mark.parametrize(
    ("date", "bounds"),
    [
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-06-03", ("2023-06-03", "2023-06-03")),
        ("2023-H1", ("2023-01-01", "2023-06-30")),
        ("2023-H2", ("2023-07-01", "2023-12-31")),
        ("2023-Q3", ("2023-07-01", "2023-09-30")),
        ("2023-02-30", None),
        ("2023-00", None),
        ("0000", None),
        ("2023-Q5", None),
        ("上周", None),
    ],
)
def test_bounds_of_dates(date: str, bounds: tuple[str, str] | None) -> None:
    assert date_bounds(date) == bounds


def test_an_amount_is_a_number_and_what_is_none_is_kept() -> None:
    numbers = Extraction(ARTICLE, MENTIONS, (claim(qualifiers=Qualifiers(amount="308000000", stake="逾三成")),), "")
    assert ask(numbers, "SELECT ?a ?s { ?c gx:amount ?a ; gx:stake ?s }") == [
        ('"308000000"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"逾三成"')
    ]
    assert ask(numbers, "SELECT ?a { ?c gx:amount ?a FILTER(?a > 300000000) }") != []


any_text = st.text(st.characters(), max_size=30)  # surrogates, controls and all
some_id = st.text(st.characters(), min_size=1, max_size=12)


@settings(max_examples=200, deadline=None)
@given(some_id, any_text, any_text, some_id, any_text)
def test_hostile_ids_and_texts_survive(id_: str, text: str, source: str, form: str, said: str) -> None:
    hostile = Extraction(
        Article(id_, text, source, said, said, title=said, published=said, url=source, part_of=form),
        (Mention(id_, 1, form, "company", (0,), (said,), None, (1,)),),
        (Claim(id_, 1, "supplies", 1, STATUSES[0], 0, 1, said, (said,), 0.5, Qualifiers(said, said, said, said)),),
        said,
    )
    read = read_extraction(quads(hostile))
    whole = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    assert read.article.text == whole
    assert len(read.mentions) == len(read.claims) == 1
    assert (
        read.mentions[0].form == form.encode("utf-8", "surrogatepass").decode("utf-8", "ignore")
        or "\ufffd" in read.mentions[0].form
    )


@settings(max_examples=200, deadline=None)
@given(some_id, some_id)
def test_different_ids_have_different_graphs(one: str, other: str) -> None:
    assert (one == other) == (article_iri(one) == article_iri(other))
    assert ox.NamedNode(article_iri(one)).value.count("#") == 0


def test_what_the_lexicon_knows_comes_back_whatever_its_id_holds() -> None:
    for known in ("product/c#", "product/a b", "product/what?", "product/100%"):
        mention = replace(MENTIONS[0], known_as=known)
        written = Extraction(ARTICLE, (mention, *MENTIONS[1:]), (), "1")
        assert read_extraction(quads(written)).mentions[0].known_as == known
