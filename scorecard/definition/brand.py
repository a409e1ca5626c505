"""The `brand:` of a definition -> `Brand`.

Enters: a `Document` held to the schema. Leaves: the client's look, its pictures and colours made safe to show; problems. Fonts
are only read here: `dressed` makes of them what a report needs, which takes longer and is asked for by those who print or check.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from scorecard import files
from scorecard.brand import colours, fonts, logo
from scorecard.brand.unfit import Unfit
from scorecard.definition import paths
from scorecard.definition.document import BROKEN, Document, sound
from scorecard.definition.texts import text_of
from scorecard.problems import Problem, fault, finding, nearest
from scorecard.records.definition import Definition
from scorecard.records.presentation import Brand, Colour, Face, Picture

NAMED = 8  # parts left out of a logo that are told


def brand(document: Document, spec: Any, allow_paths: tuple[Path, ...]) -> Brand:
    """What cannot be shown is said and left out."""
    if not isinstance(spec, dict):
        return Brand()
    spec = sound(spec)
    reader = _BrandReader(document, paths.allowed(document, allow_paths))
    tones = reader.colours(spec.get("colours", ()))
    return Brand(
        logo=reader.logo(spec["logo"]) if "logo" in spec else None,
        colour=tones[0] if tones else None,
        second=tones[1] if len(tones) > 1 else None,
        fonts=reader.fonts(spec.get("fonts", ())),
        footer=text_of(spec["footer"]) if "footer" in spec else None,
    )


def dressed(definition: Definition) -> tuple[Definition, tuple[Problem, ...]]:
    """The definition with the faces that its fonts become; faults and findings about them."""
    own = definition.brand
    if not own.fonts or own.faces:
        return definition, ()
    problems: list[Problem] = []
    faces: list[Face] = []
    for index, made in enumerate(fonts.prepared(own.fonts)):
        place = definition.places.at("brand", "fonts", str(index))
        if isinstance(made, Unfit):
            problems.append(fault(f"brand-{made.why}", place, **made.facts))
            continue
        if made.is_restricted:
            problems.append(finding("brand-font-restricted", place, family=made.family))
        if not made.web:
            most = f"{fonts.MOST_WEB // 1000} KB"
            problems.append(finding("brand-font-not-in-html", place, family=made.family, most=most))
        digest = sha256(made.print + made.web).hexdigest()
        faces.append(Face(made.family, made.weights, made.is_italic, digest, made.print, made.web))
    return replace(definition, brand=replace(own, faces=tuple(faces))), tuple(problems)


class _BrandReader:
    def __init__(self, document: Document, allowed: tuple[Path, ...]):
        self.document = document
        self.places, self.problems = document.places, document.problems
        self.allowed = allowed

    def logo(self, file: str) -> Picture | None:
        where = ("brand", "logo")
        data = self._read(file, where, logo.MOST_BYTES)
        if data is None:
            return None
        try:
            picture, dropped = logo.picture(data)
        except Unfit as unfit:
            self.problems.append(fault(f"brand-{unfit.why}", self.places.at(*where), file=file, **unfit.facts))
            return None
        if dropped:
            more = ("…",) if len(dropped) > NAMED else ()
            self.problems.append(
                finding("brand-logo-changed", self.places.at(*where), file=file, dropped=(*dropped[:NAMED], *more))
            )
        return picture

    def colours(self, written: Any) -> list[Colour]:
        found = []
        for index, text in enumerate(written):
            if text is BROKEN:
                continue
            asked = text.lower()
            least = colours.DRAWN if index else colours.TEXT
            shown = colours.readable(asked, colours.WHITE, least)
            if shown != asked:
                facts = {
                    "asked": asked,
                    "shown": shown,
                    "least": f"{least:g}",
                    "has": f"{colours.contrast(asked, colours.WHITE):.1f}",
                }
                self.problems.append(finding("brand-contrast", self.places.at("brand", "colours", str(index)), **facts))
            found.append(Colour(shown, colours.readable(asked, colours.NIGHT, least)))
        return found

    def fonts(self, written: Any) -> tuple[bytes, ...]:
        found = []
        for index, file in enumerate(written):
            if file is not BROKEN and (data := self._read(file, ("brand", "fonts", str(index)), fonts.MOST_BYTES)) is not None:
                found.append(data)
        return tuple(found)

    def _read(self, file: str, where: tuple[str, ...], most: int) -> bytes | None:
        path = paths.inside(self.document, file, where, self.allowed)
        if path is None:
            return None
        try:
            data = files.read(path, most)
        except (OSError, ValueError) as error:
            said = (error.strerror if isinstance(error, OSError) else None) or str(error)
            facts = {"file": file, "said": said, "nearest": _beside(path)}
            self.problems.append(fault("brand-unreadable", self.places.at(*where), **facts))
            return None
        if len(data) > most:
            facts = {"file": file, "most": f"{most / 1_000_000:g} MB"}
            self.problems.append(fault("brand-large", self.places.at(*where), **facts))
            return None
        return data


def _beside(path: Path) -> tuple[str, ...]:
    """Files in the folder of one that is not there, called nearly so."""
    try:
        return nearest(path.name, [each.name for each in path.parent.iterdir()], 1)
    except OSError:
        return ()
