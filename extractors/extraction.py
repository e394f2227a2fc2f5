"""From one article to what it says: its mentions and its claims."""

from __future__ import annotations

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..graph.errors import DataFileError
from ..graph.model import Article, Extraction, Mention
from ..graph.premises import Known
from ..graph.schema import Schema, load_schema
from ..graph.text import fold, name_key
from .bylines import is_name
from .claims import Draft, sentence_claims
from .context import Context
from .fullnames import Name
from .lexicon import lexicon_digest
from .masking import FILLER, Token, mask
from .matching import Matcher, default_matcher
from .materials import shipped_digest
from .names import NameFinder, default_finder, sources_of
from .persons import find_roles
from .reference import References
from .rules import Rule
from .sentences import split_sentences
from .subject import topic_of
from .token_rows import token_row
from .words import Words, cut_words, edge_words

_CREDITED = 95  # rank: metadata says that it is one
_INLINE = frozenset({"footnote", "widget", "quote"})


@dataclass(slots=True)
class Group:
    """A mention in the making: one written form of one type."""

    form: str
    type: str
    at: list[int]
    names: list[Name]


class Extractor:
    """Reads articles with one set of names and rules."""

    def __init__(self, finder: NameFinder, matcher: Matcher, schema: Schema) -> None:
        self._finder, self._matcher, self._schema = finder, matcher, schema
        self.lexicon = finder.lexicon
        self.version = _version(finder.lexicon.digest, schema)

    def __call__(self, article: Article) -> Extraction:
        """Give everything that an article says."""
        groups, found = self.contexts(article)
        drafts = [draft for context, rules, cues in found for draft in sentence_claims(context, rules, cues)]
        return _numbered(article, groups, drafts, self.version)

    def contexts(self, article: Article, *, every: bool = False) -> tuple[list[Group], Iterator[Candidates]]:
        """Give an article's mentions, and its sentences with the rules that may match in them, in order.

        Sentences with fewer than two names are left out, and those that no rule can match unless `every` sentence is wanted.
        """
        folded = fold(article.text)
        clean = blank_noise(folded, article)
        roles = find_roles(clean)
        words = cut_words(clean)
        names = self._finder.find(article.text, folded, clean, words, roles)
        credited = (self._finder.identified(name, folded) for name in _credits(article))
        names = sorted([*names, *credited], key=lambda name: name.start)
        groups, index = _grouped(article.text, names)
        return groups, self._candidates(article, clean, words, names, index, [g.type for g in groups], every)

    def _candidates(
        self,
        article: Article,
        clean: str,
        words: Words,
        names: list[Name],
        index: dict[int, int],
        types: list[str],
        every: bool,
    ) -> Iterator[Candidates]:
        sentences = split_sentences(clean)
        cues = self._matcher.cues(clean)
        tokens = token_row(article, clean, words, names, index)
        sources = sources_of(clean, names)
        about, sure = topic_of(article, clean, [n for n in names if n.start not in sources], sentences)
        topic = index[about.start] if about else None
        references = References(topic, sure=sure)
        t = c = 0
        for number, sentence in enumerate(sentences):
            inside: list[Token] = []
            while t < len(tokens) and tokens[t].start < sentence.end:
                if tokens[t].start >= sentence.start and tokens[t].end <= sentence.end:
                    inside.append(tokens[t])
                t += 1
            present: set[int] = set()
            while c < len(cues) and cues[c][0] < sentence.end:
                if cues[c][0] >= sentence.start:
                    present.add(cues[c][1])
                c += 1
            inside = references.resolve(inside, clean, sources)
            enough = len(inside) > 1 or any(token.pair for token in inside)
            rules = self._matcher.candidates(present) if enough else []
            if not (rules or (every and enough)):
                continue
            following = sentences[number + 1] if number + 1 < len(sentences) else None
            masked = mask(clean, sentence.start, sentence.end, inside)
            context = Context(
                article, clean, sentence, following, masked, inside, sources, references, self._schema, types
            )
            yield context, rules, self._matcher.words(present)


Candidates = tuple[
    Context, list[Rule], frozenset[str]
]  # a sentence, the rules that may match in it, the cue words in it


def _credits(article: Article) -> Iterator[Name]:
    """Give the authors and the medium that bylines name: they are mentioned, though nothing is claimed in a byline."""
    persons = [author for author in article.authors if is_name(fold(author))]
    for span in article.noise:
        if span.kind != "byline":
            continue
        for form, kind in (*((person, "person") for person in persons), (article.publisher or "", "organization")):
            start = article.text.find(form, span.start, span.end) if form else -1
            if start >= 0:
                yield Name(start, start + len(form), kind, _CREDITED, found_by="byline")


def blank_noise(folded: str, article: Article) -> str:
    """Blank what is not the article, so that no name and no rule reaches into it; the length stays.

    Noise inside a sentence becomes fillers, any other becomes line ends, which no rule crosses. In notes whose items end
    with their footnote marks, those are line ends too.
    """
    if not article.noise:
        return folded
    inline = _INLINE - {"footnote"} if _ends_items(folded, article) else _INLINE
    out, place = [], 0
    for span in sorted(article.noise, key=lambda n: n.start):
        start = max(span.start, place)
        if span.end > start:
            out += [folded[place:start], (FILLER if span.kind in inline else "\n") * (span.end - start)]
            place = span.end
    return "".join(out) + folded[place:]


def _ends_items(folded: str, article: Article) -> bool:
    """Tell whether the next item of a list follows a footnote mark: "…同比增长31.4%[1]- 经调整EBITDA…"."""
    return any(n.kind == "footnote" and _ITEM.match(folded, n.end) for n in article.noise)


