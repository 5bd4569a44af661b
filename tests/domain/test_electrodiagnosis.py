"""What a nerve study gave is told in words, beside conduction as beside its report."""

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.electrodiagnosis import electrodiagnosis_words
from clinic_desktop.domain.imaging import Electrodiagnosis
from tests.domain.build import Json, conduction, sign, with_imaging

WHOLE: Json = {
    "weeks_since_onset": 5,
    "muscles": ["gastrocnemius", "gluteus maximus"],
    "paraspinal": False,
    "result": "acute_denervation",
    "roots": [{"root": "S1", "side": "left"}, {"root": "L5"}],
    "snap_normal": True,
    "h_reflex": "2 ms later on the left",
    "f_wave": "normal",
    "entrapment": "none found",
}
TOLD = (
    "Result: acute denervation; Roots named: S1 left, L5; "
    "Muscles examined: gastrocnemius, gluteus maximus; Paraspinal muscles examined: no; "
    "Sensory nerve action potential normal: yes; H-reflex: 2 ms later on the left; "
    "F-wave: normal; Peripheral entrapment found: none found; Weeks since onset: 5"
)
LOSS: Json = {"conduction": [sign("S1", "left", "reflex", "absent")]}


def beside(catalogue: Catalogue, **of_report: object) -> str | None:
    emg = {"modality": "EMG_NCS", **of_report}
    return conduction(with_imaging(emg, **LOSS), catalogue)["left/S1"].emg


def test_all_that_is_recorded_is_told_beside_conduction(catalogue: Catalogue) -> None:
    assert beside(catalogue, electrodiagnosis=WHOLE) == TOLD
    assert beside(catalogue, electrodiagnosis=WHOLE, text="Denervation at S1.") == (
        f"Denervation at S1.\n{TOLD}"
    )


def test_nothing_recorded_is_told_as_nothing(catalogue: Catalogue) -> None:
    assert electrodiagnosis_words(Electrodiagnosis(h_reflex=" "), catalogue) == ""
    assert beside(catalogue, electrodiagnosis={}) == "report without text"
