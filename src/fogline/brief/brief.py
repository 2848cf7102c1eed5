"""The records of a brief."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from html import escape

from fogline.model import ClaimRow


@dataclass(frozen=True)
class Sentence:
    """A sentence with the ids of the claims that it rests on; ``figures`` are numbers and names, as
    spelled in it, that are the estimate's and no claim's.
    """

    text: str
    claims: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with its sentences; a section without any says so when it is written."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, eq=False)
class Brief:
    """What is to be said of a day, since another one. ``claims`` are the rows of all cited claims
    by id; ``pictures`` are SVG by title.

    ``rests_on`` says of what claims the estimate was made, ``credits`` whom to name.
    """

    title: str
    day: date
    since: date
    sections: tuple[Section, ...]
    claims: dict[str, ClaimRow] = field(repr=False)
    pictures: dict[str, str] = field(repr=False)
    rests_on: str = ""
    credits: tuple[str, ...] = ()
    left_out: str = ""

    def without(self, texts: set[str]) -> Brief:
        """The same without some sentences."""
        kept = [
            Section(s.title, tuple(t for t in s.sentences if t.text not in texts))
            for s in self.sections
        ]
        return replace(self, sections=tuple(kept))

    def shortened(self, most: int) -> Brief:
        """The same with so many sentences after its first section, the summary: the first of each
        section, then the second of each, and so on.
        """
        rest = enumerate(self.sections[1:])
        order = sorted((k, at) for at, s in rest for k in range(len(s.sentences)))[:most]
        kept = [self.sections[0]] if self.sections else []
        for at, section in enumerate(self.sections[1:]):
            sentences = section.sentences[: sum(1 for _, of in order if of == at)]
            # What announces others does not stand alone.
            if sentences and sentences[-1].text.endswith(":"):
                sentences = sentences[:-1]
            # A section that was left out whole is not one with nothing to say.
            if sentences or not section.sentences:
                kept.append(Section(section.title, sentences))
        return replace(self, sections=tuple(kept))

    def cited(self) -> dict[str, int]:
        """The number of each cited claim, in the order in which they come up, from 1."""
        out: dict[str, int] = {}
        for section in self.sections:
            for sentence in section.sentences:
                for id in sentence.claims:
                    out.setdefault(id, len(out) + 1)
        return out

    def _repr_html_(self) -> str:
        numbers, out = self.cited(), [f"<h2>{escape(self.title)}</h2>"]
        for section in self.sections:
            items = "".join(
                f"<li>{escape(s.text)} {escape(', '.join(str(numbers[i]) for i in s.claims))}</li>"
                for s in section.sentences
            )
            out.append(f"<h3>{escape(section.title)}</h3><ul>{items}</ul>")
        return "".join((*out, *list(self.pictures.values())[:1]))
