"""Names shown to be names by the list they stand in: between two firms of a list stands a third."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from .fullnames import Name
from .tagger_labels import TaggedSpan
