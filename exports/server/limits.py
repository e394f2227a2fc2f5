"""How much of the machine one question may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the service allows.

    `workers` processes answer one question each at a time, and up to `waiting` more questions wait for them. A question
    takes at most `seconds` to its last byte, `memory` bytes beyond what an idle worker has (on Linux, which alone
    counts them), `request` bytes to be asked, and `rows` rows or triples to be answered. `federated` lets a
    query ask other servers with SERVICE.
    """

    workers: int = 4
    waiting: int = 256
    seconds: float = 30.0
    memory: int = 1 << 30
    request: int = 1 << 20
    rows: int = 1_000_000
    federated: bool = False
