"""What the commands about identity do: from names as people write them to judgements, and what comes of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.text import Text

from ..graph.errors import NotFound, StoreBusy, WrongUse
from ..graph.judgements import Judgement, Side, Verdict, judge, read_log, reject, undo
from ..graph.lookup import BARE, claims_with, entities, iri_of, label_of, matches, rows
from ..graph.model import Entity
from ..graph.names import all_names, fullness, typed_key
from ..graph.namespace import VIEW, article_iri, relation_term
from ..graph.persons import PERSON
from ..graph.rejections import Rejection, reading
from ..graph.storage import Place
from ..graph.store import is_published, open_reader, open_writer
from .console import complain, console, print_json, styled
from .list_entries import entry_side

if TYPE_CHECKING:
    from ..graph.candidates import Candidate
    from ..graph.reasons import Reason
    from ..graph.storage import Reader

_SHOWN = 20  # claims that are named where a sentence makes several


def pass_judgement(store: Place, verdict: Verdict, a: str, b: str, *, kind: str | None, reason: str) -> str:
    """Write down that two names are one thing or two, let the graph follow, and say what came of it."""
    with ExitStack() as stack:
        reader = stack.enter_context(open_reader(store)) if is_published(store) else None
        sides = [side_for(reader, name, kind) for name in (a, b)]
    made = judge(store, verdict, *sides, reason=reason)
    said = f"judgement {made.number}: {made}"
    return f"{said}; {follow(store)}"


def reject_claim(store: Place, claim: str, *, reason: str) -> str:
    """Write down that a claim is wrong, let the graph follow, and say what came of it."""
    with open_reader(store) as reader:
        about = reading(reader, claim if claim.startswith("claim/") else _claim_with(reader, claim))
    made = reject(store, about, reason=reason)
    return f"judgement {made.number}: {made}; {follow(store)}"


def _claim_with(reader: Reader, words: str) -> str:
    """Give the id of the one claim whose sentence holds these words; NotFound and WrongUse where it is not one."""
    found = claims_with(reader, reader.search_index().sentences(words, _SHOWN))
    if not found:
        raise NotFound(f"no claim's sentence holds {words}")
    if len(found) > 1:
        told = "; ".join(f"{c.id}: {label_of(c.subject)} {c.relation} {label_of(c.object)}" for c in found.values())
        raise WrongUse(f"several claims' sentences hold {words}, give the id of one: {told}")
    return next(iter(found.values())).id


def take_back(store: Place, number: int | None) -> str:
    """Take a judgement back, let the graph follow, and say what came of it."""
    gone = undo(store, number)
    return f"took back judgement {gone.number}: {gone}; {follow(store)}"


def follow(store: Place) -> str:
    """Let the graph follow the judgements now, unless a build runs that will; say which."""
    if not is_published(store):
        return "it will count when the first build publishes"
    try:
        with open_writer(store, known=None):
            pass  # closing publishes
    except StoreBusy:
        return "a build is running, which will take it up when it next publishes"
    return "the graph follows"


# From a name to a side


def side_for(reader: Reader | None, text: str, kind: str | None) -> Side:
    """Find what a name means: NAME, TICKER, an entity's id, a person's NAME@ORGANISATION, or a mention's NAME@ARTICLE.

    An entry of a sanctions list is LIST#KEY or NAME@LIST.
    `kind` is its type, where it is not in the graph yet. NotFound with what is near for what nothing is called,
    WrongUse where it could mean several things.
    """
    if reader is None:
        if kind is None:
            raise WrongUse(f"{text}: nothing is published yet; say with --type what kind of thing it is")
        return Side(text, kind)
    if found := _by_id(reader, text):
        return _side_of(reader, found)
    if (entry := entry_side(reader, text)) is not None:
        return entry
    name, _, where = text.rpartition("@")
    if name and where:
        return _side_at(reader, name, where)
    try:
        sure = [match for match in matches(reader, text) if match.rank <= BARE]
    except NotFound:
        sure = []
        if kind is None:
            raise
    found_here = [match.entity for match in sure if match.rank == sure[0].rank and kind in (None, match.entity.type)]
    if not found_here:
        if kind is None:
            raise NotFound(f"nothing in the graph is called {text}; --type says what it is where it is not there yet")
        return Side(text, kind)
    if len(found_here) > 1:
        ids = ", ".join(entity.id for entity in found_here)
        raise WrongUse(f"{text} could be {ids}: give one of these ids, or NAME@ORGANISATION, or NAME@ARTICLE")
    return _side_of(reader, found_here[0], text)


def _by_id(reader: Reader, text: str) -> Entity | None:
    if "/" not in text:
        return None
    iri = iri_of(Entity(text, "", ()))
    return entities(reader, [iri]).get(iri)


def _side_at(reader: Reader, name: str, where: str) -> Side:
    """Give the side for a mention in an article, or for a person at an organisation."""
    if where in reader.stamps():
        query = f"SELECT ?w ?t WHERE {{ GRAPH <{article_iri(where)}> {{ ?m gx:asWritten ?w ; gx:mentionType ?t }} }}"
        for form, term in sorted(rows(reader, query)):
            kind = term.rpartition("#")[2].lower()
            if typed_key(form, kind) == typed_key(name, kind):
                return Side(form, kind, article=where)
        raise NotFound(f"article {where} mentions nothing called {name}")
    persons = [match.entity for match in matches(reader, name) if match.entity.type == PERSON and match.rank <= BARE]
    if not persons:
        raise NotFound(f"{name}@{where}: {where} is no article, and no person is called {name}")
    key = typed_key(where, "company")
    for person in persons:
        for form in _organizations(reader, person):
            if typed_key(form, "company") == key:
                return Side(name, PERSON, at=form)
    raise NotFound(f"{name}@{where}: nobody called {name} is at {where} in the graph")


def _side_of(reader: Reader, entity: Entity, text: str = "") -> Side:
    """Give the side for an entity, by the name that was asked for where it has that, else by one that is its own."""
    label = label_of(entity)
    if entity.type == PERSON:
        return Side(label, PERSON, at=next(iter(_organizations(reader, entity)), None))
    ticker = next((t for t in entity.tickers if t.upper() == text.upper()), None)
    if ticker:
        return Side(label, entity.type, ticker=ticker)
    if any(typed_key(name, entity.type) == typed_key(text, entity.type) for name in all_names(entity)):
        return Side(text, entity.type)
    for name in (label, *sorted(all_names(entity), key=fullness)):
        key = typed_key(name, entity.type)
        if entity.id == f"{entity.type}/{key}":
            return Side(name, entity.type)  # what stands apart under this very name
        same = (match.entity for match in matches(reader, name) if match.rank <= BARE)
        if all(e.id == entity.id or key not in {typed_key(n, e.type) for n in all_names(e)} for e in same):
            return Side(name, entity.type)
    if entity.tickers:
        return Side(label, entity.type, ticker=entity.tickers[0])
    raise WrongUse(f"{entity.id}: others have all its names too; say which mention you mean by NAME@ARTICLE")


def _organizations(reader: Reader, person: Entity) -> list[str]:
    """Give the organisations that texts place a person at, as they are written, the fullest first."""
    holds = relation_term("holds_position")
    query = f"""SELECT DISTINCT ?w WHERE {{ ?m gx:entity <{iri_of(person)}> .
        {{ ?m gx:organization ?o }} UNION {{ ?c gx:subjectMention ?m ; rdf:predicate gx:{holds} ; gx:objectMention ?o }}
        ?o gx:asWritten ?w }}"""
    return sorted((form for (form,) in rows(reader, query)), key=lambda form: (-fullness(form), form))


# Printing


def print_judgements(store: Place, *, json: bool) -> None:
    """Print all judgements with whether they hold; lines that are none go to stderr."""
    is_published(store)  # raises where there is no store
    log = read_log(store)
    for skipped in log.skipped:
        complain(str(skipped))
    if json:
        print_json([{**asdict(one), "undone": one.number in log.undone} for one in log.every])
        return
    out = console()
    for one in log.every:
        gone = one.number in log.undone
        said = styled(f"{one.number}. {one}", "dim" if gone else "")
        out.print(Text("  ").join([said, *(styled(note, "dim") for note in _notes(one, undone=gone))]))
    if not log.every:
        out.print("no judgements yet; guanxi candidates shows what to look at")


def _notes(judgement: Judgement | Rejection, *, undone: bool) -> Iterator[str]:
    if undone:
        yield "taken back"
    if judgement.reason:
        yield judgement.reason
    yield judgement.time[:10]


def print_candidates(found: Iterable[Candidate], *, json: bool) -> None:
    """Print pairs to look at, each with the words that judge it."""
    pairs = list(found)
    if json:
        print_json([{**asdict(pair), "a": _brief(pair.a), "b": _brief(pair.b)} for pair in pairs])
        return
    out = console()
    for pair in pairs:
        told = styled(f"{label_of(pair.a)} / {label_of(pair.b)}: {pair.reason}", "dim")
        out.print(Text("  ").join([styled(f"{pair.score:.2f}", "green"), styled(pair.a.id), styled(pair.b.id), told]))
    if not pairs:
        out.print("nothing to look at")


def _brief(entity: Entity) -> dict[str, object]:
    return {"id": entity.id, "type": entity.type, "label": label_of(entity), "tickers": entity.tickers}


def print_reasons(reader: Reader, entity: Entity, found: list[Reason], *, json: bool) -> None:
    """Print why an entity has its names, and whose it may be where it is ambiguous."""
    query = f"SELECT ?o WHERE {{ GRAPH <{VIEW}> {{ <{iri_of(entity)}> gx:mayBe ?o }} }}"
    may_be = [label_of(one) for one in entities(reader, [iri for (iri,) in rows(reader, query)]).values()]
    if json:
        print_json({"entity": _brief(entity), "may_be": may_be, "names": [asdict(reason) for reason in found]})
        return
    out = console()
    out.print(Text("  ").join([styled(label_of(entity), "bold"), styled(entity.id)]))
    if may_be:
        out.print(styled(f"ambiguous: it may be {', '.join(may_be)}", "yellow"))
    for name, group in itertools.groupby(found, key=lambda reason: reason.name):
        out.print(Text("  ").append_text(styled(name, "bold")))
        for reason in group:
            where = [styled(f"— {reason.article}", "dim")] if reason.article else []
            out.print(Text("    ").append_text(Text("  ").join([styled(reason.text), *where])))
