"""The gallery: how each edition of the demo company's report looks in each language, on paper and on a screen.

Enters: the demo company. Leaves: a picture for each, in `reports/gallery` or a folder named on the command line; those that
need what this machine lacks (poppler, Chromium) are left out, and it says so.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

import scorecard
from scorecard.demo import write_standard

ROOT = Path(__file__).parents[1]
DEFINITION = ROOT / "definitions" / "demo" / "crm.yaml"
EDITIONS = ("executive", "full", "sales")
LANGUAGES = ("en", "fa", "ar")
ACROSS = 8  # pages in a row
WIDTH = 1200  # of the browser's window


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_standard(DEFINITION.parent / "data" / "crm")
    card = scorecard.load(str(DEFINITION))
    for edition in EDITIONS:
        only = {"department": ("sales",)} if edition == "sales" else {}
        evaluation = scorecard.printed(card.evaluate(only=only), edition)  # type: ignore[arg-type]  # one of EDITIONS
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory() as place:
                page, paper = scorecard.write(evaluation, ("html", "pdf"), place, language=language)  # type: ignore[arg-type]  # likewise
                pages(paper, folder / f"{edition}.{language}.png")
                if edition == "executive":
                    screen(page, folder / f"{edition}.{language}.screen.png")


def pages(paper: Path, picture: Path) -> None:
    """All pages of a PDF in one picture."""
    if not shutil.which("pdftoppm"):
        print("no pdftoppm (poppler-utils): no pictures of pages", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["pdftoppm", "-r", "40", "-png", paper, f"{place}/page"], check=True)
        found = [Image.open(file).convert("RGB") for file in sorted(Path(place).iterdir())]
        width, height = found[0].width + 6, found[0].height + 6
        rows = -(-len(found) // ACROSS)
        sheet = Image.new("RGB", (width * min(len(found), ACROSS), height * rows), "#888")
        for number, one in enumerate(found):
            sheet.paste(one, (number % ACROSS * width + 3, number // ACROSS * height + 3))
        sheet.quantize(64).save(picture, optimize=True)


def screen(page: Path, picture: Path) -> None:
    """The top of the page in a browser."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no chromium: no pictures of screens", file=sys.stderr)
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": WIDTH, "height": 1400})
        view.goto(page.as_uri())
        view.screenshot(path=str(picture))
        browser.close()
    Image.open(picture).convert("RGB").quantize(64).save(picture, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "reports" / "gallery")
