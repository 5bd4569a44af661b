import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.resources import read_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue()
