import pytest
from guanxi.graph.sparql_tokens import tokens
from hypothesis import given
from hypothesis import strategies as st


def split(sparql: str) -> list[str]:
    return [token.text for token in tokens(sparql) if token.kind != "gap"]


@given(st.text())
def test_tokens_put_together_are_the_query(text: str) -> None:
    every = list(tokens(text))
    assert "".join(token.text for token in every) == text
    assert all(text.startswith(token.text, token.start) for token in every)


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("?a<?b", ["?a", "<", "?b"]),
        ("?a < ?b && ?c > ?d", ["?a", "<", "?b", "&&", "?c", ">", "?d"]),
        ("<http://a/?x#y>", ["<http://a/?x#y>"]),
        ("'a # b' # c", ["'a # b'"]),
        ('"a \\" $b" $b', ['"a \\" $b"', "$b"]),
        ("'''a ' $b ''' $b", ["'''a ' $b '''", "$b"]),
        ('"""a "" b"""@zh-hans', ['"""a "" b"""', "@zh-hans"]),
        ("gxr:company\\/nvidia.", ["gxr:company\\/nvidia", "."]),
        ("gx:supplies/gx:owns*", ["gx:supplies", "/", "gx:owns", "*"]),
        (":a a :b.", [":a", "a", ":b", "."]),
        ('"5"^^xsd:integer', ['"5"', "^^", "xsd:integer"]),
        ("{?x gx:公司 ?y}", ["{", "?x", "gx:公司", "?y", "}"]),
        ("1.5e3", ["1", ".", "5e3"]),
    ],
)
def test_tokens_are_those_of_the_grammar(sparql: str, expected: list[str]) -> None:
    assert split(sparql) == expected


def test_keywords_are_words_in_any_case() -> None:
    (word,) = tokens("SeLeCt")
    assert word.is_word("SELECT") and not word.is_word("WHERE")
    (variable,) = tokens("?select")
    assert not variable.is_word("SELECT")
