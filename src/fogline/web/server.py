"""One server's state, and the ways from a request to its response."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from fogline.control import Control, weigh
from fogline.disk_cache import DiskCache, program
from fogline.ledger import DocumentRow, Judgement, LedgerError
from fogline.web import layers_view, map_view, places_view
from fogline.web.basemap import BaseMap, Tiles
from fogline.web.clients import client_of
from fogline.web.encoding import GEOJSON, JSON, to_json
from fogline.web.error_responses import Problem
from fogline.web.estimate_cache import EVERYTHING, EstimateCache, Lens
from fogline.web.job_queue import JobQueue
from fogline.web.ledger_snapshot import LedgerSnapshot
from fogline.web.masking import without_text
from fogline.web.response_cache import Key, ResponseCache
from fogline.web.settings import Settings
from fogline.web.workers import Work

FromClaims = Callable[[LedgerSnapshot], bytes]
FromEstimate = Callable[[LedgerSnapshot, Control], bytes]
# What is worked out before anybody asks: the fronts of a year and a month, and the weights of the
# claims about the places named most. Nobody waits for it.
_DAYS, _PLACES = 400, 1_000
# How long before the day the map's changes begin, as long as nobody chooses another day.
_WEEK = timedelta(7)


class Server:
    """The ledger's snapshots and estimates, the jobs, and the responses that are kept."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.estimates = settings, EstimateCache(settings)
        self._times = DiskCache(settings.cache, program())
        self.jobs = JobQueue(settings.patience, pace=json.loads(self._times.read("pace") or "{}"))
        self.responses = ResponseCache(self.jobs, self.estimates.disk)
        self.basemap = BaseMap()
        # Wrong review tokens, by client.
        self.guesses = MovingWindowRateLimiter(MemoryStorage())
        self.tiles = Tiles(settings.tiles) if settings.tiles else None
        self._newest, self._estimated = "", self.estimates.snapshot()

    def precompute(self, snapshot: LedgerSnapshot) -> None:
        """Begin with what is likely to be asked of a snapshot.

        That is the estimate, then its days from the last, then its places.
        """
        version = self._newest = snapshot.version
        kind, size = self.estimates.effort(snapshot, EVERYTHING)
        work = Work("the estimate", slow=True, kind=kind, size=size)
        self.jobs.start((version, "estimate"), partial(self._estimate, snapshot), work)
        self.jobs.run_when_idle(self._likely(snapshot))

    def _likely(self, snapshot: LedgerSnapshot) -> Iterator[Callable[[], object]]:
        version, prepare = snapshot.version, self.responses.prepare
        for name, make in (("basemap", self.basemap.around), ("water", self.basemap.water)):
            yield partial(prepare, (version, name), partial(make, snapshot.theatre), GEOJSON)
        yield self._keep_pace
        if not self.estimates.has(snapshot, EVERYTHING):
            return  # no estimate can be made, and who asks is told why; or there is a newer one
        control = self.estimates.control(snapshot, EVERYTHING)
        yield partial(prepare, (version, "war"), lambda: to_json(map_view.war(snapshot, control)))
        yield partial(
            prepare,
            (version, "places", "en"),
            lambda: to_json(places_view.places(snapshot, control)),
        )
        days = (control.last - control.first_shown).days + 1
        steps = [
            step
            for k in range(min(days, _DAYS))
            for step in self._of_day(version, control, control.last - timedelta(k))
        ]
        counts, known = snapshot.claim_counts, control.position
        told = sorted(counts, key=lambda id: -counts[id])[:_PLACES]
        # A front from disk leaves the ground of the places to be divided when another is asked for.
        steps.append(partial(map_view.war, snapshot, control))
        steps += [partial(weigh, control, id) for id in told if id in known]
        for step in steps:
            if version != self._newest:
                return
            yield step

    def _estimate(self, snapshot: LedgerSnapshot) -> None:
        if snapshot.version == self._newest:
            self.estimates.control(snapshot, EVERYTHING)
            self._estimated = snapshot

    def _keep_pace(self) -> None:
        """Keep how long works took, so that the next start can say how long they will."""
        self._times.write("pace", json.dumps(dict(self.jobs.pace)).encode())

    def _of_day(self, version: str, control: Control, day: date) -> Iterator[Callable[[], object]]:
        """What the map shows of a day: its front, its layers, and what changed in a week."""
        since = max(control.first_shown, day - _WEEK)
        for key, make in (
            (("front", day), lambda: map_view.front(control, day)),
            (("layers", day), lambda: layers_view.layers(control, day)),
            (("changed", since, day), lambda: layers_view.changed(control, since, day)),
        ):
            made = partial(_json_of, make)
            yield partial(self.responses.prepare, (version, EVERYTHING, *key), made, GEOJSON)

    def close(self) -> None:
        """End the work and close the files."""
        self.jobs.close()
        self._keep_pace()
        if self.tiles:
            self.tiles.close()
        self.estimates.close()

    async def snapshot(self) -> LedgerSnapshot:
        """The newest snapshot; the ledger is read beside the requests."""
        estimates = self.estimates
        if estimates.fresh:
            snapshot = estimates.snapshot()
        else:
            snapshot = await run_in_threadpool(estimates.snapshot)
        if snapshot.version != self._newest:
            self.precompute(snapshot)
        return snapshot

    async def estimated_snapshot(self) -> LedgerSnapshot:
        """The newest snapshot that has its estimate: while a ledger grows, some seconds old."""
        snapshot = await self.snapshot()
        known = (snapshot, self._estimated)
        return next((s for s in known if self.estimates.has(s, EVERYTHING)), snapshot)

    async def lens(self, as_of: date | None, source: str) -> Lens:
        """A lens, checked.

        Raises:
            Problem: no such publisher.
        """
        return self.estimates.lens(as_of, source, await self.snapshot())

    async def from_claims(
        self,
        request: Request,
        key: Key,
        make: FromClaims,
        media_type: str = JSON,
        as_of: date | None = None,
    ) -> Response:
        """A response made of claims alone, by a day those that were known then."""
        snapshot = await self.snapshot()
        full = (snapshot.version, *key)

        def made() -> bytes:
            return make(self.estimates.known_by(snapshot, as_of))

        work = Work("the claims", client=client_of(request.client))
        return await self.responses.respond(request, full, made, media_type, work=work)

    async def from_estimate(
        self,
        request: Request,
        key: Key,
        make: FromEstimate,
        media_type: str = JSON,
        *,
        what: str,
        slow: bool = False,
    ) -> Response:
        """A response made of the estimate of everything."""
        snapshot = await self.estimated_snapshot()
        full = (snapshot.version, *key)
        return await self._respond(
            request, snapshot, EVERYTHING, full, make, media_type, what=what, slow=slow
        )

    async def from_lens(
        self,
        request: Request,
        key: Key,
        as_of: date | None,
        source: str,
        make: FromEstimate,
        media_type: str = JSON,
        *,
        slow: bool = False,
    ) -> Response:
        """A response made of the estimate through a lens."""
        snapshot = await self.estimated_snapshot()
        lens = self.estimates.lens(as_of, source, snapshot)
        full, what = (snapshot.version, lens, *key), f"the estimate {lens.words()}"
        return await self._respond(
            request, snapshot, lens, full, make, media_type, what=what, slow=slow
        )

    async def _respond(
        self,
        request: Request,
        snapshot: LedgerSnapshot,
        lens: Lens,
        key: Key,
        make: FromEstimate,
        media_type: str,
        *,
        what: str,
        slow: bool,
    ) -> Response:
        estimated = self.estimates.has(snapshot, lens)
        kind, size = (_path(request), 1.0) if estimated else self.estimates.effort(snapshot, lens)

        def made() -> bytes:
            found = self.estimates.has(snapshot, lens)
            control = self.estimates.control(snapshot, lens)
            self.jobs.reached(key, steps, timed=estimated or not found)
            return make(self.estimates.known_by(snapshot, lens.as_of), control)

        steps = 1 if estimated else 2
        work = Work(
            what=what,
            slow=slow or not estimated,
            client=client_of(request.client),
            kind=kind,
            size=size,
            steps=steps,
            after=(snapshot.version, "estimate"),
        )
        return await self.responses.respond(request, key, made, media_type, work=work)

    def document(self, document: str) -> DocumentRow:
        """A document's row in the ledger.

        Raises:
            Problem: no such document.
        """
        try:
            found = self.estimates.ledger.document(document)
        except LedgerError as error:
            advice = error.advice or "the claims name the documents that there are"
            raise Problem(404, error.what, error.why, advice) from error
        return found if self.settings.texts else without_text(found)

    def judge(self, made: Sequence[Judgement]) -> int:
        """Keep judgements of a claim in the ledger; how many were new.

        Raises:
            Problem: no such claim, or a value that it can't have.
        """
        try:
            return self.estimates.judge(made)
        except LedgerError as error:
            advice = error.advice or "look for it among the claims"
            known = self.estimates.ledger.has_claim(made[0].claim)
            raise Problem(422 if known else 404, error.what, error.why, advice) from error


def _json_of(make: Callable[[], object]) -> bytes:
    return to_json(make())


def server_of(request: Request) -> Server:
    """The server that a request came to."""
    server: Server = request.app.state.server
    return server


def _path(request: Request) -> str:
    """The route of a request, without what it names."""
    return str(getattr(request.scope.get("route"), "path", request.url.path))