_ITEM = re.compile(r"\s?[*•\-]\s")


def _grouped(text: str, names: list[Name]) -> tuple[list[Group], dict[int, int]]:
    """Group names by written form and type; give the groups and, for each name's offset, the index of its group."""
    groups: list[Group] = []
    of: dict[tuple[str, str], int] = {}
    index: dict[int, int] = {}
    for name in names:
        key = (text[name.start : name.end], name.type)
        if key not in of:
            of[key] = len(groups)
            groups.append(Group(*key, [], []))
        group = groups[of[key]]
        group.at.append(name.start)
        group.names.append(name)
        index[name.start] = of[key]
    return groups, index


def _numbered(article: Article, groups: list[Group], drafts: list[Draft], version: str) -> Extraction:
    """Number the mentions by first place and write the claims out; places count only where a claim names them."""
    drafts = _between_two(drafts, groups)
    acting = {(i, t) for d in drafts for i, t in ((d.subject, d.subject_type), (d.object, d.object_type))}
    wanted = [(i, g.type) for i, g in enumerate(groups) if g.type != "place" and not _is_market(g)]
    wanted += sorted(acting - set(wanted))
    wanted.sort(key=lambda w: (groups[w[0]].at[0], w[1]))
    number = {w: n for n, w in enumerate(wanted, 1)}
    by_form: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for w in wanted:
        by_form[name_key(groups[w[0]].form)].append(w)
    employers = {d.subject: d for d in drafts if d.relation == "holds_position"}
    mentions = []
    for w in wanted:
        group = groups[w[0]]
        same = {
            number[o]
            for n in group.names
            for s in n.same_as
            for o in by_form.get(name_key(s), ())
            if o != w and o[1] == w[1]
        }
        tickers = tuple(sorted({t for n in group.names for t in n.tickers}))
        known = next(
            (n.known_as for n in group.names if n.known_as and _names_type(n.known_as, w[1], group.type)), None
        )
        employer = employers.get(w[0]) if w[1] == "person" else None
        at = number.get((employer.object, employer.object_type)) if employer else None
        mentions.append(
            Mention(article.id, number[w], group.form, w[1], tuple(group.at), tickers, known, tuple(sorted(same)), at)
        )
    claims = dict.fromkeys(
        d.claim(article, number[d.subject, d.subject_type], number[d.object, d.object_type]) for d in drafts
    )
    return Extraction(article, tuple(mentions), tuple(claims), version)


def _is_market(group: Group) -> bool:
    """Tell whether a name means a market at large (A shares): a thing of the graph only where a claim names it."""
    return group.type == "exchange" and fold(group.form) in edge_words("markets")


def _names_type(known_as: str, acting: str, written: str) -> bool:
    """Tell whether a lexicon's id still holds for a name that acts as another type: Hong Kong as an exchange is no state."""
    return acting == written or known_as.startswith(f"{acting}/")


def _between_two(drafts: list[Draft], groups: list[Group]) -> list[Draft]:
    """Leave out the claims of a thing about itself under two of its names; only a buy-back is about itself."""
    same: dict[int, int] = {}
    seen: dict[str, int] = {}

    def root(i: int) -> int:
        while same.setdefault(i, i) != i:
            i = same[i]
        return i

    for i, group in enumerate(groups):
        keys = {name_key(group.form)} | {name_key(s) for n in group.names for s in n.same_as}
        keys |= {t for n in group.names for t in n.tickers} | {n.known_as for n in group.names if n.known_as}
        for key in sorted(keys):
            same[root(i)] = root(seen.setdefault(key, i))
    return [d for d in drafts if d.subject == d.object or root(d.subject) != root(d.object)]


Recipe = tuple[tuple[Path, str], ...]  # the user's own lexicons, each with a hash of its content


def recipe_for(lexicon: Iterable[Path]) -> Recipe:
    """Say what to make an extractor of: the user's own lexicons as they are; DataFileError where one can't be read."""
    out = []
    for path in lexicon:
        try:
            out.append((path, hashlib.sha256(path.read_bytes()).hexdigest()))
        except OSError as error:
            raise DataFileError(f"{path}: can't be read: {error.strerror}") from error
    return tuple(out)


def version_of(recipe: Recipe) -> str:
    """Give the version of the extractor that a recipe makes, which need not be made for that: it changes with anything in it."""
    return _version(lexicon_digest(path for path, _ in recipe), load_schema())


def known_to(recipe: Recipe) -> Known:
    """Give what the lexicon of a recipe knows, read when it is needed."""
    digest = f"{shipped_digest()} {lexicon_digest(path for path, _ in recipe)}"
    return Known(digest, lambda: make_extractor(recipe).lexicon.entities)


def _version(lexicon: str, schema: Schema) -> str:
    return hashlib.sha256("\0".join((shipped_digest(), lexicon, schema.digest)).encode()).hexdigest()[:16]


@functools.lru_cache(maxsize=4)
def make_extractor(recipe: Recipe) -> Extractor:
    """Make an extractor, once for each recipe: with all that travels with the package and the user's own lexicons."""
    return Extractor(default_finder(*(path for path, _ in recipe)), default_matcher(), load_schema())


def default_extractor() -> Extractor:
    """Make the extractor with everything that travels with the package."""
    return make_extractor(())


def extract(article: Article) -> Extraction:
    """Give everything that an article says, with the names and rules that travel with the package."""
    return make_extractor(())(article)
