import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from guanxi.exports.server.limits import Limits
from guanxi.exports.server.negotiation import Format
from guanxi.exports.server.pool import Pool
from guanxi.exports.server.queries import Query
from guanxi.exports.server.tasks import Refused

JSON = Format("json", "application/json")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def query(sparql: str) -> Query:
    return Query(sparql, (), (), JSON, None)


@asynccontextmanager
async def started(store: Path, **limits: Any) -> AsyncIterator[Pool]:
    pool = Pool(store, Limits(**{"workers": 1, **limits}))
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


async def asked(pool: Pool, task: Any) -> bytes:
    async with pool.asked(task) as answer:
        return b"".join([piece async for piece in answer.pieces])


async def refused(pool: Pool, task: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        await asked(pool, task)
    return caught.value


def test_more_than_may_wait_are_turned_away(store: Path) -> None:
    async def crowd() -> None:
        async with started(store, waiting=1, seconds=1.0) as pool:
            first = asyncio.create_task(refused(pool, query(ENDLESS)))
            await asyncio.sleep(0)
            second = asyncio.create_task(asked(pool, query("ASK {}")))
            await asyncio.sleep(0)
            turned_away = await refused(pool, query("ASK {}"))
            assert (turned_away.status, turned_away.headers) == (503, {"Retry-After": "5"})
            assert (await first).status == 504
            second.cancel()

    asyncio.run(crowd())


def test_a_worker_that_was_ended_from_outside_is_replaced(store: Path) -> None:
    async def kill() -> None:
        async with started(store) as pool:
            (worker,) = pool._workers
            os.kill(worker._process.pid, signal.SIGKILL)
            await worker.gone()
            assert await asked(pool, query("ASK {}")) == b'{"head":{},"boolean":true}'

    asyncio.run(kill())


def test_an_error_that_nobody_foresaw_costs_one_worker(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async def break_() -> None:
        async with started(store) as pool:
            assert (await refused(pool, "no task")).status == 500
            assert await asked(pool, query("ASK {}"))

    asyncio.run(break_())
    assert "AttributeError" in capfd.readouterr().err


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    async def open_() -> None:
        with pytest.raises(Refused, match="there is no store here") as caught:
            async with started(tmp_path / "none"):
                pass
        assert caught.value.status == 503

    asyncio.run(open_())


def test_whoever_leaves_early_ends_the_worker_at_it(store: Path) -> None:
    async def leave() -> None:
        async with started(store) as pool:
            (before,) = pool._workers
            async with pool.asked(query("SELECT * { ?a ?b ?c . ?d ?e ?f }")) as answer:
                assert answer.length is None
            await before.gone()
            assert await asked(pool, query("ASK {}"))

    asyncio.run(leave())
