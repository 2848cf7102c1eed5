"""The house: the desk, the jobs and the answers of one server, and the ways to a question's answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from fogline.control import Control
from fogline.ledger import LedgerError
from fogline.web import basemap, views
from fogline.web.answers import GEOJSON, JSON, Answers
from fogline.web.desk import Desk, Lens
from fogline.web.edition import Edition
from fogline.web.jobs import Jobs
from fogline.web.problem import Problem, dumped
from fogline.web.settings import Settings

About = Callable[[Edition, Control], bytes]
_DAYS, _PLACES = 400, 1_000


class House:
    """One server's state."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.desk = settings, Desk(settings)
        self.jobs = Jobs(settings.patience)
        self.answers = Answers(self.jobs)
        self._newest, self._settled = "", self.desk.edition()
        self.tiles = basemap.Tiles(settings.tiles) if settings.tiles else None

    def warm(self, edition: Edition) -> None:
        """Begin with what is likely to be asked of an edition: the estimate, then its days from the last, then its places."""
        self._newest = edition.mark
        self.jobs.idle(self._likely(edition))

    def _likely(self, edition: Edition) -> Iterator[Callable[[], Any]]:
        mark = edition.mark
        yield partial(self._settle, edition)
        yield lambda: self.answers.prepare(
            (mark, "basemap"), lambda: basemap.around(edition.theatre), GEOJSON
        )
        if not self.desk.ready(edition, Lens()):
            return  # there is no estimate, and who asks is told why; or there is a newer edition
        control = self.desk.control(edition, Lens())
        steps: list[Callable[[], Any]] = [
            partial(self._draw, mark, control, control.last - timedelta(k))
            for k in range(min(control.basis.days, _DAYS))
        ]
        named = sorted(edition.spoken, key=lambda i: -edition.spoken[i])[:_PLACES]
        steps += [partial(control.weigh, id) for id in named if id in control.basis.field.position]
        for step in steps:
            if mark != self._newest:
                return
            yield step

    def _settle(self, edition: Edition) -> None:
        if edition.mark == self._newest:
            self.desk.control(edition, Lens())
            self._settled = edition

    def _draw(self, mark: str, control: Control, day: date) -> None:
        self.answers.prepare(
            (mark, Lens(), "front", day), lambda: dumped(views.front(control, day)), GEOJSON
        )

    def close(self) -> None:
        """End the work and let the ledger go."""
        self.jobs.close()
        if self.tiles:
            self.tiles.close()
        self.desk.close()

    async def edition(self) -> Edition:
        """The newest edition; the ledger is looked at beside the requests."""
        edition = (
            self.desk.edition() if self.desk.fresh else await run_in_threadpool(self.desk.edition)
        )
        if edition.mark != self._newest:
            self.warm(edition)
        return edition

    async def settled(self) -> Edition:
        """The newest edition that has its estimate; while a ledger grows the map may be some seconds behind it."""
        edition = await self.edition()
        return self._settled if self.desk.ready(self._settled, Lens()) else edition

    async def lens(self, as_of: date | None, source: str) -> Lens:
        """A lens, checked.

        Raises:
            Problem: no such publisher.
        """
        return self.desk.lens(as_of, source, await self.edition())

    async def plain(
        self,
        request: Request,
        question: tuple[object, ...],
        make: Callable[[Edition], bytes],
        kind: str = JSON,
    ) -> Response:
        """An answer from claims alone."""
        edition = await self.edition()
        return await self.answers.answer(
            request, (edition.mark, *question), lambda: make(edition), kind, what="the claims"
        )

    async def about(
        self,
        request: Request,
        question: tuple[object, ...],
        make: About,
        kind: str = JSON,
        *,
        what: str,
        slow: bool = False,
    ) -> Response:
        """An answer from the estimate of everything."""
        edition = await self.settled()
        return await self._estimated(
            request, edition, Lens(), (edition.mark, *question), make, kind, what, slow
        )

    async def through(
        self,
        request: Request,
        question: tuple[object, ...],
        as_of: date | None,
        source: str,
        make: About,
        kind: str = JSON,
        *,
        slow: bool = False,
    ) -> Response:
        """An answer from the estimate through a lens."""
        edition = await self.settled()
        lens = self.desk.lens(as_of, source, edition)
        what = f"the estimate {views.lens_told(lens)}"
        return await self._estimated(
            request, edition, lens, (edition.mark, lens, *question), make, kind, what, slow
        )

    async def _estimated(
        self,
        request: Request,
        edition: Edition,
        lens: Lens,
        question: tuple[object, ...],
        make: About,
        kind: str,
        what: str,
        slow: bool,
    ) -> Response:
        slow = slow or not self.desk.ready(edition, lens)
        return await self.answers.answer(
            request,
            question,
            lambda: make(edition, self.desk.control(edition, lens)),
            kind,
            slow=slow,
            what=what,
        )

    def document(self, document: str) -> dict[str, Any]:
        """A document's row.

        Raises:
            Problem: no such document.
        """
        try:
            return self.desk.ledger.document(document)
        except LedgerError as error:
            raise Problem(
                404, str(error), "the claims name the documents that there are"
            ) from error


def house_of(request: Request) -> House:
    """The house that a request came to."""
    house: House = request.app.state.house
    return house
