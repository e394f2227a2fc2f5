"""How names sound in Mandarin: what is heard alike is easily written wrong."""

from __future__ import annotations

import functools
import importlib.resources

from .datafile import read_section


@functools.cache
def _syllables() -> dict[str, str]:
    section = read_section(importlib.resources.files("guanxi.graph") / "readings.yaml")
    return {char: syllable for syllable in section.nodes for char in section.text(syllable)}


@functools.lru_cache(maxsize=400_000)
def reading(key: str) -> str:
    """Give the syllables of a folded name without tones, what is no Chinese character as it stands.

    >>> reading("华为") == reading("华伟"), reading("宏基a")
    (True, 'hong ji a')
    """
    return " ".join(_syllables().get(char, char) for char in key)
