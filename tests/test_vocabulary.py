from importlib.resources import files

import pytest
from guanxi.extractors.vocabulary import load_yaml, pattern, words
from guanxi.graph.errors import DataFileError
from guanxi.graph.text import fold

OWN = ["noise.yaml", "metadata.yaml", "dates.yaml", "columns.yaml"]


def test_a_key_that_is_missing_or_of_another_kind_names_file_and_key() -> None:
    with pytest.raises(DataFileError, match=r"lexicon/columns\.yaml: nothing: not a list of strings"):
        words("columns.yaml", "nothing")
    with pytest.raises(DataFileError, match=r"lexicon/metadata\.yaml: nothing:"):
        pattern("metadata.yaml", "nothing")


@pytest.mark.parametrize("name", OWN)
def test_patterns_are_written_as_the_text_they_meet_is_folded(name: str) -> None:
    """A pattern in Traditional or full-width characters would never match folded text."""
    text = files("guanxi.extractors").joinpath("lexicon", name).read_text(encoding="utf-8")
    body = "\n".join(line for line in text.split("\n") if not line.strip().startswith("#"))
    odd = {char for char in body if fold(char) != char and not char.isascii()} - set("：｜～；（）")
    assert not odd


def test_a_file_is_read_once() -> None:
    assert load_yaml("noise.yaml") is load_yaml("noise.yaml")
