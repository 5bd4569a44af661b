from typing import Any, Protocol

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.versions import A_DRAFT, Edition
from clinic_desktop.exchange.fhir.document import bundle
from clinic_desktop.resources import read_catalogue


class Make(Protocol):
    def __call__(
        self, examination: Examination, edition: Edition = A_DRAFT, pdf: bytes | None = None
    ) -> dict[str, Any]: ...


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="session")
def make(catalogue: Catalogue) -> Make:
    def make_one(
        examination: Examination, edition: Edition = A_DRAFT, pdf: bytes | None = None
    ) -> dict[str, Any]:
        return bundle(examination, compare(examination, catalogue), catalogue, edition, pdf)

    return make_one
