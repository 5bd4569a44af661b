"""An undated report stands behind a dated one, and that is said."""

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.undated import undated_words
from tests.domain.build import Json, examination, report


def told(catalogue: Catalogue, *reports: Json) -> list[str]:
    return list(undated_words(examination(imaging=list(reports)), catalogue))


def test_an_undated_report_behind_a_dated_one_is_told(catalogue: Catalogue) -> None:
    dated = report(modality="CT", performed_on="2021-01-01")
    assert told(catalogue, report(), dated) == [
        (
            "MRI report, undated: the tables use the newest dated report; "
            "with a newer date they would use this one."
        )
    ]


def test_nothing_is_told_where_a_date_would_change_nothing(catalogue: Catalogue) -> None:
    dated = report(performed_on="2021-01-01")
    assert told(catalogue, dated) == []
    assert told(catalogue, report()) == []
    assert told(catalogue, dated, report(region="cervical")) == []
    assert told(catalogue, dated, report(modality="xray")) == []
    assert told(catalogue, dated, report(modality="EMG_NCS")) == []
