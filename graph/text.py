"""Text normalisation that keeps offsets, and the keys under which names are compared."""

from __future__ import annotations

import functools
import operator
import re
import unicodedata


class _FoldTable(dict[int, int]):
    """Maps one code point to one code point, filled on demand from OpenCC: length and offsets never change."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        wide = unicodedata.normalize("NFKC", char)
        char = wide if len(wide) == 1 else char
        simple = _converter("t2s").convert(char) if ord(char) >= 0x2E80 else char
        char = simple if len(simple) == 1 else char
        lower = char.lower()
        folded = ord(lower if len(lower) == 1 else char)
        self[code] = folded
        return folded


_FOLD = _FoldTable()


@functools.cache
def _converter(config: str):  # type: ignore[no-untyped-def]  # opencc ships no types
    import opencc

    return opencc.OpenCC(config)


def fold(text: str) -> str:
    """Fold script, width and case of a text, character by character, so that every offset stays true.

    >>> fold("輝達NVIDIA（ＮＶＤＡ）")
    '辉达nvidia(nvda)'
    >>> len(fold("𠀀臺灣")) == len("𠀀臺灣")
    True
    """
    return text.translate(_FOLD)


_NOT_NAME = re.compile(r"[\s·・‧•\-'\"“”‘’「」『』《》<>()\[\].,，、&]")


@functools.lru_cache(maxsize=200_000)
def name_key(name: str) -> str:
    """Give the key under which two spellings of one name are equal: script, width, case, spacing and marks folded.

    >>> name_key("百度 集團") == name_key("百度集团")
    True
    """
    return _NOT_NAME.sub("", fold(unicodedata.normalize("NFKC", name)))


def simplified(text: str) -> str:
    """Convert a text to Simplified characters.

    >>> simplified("摩爾線程")
    '摩尔线程'
    """
    return str(_converter("t2s").convert(text))


def traditional(text: str) -> str:
    """Convert a text to Traditional characters, in the forms that Hong Kong and Taiwan both write (為, 台).

    >>> traditional("摩尔线程")
    '摩爾線程'
    """
    return str(_converter("s2hk").convert(text))


def script_of(text: str) -> str:
    """Tell the language tag of a text: `zh-Hans`, `zh-Hant` or `en`.

    >>> script_of("摩爾線程"), script_of("摩尔线程"), script_of("Moore Threads")
    ('zh-Hant', 'zh-Hans', 'en')
    """
    sample = text[:_SAMPLE]
    han = len(_HAN.findall(sample))
    if han * 10 < len(sample.strip()) and not han > 20:
        return "en" if han == 0 or han * 20 < len(sample) else "zh-Hans"
    as_simple = sum(map(operator.ne, sample, sample.translate(_SIMPLE)))
    as_traditional = sum(map(operator.ne, sample, sample.translate(_TRADITIONAL)))
    return "zh-Hant" if as_simple > as_traditional else "zh-Hans"


_SAMPLE = 4000  # characters: enough to tell a script by
_HAN = re.compile(r"[\u3400-\u9fff]")


class _ScriptTable(dict[int, int]):
    """Maps a character to its form in a script, filled on demand from OpenCC."""

    def __init__(self, config: str) -> None:
        super().__init__()
        self._config = config

    def __missing__(self, code: int) -> int:
        char = chr(code)
        other = _converter(self._config).convert(char) if code >= 0x2E80 else char
        self[code] = ord(other) if len(other) == 1 else code
        return self[code]


_SIMPLE, _TRADITIONAL = _ScriptTable("t2s"), _ScriptTable("s2hk")
