"""Who speaks: groups that count as one voice, and how a voice stands to the side that it speaks
of.
"""

from __future__ import annotations

from fogline.theatre import Theatre

OWN, RIVAL, INDEPENDENT = "own", "other", "independent"


class Voices:
    """The voices of a theatre, each looked up once."""

    def __init__(self, theatre: Theatre) -> None:
        self._theatre = theatre
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, source: str, speaker: str) -> tuple[str, str]:
        """The group of a claim's speaker and the side it belongs to (empty for none).

        The publisher's own voice is the publisher's group; "unattributed" is nobody's voice, one a
        publisher's group.
        """
        key = (source, speaker)
        if key not in self._known:
            self._known[key] = self._look_up(source, speaker)
        return self._known[key]

    def _look_up(self, source: str, speaker: str) -> tuple[str, str]:
        if speaker == "unattributed":
            return f"unattributed in {self._look_up(source, 'source')[0]}", ""
        name = source if speaker == "source" else speaker
        voice = self._theatre.voice_of(name)
        side = self._theatre.side_of(name) or ""
        return (voice.group if voice else name.casefold() or "unknown"), side


def standing(side: str, actor: str, target: str = "", *, several: bool = False) -> str:
    """How a speaker's side stands to the acting side: its own, the one acted against, or
    neither.

    With ``several`` belligerents only the target's side is the other one: an ally's word is no
    admission.
    """
    if side and side == actor:
        return OWN
    return RIVAL if side and (not several or side == target) else INDEPENDENT
