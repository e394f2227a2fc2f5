"""Reads the rules: one YAML file per relation, patterns over masked sentences, composed from shared pieces."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from ..graph.errors import DataFileError
from ..graph.model import STATUSES, Status
from .masking import CHAR_OF, NAMES, VALUES, kinds_in
from .required import trigger_words


@dataclass(frozen=True)
class Pattern:
    """One pattern, and for each token that it can't do without the kinds that may be it (`kinds_in`).

    `words` are those of which the sentence must hold one; none: it may match without. `ends` is how
    many names or words for names it needs."""

    written: str
    needs: tuple[int, ...]
    words: frozenset[str] = frozenset()
    ends: int = 1

    @functools.cached_property
    def expression(self) -> re.Pattern[str]:
        """Compile the pattern, when a sentence first may match it: all of them together take two seconds."""
        return re.compile(self.written)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: patterns that say a relation, the words without which none of them can match, and its examples.

    `itself` makes the subject the object too. `status` is what the words alone say (None: cues decide, among
    `statuses`). `prior` is the
    confidence of the rule's claims before any has been counted; `any_body` lets an object that the words leave out be
    any body that was spoken of, not only a firm. No name ending in one of `never` is an end of what its file says.
    """

    id: str
    relation: str
    patterns: tuple[Pattern, ...]
    cues: tuple[str, ...]
    examples: tuple[str, ...]
    against: tuple[str, ...]
    status: Status | None = None
    itself: bool = False
    prior: float = 0.8
    qualifiers: tuple[str, ...] | None = None
    statuses: tuple[Status, ...] = STATUSES
    any_body: bool = False
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pieces:
    """What all rule files share: named pieces of pattern, and slots (which kinds of token may stand there)."""

    pieces: Mapping[str, str]
    slots: Mapping[str, str]
    separator: str


_SLOT = re.compile(r"\{(s|o):(\w+)(\+?)\}")
_NAMED = re.compile(r"\{(\w+?)(\?)?\}")
_GAP = re.compile(r"^(g|x|w|l)(\d+)$")
_TRIGGER = re.compile(r"(?<!P)<([^<>?=!]+)>")
_VALUE_NAMES = ("amount", "stake", "date", "role")
# Shares of a certain size, in per cent. Who buys half of a firm takes it over (`major`); who holds half of it shares it (`half_at_most`).
SHARES: dict[str, Callable[[float], bool]] = {
    "minor": lambda share: share < 50,
    "major": lambda share: share >= 50,
    "half_at_most": lambda share: share <= 50,
    "over_half": lambda share: share > 50,
    "less_than_all": lambda share: share < 100,
    "whole_share": lambda share: share >= 100,
}
# An office (a public post) is a title, too.
_VALUE_CLASS = {"role": "[" + "".join(CHAR_OF[k] for k in ("role", "office", "founding_role")) + "]"}
_RULE_KEYS = {
    "id",
    "pattern",
    "patterns",
    "cues",
    "examples",
    "against",
    "status",
    "itself",
    "prior",
    "qualifiers",
    "statuses",
    "any_body",
    "note",
}


@functools.cache
def load_rules() -> tuple[Rule, ...]:
    """Read every rule that travels with the package, in order of the files; patterns are compiled when they are first needed."""
    return tuple(rule for _, rule in _read(resources.files(__package__).joinpath("rules")))


def read_rules(folder: Traversable) -> Iterator[Rule]:
    """Read the rule files of a folder, and compile every pattern. Raises DataFileError with the file and the rule."""
    for where, rule in _read(folder):
        try:
            for pattern in rule.patterns:
                _ = pattern.expression
        except re.error as error:
            raise DataFileError(f"{where}: {error}") from error
        yield rule


def _read(folder: Traversable) -> Iterator[tuple[str, Rule]]:
    pieces = read_pieces(folder)
    seen: set[str] = set()
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        raw = _parsed(file) if file.name.endswith(".yaml") else {}
        if "relation" not in raw:
            continue
        for number, entry in enumerate(raw["rules"], 1):
            where = f"{file.name}, rule {entry.get('id', number)}"
            rule = replace(_rule(raw["relation"], entry, pieces, where), never=tuple(raw.get("never", ())))
            if rule.id in seen:
                raise DataFileError(f"{where}: this id is there twice")
            seen.add(rule.id)
            yield where, rule


def read_pieces(folder: Traversable) -> Pieces:
    """Read `pieces.yaml`: the pieces and slots that patterns are composed from."""
    raw = _parsed(folder.joinpath("pieces.yaml"))
    slots = {name: "".join(CHAR_OF[kind] for kind in kinds) for name, kinds in raw["slots"].items()}
    return Pieces(raw["pieces"], slots, raw["separator"])


def _parsed(file: Traversable) -> dict[str, Any]:  # YAML holds anything
    try:
        raw = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise DataFileError(f"{file.name}: {error}") from error
    return raw if isinstance(raw, dict) else {}


