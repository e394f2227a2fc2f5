import pytest
from guanxi.graph.errors import QueryError
from guanxi.graph.namespace import PREFIXES
from guanxi.graph.sparql import dataset, explain
from pyoxigraph import NamedNode, Store


def said(sparql: str) -> str:
    """Give what is said of a query that is wrong, its first line."""
    with pytest.raises(SyntaxError) as caught:
        Store().query(sparql, prefixes=PREFIXES)
    error = explain(sparql, caught.value)
    assert isinstance(error, QueryError)
    return str(error).splitlines()[0]


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("", "line 1, column 1: the query is empty"),
        ("SELECT ?a { ?a nope:b ?c }", "line 1, column 16: the prefix nope: is not known; declare it with PREFIX"),
        ("ASK {\n  gxr:company/nvidia ?p ?o }", "line 2, column 14: a slash ends a name"),
        ("DESCRIBE gxr:company/nvidia", "line 1, column 21: a slash ends a name; write gxr:company\\/… "),
        ("SELECT ?x { ?x gx:supplies/gx:supplies ?y FILTER(?x=) }", "line 1, column 56: the query ends here"),
        ("SELECT ?x (COUNT(?y) AS ?n) { ?x a ?y }", "line 1, column 40: a variable is used here"),
        ("# all\nCLEAR ALL", "line 2, column 1: this is an update (CLEAR)"),
        ("ASK { <a b> ?p ?o }", "line 1, column "),
    ],
)
def test_the_place_and_the_reason_are_said(sparql: str, message: str) -> None:
    assert said(sparql).startswith(message)


def test_of_a_long_line_only_the_place_is_shown() -> None:
    with pytest.raises(SyntaxError) as caught:
        Store().query(f"SELECT {'?x ' * 5000} {{ ) }}")
    assert len(str(explain(f"SELECT {'?x ' * 5000} {{ ) }}", caught.value))) < 400


@pytest.mark.parametrize(
    ("sparql", "itself"),
    [
        ("SELECT * FROM gxr:view { ?s ?p ?o }", True),
        ("SELECT * from named <a:b>\n{ GRAPH ?g { ?s ?p ?o } }", True),
        ("SELECT ?from { ?from gx:from 'from' } # from", False),
        ('SELECT * { ?s ?p """a\nFROM <b>""" ; <http://from> ?o.:from a :b }', False),
    ],
)
def test_the_union_is_asked_unless_the_query_says_from(sparql: str, itself: bool) -> None:
    assert dataset(sparql, (), ()) == ({} if itself else {"use_default_graph_as_union": True})


def test_graphs_named_by_the_caller_are_the_dataset() -> None:
    named = dataset("SELECT * FROM <a:b> { }", ["c:d"], [])
    assert named == {"default_graph": [NamedNode("c:d")], "named_graphs": []}
    with pytest.raises(QueryError, match="no valid IRI"):
        dataset("ASK {}", [], ["not an iri"])
