"""Where the real data are: `SCORECARD_REAL_DATA`, else `../shared/data/real` beside the repository. They are not ours to ship."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BESIDE = HERE.parents[2] / "shared" / "data" / "real"


@pytest.fixture(scope="session")
def real() -> Path:
    folder = Path(os.environ.get("SCORECARD_REAL_DATA", BESIDE))
    if not (folder / "sales_pipeline.csv").is_file():
        pytest.skip(f"no real data in {folder}: set SCORECARD_REAL_DATA to the folder of sales_pipeline.csv")
    return folder


@pytest.fixture(scope="session")
def laid_out(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A definition with its data beside it, as its user has them: a definition may read only below its own folder."""

    def lay(definition: str, *data: str) -> Path:
        desk = tmp_path_factory.mktemp("real")
        for source in (HERE / definition, *(real / name for name in data)):
            shutil.copyfile(source, desk / source.name)
        return desk / definition

    return lay
