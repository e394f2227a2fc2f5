"""The tasks that take judgements and list them: who is who, and which claims are wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

from ....graph.errors import WrongUse
from ....graph.judgements import Judgement, judge, read_log, reject, undo
from ....graph.rejections import WRONG, Rejection, reading
from ..limits import Limits
from ..tasks import Answer
from .answers import answer
from .remembered import remembered

if TYPE_CHECKING:
    from ....graph.storage import Place, Reader

KINDS = ("same", "different", "wrong")
_REASON = 1000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A judgement of two entities by their ids, or of a claim by its id; or one to take back."""

    store: Place
    kind: str | None
    a: str | None
    b: str | None
    claim: str | None
    reason: str
    undo: int | None

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Write the judgement down, and answer with it."""
        store = self.store
        if self.undo is not None:
            gone = undo(store, self.undo)
            return answer(reader, {"undone": judgement_json(gone, pending=True, undone=True)})
        made = self._judged(reader, store)
        found = answer(reader, {"judgement": judgement_json(made, pending=True, undone=False)})
        return replace(found, status=HTTPStatus.CREATED)

    def _judged(self, reader: Reader, store: Place) -> Judgement | Rejection:
        from ...judging import side_for

        reason = self.reason[:_REASON]
        if self.kind == WRONG:
            if not self.claim:
                raise WrongUse("say with `claim` which claim is wrong, by its id")
            return reject(store, reading(reader, self.claim), reason=reason)
        if not self.a or not self.b:
            raise WrongUse("say with `a` and `b` which two entities are meant, by their ids")
        verdict: Literal["same", "different"] = "same" if self.kind == "same" else "different"
        return judge(store, verdict, *(side_for(reader, id_, None) for id_ in (self.a, self.b)), reason=reason)


@dataclass(frozen=True, slots=True)
class Judgements:
    """All that was judged, with what the graph has not followed yet."""

    store: Place

    def answer(self, reader: Reader, limits: Limits) -> Answer:
        """Answer with the judgements, the newest first."""
        log = read_log(self.store)
        followed = remembered(reader, "followed", _followed)
        found = [
            judgement_json(one, pending=(one.number in followed) == (one.number in log.undone), undone=one.number in log.undone)
            for one in reversed(log.every)
        ]  # fmt: skip
        return answer(reader, {"total": len(found), "judgements": found})


def _followed(reader: Reader) -> Collection[int]:
    premises = reader.premises()
    return {one.number for one in premises.judgements} | {one.number for one in premises.rejected}


def judgement_json(one: Judgement | Rejection, *, pending: bool, undone: bool) -> dict[str, object]:
    """Give a judgement as JSON; it is `pending` while the graph has not followed."""
    about = {"number": one.number, "reason": one.reason, "time": one.time, "pending": pending, "undone": undone}
    if isinstance(one, Rejection):
        return {**about, "kind": WRONG, "claim": asdict(one.claim)}
    sides = {
        name: {k: v for k, v in asdict(side).items() if v is not None} for name, side in (("a", one.a), ("b", one.b))
    }
    return {**about, "kind": one.verdict, **sides}
