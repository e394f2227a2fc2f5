import pytest
from guanxi.graph.errors import QueryError
from guanxi.graph.namespace import PREFIXES
from guanxi.graph.sparql import explain
from pyoxigraph import Store


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
