"""Reads one YAML data file into sections that know their file and lines, so that a mistake can be pointed at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

import yaml

from .errors import DataFileError

_TEXT, _FLAG, _NUMBER = "tag:yaml.org,2002:str", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"
# libyaml's parser is some ten times as fast as the Python one; not every platform's wheel has it
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Section:
    """One mapping of a data file: its values by key, each with its line.

    `key` is the section's own dotted place in the file, "" at the top.
    """

    file: str
    key: str
    line: int
    nodes: Mapping[str, yaml.Node]
    lines: Mapping[str, int]

    def wrong(self, key: str, reason: str) -> DataFileError:
        """Make the error that names file, line and key; a key that is not there gives the section's line."""
        return DataFileError(f"{self.file}:{self.lines.get(key, self.line)}: {self._place(key)}: {reason}")

    def _place(self, key: str) -> str:
        return f"{self.key}.{key}" if self.key else key

    def allow(self, *keys: str) -> None:
        """Refuse keys other than these."""
        for key in self.nodes:
            if key not in keys:
                raise self.wrong(key, f"unknown key; known here: {', '.join(keys)}")

    def text(self, key: str) -> str:
        """Give a text that must be there and not be empty."""
        node = self._needed(key)
        if not isinstance(node, yaml.ScalarNode) or node.tag != _TEXT or not node.value.strip():
            raise self.wrong(key, "must be a text (in quotes where YAML would read a number, yes, no or null)")
        return str(node.value)

    def flag(self, key: str) -> bool:
        """Give `true` or `false`; false when the key is not there."""
        node = self.nodes.get(key)
        if node is None:
            return False
        if not isinstance(node, yaml.ScalarNode) or node.tag != _FLAG or node.value not in ("true", "false"):
            raise self.wrong(key, "must be true or false")
        return bool(node.value == "true")

    def number(self, key: str) -> int:
        """Give a whole number that must be there."""
        node = self._needed(key)
        if not isinstance(node, yaml.ScalarNode) or node.tag != _NUMBER or not node.value.isdecimal():
            raise self.wrong(key, "must be a whole number")
        return int(node.value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts without repeats; empty when the key is not there."""
        node = self.nodes.get(key)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise self.wrong(key, "must be a list of texts: [a, b]")
        items = tuple(str(item.value) for item in node.value if isinstance(item, yaml.ScalarNode) and item.tag == _TEXT)
        if len(items) != len(node.value) or len(set(items)) != len(items):
            raise self.wrong(key, "must be a list of different texts: [a, b]")
        return items

    def one_of(self, key: str, known: Iterable[str]) -> str:
        """Give a text that must be one of the known."""
        value = self.text(key)
        if value not in (allowed := tuple(known)):
            raise self.wrong(key, f"{value!r} is none of {', '.join(allowed)}")
        return value

    def some_of(self, key: str, known: Iterable[str]) -> tuple[str, ...]:
        """Give a list of texts, each one of the known; empty when the key is not there."""
        values, allowed = self.texts(key), tuple(known)
        for value in values:
            if value not in allowed:
                raise self.wrong(key, f"{value!r} is none of {', '.join(allowed)}")
        return values

    def section(self, key: str) -> Section:
        """Give a mapping that must be there."""
        return _section(self.file, self._place(key), self._needed(key))

    def sections(self) -> Iterator[tuple[str, Section]]:
        """Give every value as a mapping, in the order of the file."""
        for key in self.nodes:
            yield key, self.section(key)

    def _needed(self, key: str) -> yaml.Node:
        if key not in self.nodes:
            raise self.wrong(key, "is missing")
        return self.nodes[key]


def read_section(file: Traversable) -> Section:
    """Read a YAML file whose top is a mapping; DataFileError names the line when it is not valid."""
    try:
        return section_of(file.read_bytes().decode("utf-8"), str(file))
    except UnicodeDecodeError as error:
        raise DataFileError(f"{file}: not UTF-8 at byte {error.start}") from error


def section_of(text: str, file: str) -> Section:
    """Read YAML whose top is a mapping; `file` is what it stands in."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DataFileError(f"{file}:{mark.line + 1 if mark else 1}: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise DataFileError(f"{file}: {error}") from error
    if root is None:
        raise DataFileError(f"{file}:1: the file is empty")
    return _section(file, "", root)


def _section(file: str, place: str, node: yaml.Node) -> Section:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise DataFileError(f"{file}:{line}: {place or 'the file'}: must be a mapping (key: value)")
    nodes: dict[str, yaml.Node] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise DataFileError(f"{file}:{at}: {place or 'the file'}: a key must be a text")
        if key.value in nodes:
            raise DataFileError(f"{file}:{at}: {place}{'.' if place else ''}{key.value}: stands twice")
        nodes[key.value], lines[key.value] = value, at
    return Section(file=file, key=place, line=line, nodes=nodes, lines=lines)