def _rule(relation: str, entry: dict[str, Any], pieces: Pieces, where: str) -> Rule:
    if unknown := set(entry) - _RULE_KEYS:
        raise DataFileError(f"{where}: unknown keys {sorted(unknown)}")
    written = entry.get("patterns") or [entry.get("pattern", "")]
    if "id" not in entry or not all(written):
        raise DataFileError(f"{where}: needs `id` and `pattern` or `patterns`")
    status = entry.get("status")
    if not {status, *entry.get("statuses", ())} <= {None, *STATUSES}:
        raise DataFileError(f"{where}: no such status: {status}")
    try:
        patterns = tuple(compile_pattern(p, pieces) for p in written)
    except KeyError as error:
        raise DataFileError(f"{where}: {error}") from error
    cues = tuple(entry["cues"] if "cues" in entry else dict.fromkeys(c for p in written for c in _cues(p, where)))
    qualifiers = entry.get("qualifiers")
    return Rule(
        f"{relation}/{entry['id']}", relation, patterns, cues, tuple(entry.get("examples", ())),
        tuple(entry.get("against", ())), status, bool(entry.get("itself")), float(entry.get("prior", 0.8)),
        None if qualifiers is None else tuple(qualifiers), tuple(entry.get("statuses", STATUSES)),
        bool(entry.get("any_body")),
    )  # fmt: skip


def _cues(written: str, where: str) -> Iterator[str]:
    """Take the cue words from a pattern's trigger: `<A|B>` needs A or B to be in the sentence."""
    trigger = _TRIGGER.search(written)
    words = trigger[1].split("|") if trigger else []
    if not words or any(set(w) & set("(){}[]?*+.\\") or not w for w in words):
        raise DataFileError(f"{where}: needs `cues`, since its trigger is not a plain list of words: {written}")
    yield from words


def _plain_words(written: str) -> frozenset[str]:
    """Give the words of a pattern's trigger where it is a plain list that the pattern can't do without."""
    trigger = _TRIGGER.search(written)
    if (
        not trigger
        or _optional(written, trigger.start())
        or written[trigger.end() : trigger.end() + 1] in ("?", "*", "{")
    ):
        return frozenset()
    words = trigger[1].split("|")
    plain = all(word and not set(word) & set("(){}[]?*+.\\") for word in words)
    return frozenset(words) if plain else frozenset()


def compile_pattern(written: str, pieces: Pieces) -> Pattern:
    """Make a pattern of what a rule file says.

    `{both}` is a word for two that were named together, who are both ends; else `{s:co}` and `{o:co+}` are the ends (a token of slot `co`; `+`: a list of them), `<A|B>` the trigger, `{amount}`
    `{stake}` `{date}` `{role}` a value (`{minor}`, `{over_half}` and so on: a share of the size that `SHARES` says; `{office}`: a public post only), `{g8}` up to eight characters without token or punctuation, `{x8}` the same with
    values allowed, `{l8}` the same with any name as well, `{w8}` with punctuation and values allowed, `{word}` a piece. A trailing `?` makes an
    optional value. All else is a regular expression over folded text.
    """
    slots = [frozenset(pieces.slots[m[2]]) for m in _SLOT.finditer(written) if not _optional(written, m.start())]
    roles = re.finditer(r"\{(?:role|corporate)\}(?!\?)", written)
    titles = [frozenset(_VALUE_CLASS["role"]) for m in roles if not _optional(written, m.start())][:1]
    expression = _expanded(written, pieces, 0)
    return Pattern(
        expression,
        tuple(kinds_in(group) for group in (*slots, *titles)),
        _plain_words(written) or trigger_words(expression),
        len(slots),
    )


def _optional(written: str, place: int) -> bool:
    """Tell whether a slot stands inside brackets, where a pattern may do without it."""
    before = re.sub(r"\\\\.|\[[^\]]*\]", "", written[:place])
    return before.count("(") > before.count(")")


def _expanded(written: str, pieces: Pieces, depth: int) -> str:
    if depth > 8:
        raise KeyError("pieces contain each other")

    def slot(match: re.Match[str]) -> str:
        kinds = f"[{pieces.slots[match[2]]}]"
        return f"(?P<{match[1]}>{kinds}{f'(?:{pieces.separator}{kinds})*' if match[3] else ''})"

    def named(match: re.Match[str]) -> str:
        name, optional = match[1], match[2] or ""
        if name in _VALUE_NAMES:
            return f"(?P<{name}>{_VALUE_CLASS.get(name, CHAR_OF[name])}){optional}"
        if name in SHARES:
            return f"(?P<{name}>{CHAR_OF['stake']})"
        if name == "both":
            return f"(?P<both>{CHAR_OF[name]})"
        if name == "office":
            return f"(?P<role>{CHAR_OF[name]}){optional}"
        if name in pieces.slots:
            return f"[{pieces.slots[name]}]{optional}"
        if gap := _GAP.match(name):
            return _gap(gap[1], gap[2])
        if name.isdigit():
            return match[0]
        return f"(?:{_expanded(pieces.pieces[name], pieces, depth + 1)}){optional}"

    text = _TRIGGER.sub(lambda m: f"(?P<t>{m[1]})", written) if depth == 0 else written
    return _NAMED.sub(named, _SLOT.sub(slot, text))


def _gap(kind: str, size: str) -> str:
    stops = {"g": NAMES + VALUES + r",。;:!?\s", "x": NAMES + r",。;:!?\s", "w": NAMES + "。;!?", "l": r",。;:!?"}[kind]
    return f"[^{stops}]{{0,{size}}}"
