from pathlib import Path
from typing import Protocol

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.versions import A_DRAFT, Edition
from clinic_desktop.report.document import Report, write_report
from clinic_desktop.resources import read_catalogue, resources_folder

FONTS = resources_folder() / "fonts"


class Write(Protocol):
    def __call__(
        self,
        examination: Examination,
        edition: Edition = A_DRAFT,
        previous: Examination | None = None,
    ) -> Report: ...


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="session")
def fonts() -> Path:
    return FONTS


@pytest.fixture(scope="session")
def write(catalogue: Catalogue) -> Write:
    def write_one(
        examination: Examination,
        edition: Edition = A_DRAFT,
        previous: Examination | None = None,
    ) -> Report:
        comparison = compare(examination, catalogue)
        return write_report(
            examination,
            comparison,
            catalogue,
            FONTS,
            number="R-17",
            edition=edition,
            previous=previous,
        )

    return write_one
