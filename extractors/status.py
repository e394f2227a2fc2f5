"""What a sentence says of its claim: actual, planned, reported, ended, denied or possible, by cues in scope."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass

from ..graph.errors import DataFileError
from ..graph.model import STATUSES, Status
from .vocabulary import load_yaml

_SCOPES = ("before", "after", "inside", "sentence", "next", "not")


@dataclass(frozen=True, slots=True)
class _Cue:
    status: Status
    relations: frozenset[str]
    scopes: dict[str, re.Pattern[str]]


@functools.cache
def _cues() -> tuple[_Cue, ...]:
    name = "status.yaml"
    out = []
    for entry in load_yaml(name, "rules").get("cues", ()):
        if entry.get("status") not in STATUSES or not set(entry) <= {"status", "relations", *_SCOPES}:
            raise DataFileError(f"rules/{name}: bad entry {entry}")
        relations = frozenset(entry.get("relations", ()))
        out.append(_Cue(entry["status"], relations, {k: re.compile("|".join(entry[k])) for k in _SCOPES if k in entry}))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Scope:
    """The stretches of a masked sentence in which cues count: before the trigger, in it, behind it, all of it, and the next one."""

    before: str
    inside: str
    after: str
    sentence: str
    next: str = ""


def scope(string: str, subject_at: int, trigger: tuple[int, int], following: str = "") -> Scope:
    """Cut a masked sentence into the stretches that `status_of` looks at.

    Before: from the subject, or the clause's beginning if that is earlier, up to the trigger. After: up to the end of the clause behind the trigger.
    """
    begin, stop = trigger
    clause = max(string.rfind(",", 0, begin), string.rfind(":", 0, begin)) + 1
    left = min(subject_at, clause) if subject_at < begin else clause
    end = next((i for i in range(stop, len(string)) if string[i] in ",;。!?"), len(string))
    return Scope(string[left:begin], string[begin:stop], string[stop:end], string, following)


def status_of(where: Scope, relation: str, allowed: Collection[Status] = STATUSES) -> Status:
    """Tell the status of a claim by the first cue, in the order of the file, that holds for its relation and is found in its scope.

    Cues of a status that is not `allowed` do not count: what is said in passing (a title before a name) is not what the cue is about.
    """
    for cue in _cues():
        if cue.status not in allowed or (cue.relations and relation not in cue.relations):
            continue
        stretches = {
            "before": where.before + where.inside,
            "after": where.after,
            "inside": where.inside,
            "sentence": where.sentence,
            "next": where.next,
        }
        if "not" in cue.scopes and cue.scopes["not"].search(where.before + where.inside):
            continue
        if any(p.search(stretches[k]) for k, p in cue.scopes.items() if k != "not"):
            return cue.status
    return "actual"
