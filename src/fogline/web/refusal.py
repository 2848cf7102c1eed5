"""What went wrong, told in the form that who asked can read: JSON, or a page."""

from __future__ import annotations

from starlette.responses import Response

from fogline.web.answers import HTML, PROBLEM
from fogline.web.problem import Problem, Working, dumped
from fogline.web.rendering import render

_JSON_PATHS = ("/api/", "/panel/", "/tiles/", "/basemap")


def refuse(path: str, problem: Problem) -> Response:
    """The response to a question of a path."""
    if path.startswith(_JSON_PATHS):
        return Response(dumped(problem.shape()), problem.status, problem.headers, PROBLEM)
    return Response(
        render("problem", problem=problem.shape()), problem.status, problem.headers, HTML
    )


def put_off(path: str, working: Working) -> Response:
    """The response to a question whose answer is being worked out."""
    again = {"Retry-After": "1"}
    if path.startswith(_JSON_PATHS):
        return Response(dumped(working.shape()), 202, again, "application/json")
    return Response(render("working", what=working.what), 202, again, HTML)
