"""Make the pictures of `docs/pictures/extended/`: a visit by keyboard, stop by stop."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures" / "extended"


def main() -> None:
    """Play the visit through the real window without a screen, and keep a picture of each stop."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # No settings of this person's own: the pictures are the same everywhere.
    os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()
    sys.path.insert(0, str(ROOT))
    import pytest
    from PIL import Image
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from clinic_desktop import app
    from clinic_desktop.resources import read_catalogue
    from clinic_desktop.ui import theme
    from tests.ui.extended import PATIENT, walk
    from tests.ui.windows import NOW, first_start, unattended

    qt = app.application(["clinic-desktop"])
    theme.apply(qt, theme.Appearance.LIGHT)
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    with pytest.MonkeyPatch.context() as patch:
        unattended(patch)
        window = app.new_window(Path(tempfile.mkdtemp()) / "record", read_catalogue, lambda: NOW)
        window.resize(1366, 768)
        window.show()
        QTest.qWaitForWindowActive(window)
        first_start(window)
        if window.store is None:
            raise RuntimeError("the record was not made")
        window.store.patients.save(PATIENT)
        window.show_patients()
        for number, name in enumerate(walk(window), start=1):
            QApplication.processEvents()
            file = OUT / f"{number:02}-{name}.png"
            window.grab().save(str(file))
            # A third of the size, and the same to the eye.
            Image.open(file).convert("RGB").quantize(64, dither=Image.Dither.NONE).save(
                file, optimize=True
            )
        window.close()
    print(f"Pictures: {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
