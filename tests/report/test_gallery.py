"""The report as it looks now against the pictures in `reports/gallery` that somebody has approved."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

ROOT = Path(__file__).parents[2]
APPROVED = sorted((ROOT / "reports" / "gallery").glob("*.png"))
TOLERANCE = 2.0
"""Mean difference of a pixel, of 255: other versions of poppler and Chromium draw letters a little otherwise. A page without its
tables differs by some 5."""


def difference(one: Path, other: Path) -> float:
    first, second = (Image.open(file).convert("L") for file in (one, other))
    if first.size != second.size:
        return 255.0
    return float(ImageStat.Stat(ImageChops.difference(first, second)).mean[0])


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery")
    subprocess.run([sys.executable, ROOT / "tools" / "gallery.py", folder], check=True, cwd=ROOT)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("approved", APPROVED, ids=lambda file: file.stem)
def test_it_looks_as_approved(approved: Path, now: Path) -> None:
    needed = "chromium" if ".screen" in approved.stem else "pdftoppm"
    if not shutil.which(needed):
        pytest.skip(f"{needed} is not installed")
    assert difference(approved, now / approved.name) < TOLERANCE


def test_there_is_a_picture_of_every_edition_in_every_language() -> None:
    wanted = {f"{edition}.{language}" for edition in ("executive", "full", "sales") for language in ("en", "fa", "ar")}
    assert wanted <= {file.stem for file in APPROVED}


def test_the_comparison_sees_what_is_lacking(tmp_path: Path) -> None:
    picture = Image.open(APPROVED[0]).convert("RGB")
    half = picture.copy()
    half.paste("white", (0, 0, picture.width, picture.height // 2))
    half.save(tmp_path / "half.png")
    assert difference(APPROVED[0], APPROVED[0]) == 0
    assert difference(APPROVED[0], tmp_path / "half.png") > TOLERANCE
