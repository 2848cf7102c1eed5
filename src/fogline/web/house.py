"""The house: the desk, the jobs and the answers of one server, and the ways to a question's answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from fogline.control import Control
from fogline.ledger import LedgerError
from fogline.web import basemap, views
from fogline.web.answers import GEOJSON, JSON, Answers
from fogline.web.desk import Desk, Lens
from fogline.web.edition import Edition
from fogline.web.jobs import Jobs
from fogline.web.problem import Problem
from fogline.web.settings import Settings

About = Callable[[Edition, Control], bytes]


class House:
    """One server's state."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.desk = settings, Desk(settings)
        self.jobs = Jobs(settings.patience)
        self.answers = Answers(self.jobs)
        self.tiles = basemap.Tiles(settings.tiles) if settings.tiles else None

    def warm(self) -> None:
        """Begin with the estimate of everything before anybody asks."""
        edition = self.desk.edition()
        self.jobs.begin((edition.mark, "whole"), lambda: self.desk.control(edition, Lens()))
        self.answers.begin((edition.mark, "basemap"), lambda: basemap.around(edition.theatre), GEOJSON)

    def close(self) -> None:
        """End the work and let the ledger go."""
        self.jobs.close()
        if self.tiles:
            self.tiles.close()
        self.desk.close()

    def lens(self, as_of: date | None, source: str) -> Lens:
        """A lens, checked.

        Raises:
            Problem: no such publisher.
        """
        return self.desk.lens(as_of, source, self.desk.edition())

    async def plain(self, request: Request, question: tuple[object, ...], make: Callable[[Edition], bytes], kind: str = JSON) -> Response:
        """An answer from claims alone."""
        edition = self.desk.edition()
        return await self.answers.answer(request, (edition.mark, *question), lambda: make(edition), kind, what="the claims")

    async def about(
        self, request: Request, question: tuple[object, ...], make: About, kind: str = JSON, *, what: str, slow: bool = False
    ) -> Response:
        """An answer from the estimate of everything."""
        edition = self.desk.edition()
        slow = slow or not self.desk.ready(edition, Lens())
        return await self.answers.answer(
            request, (edition.mark, *question), lambda: make(edition, self.desk.control(edition, Lens())), kind, slow=slow, what=what
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
        edition = self.desk.edition()
        lens = self.desk.lens(as_of, source, edition)
        slow = slow or not self.desk.ready(edition, lens)
        what = f"the estimate {views.lens_told(lens)}"
        return await self.answers.answer(
            request, (edition.mark, lens, *question), lambda: make(edition, self.desk.control(edition, lens)), kind, slow=slow, what=what
        )

    def document(self, document: str) -> dict[str, Any]:
        """A document's row.

        Raises:
            Problem: no such document.
        """
        try:
            return self.desk.ledger.document(document)
        except LedgerError as error:
            raise Problem(404, str(error), "the claims name the documents that there are") from error


def house_of(request: Request) -> House:
    """The house that a request came to."""
    house: House = request.app.state.house
    return house
