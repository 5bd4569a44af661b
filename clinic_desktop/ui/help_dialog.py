"""The help: the keys, those of the open step first, and what the four outcomes mean."""

from collections.abc import Iterable
from html import escape
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.response import Outcome
from clinic_desktop.domain.rules import R1
from clinic_desktop.ui.key_map import Place, places_for
from clinic_desktop.ui.widgets.form import fit

_SIZE: Final = (680, 680)
_FIRST_COLUMN: Final = 180


class HelpDialog(QDialog):
    """Stands beside the window, which goes on taking answers while it is open."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.setWindowTitle(self.tr("Help"))
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("Keys, and what the outcomes mean"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        fit(self, *_SIZE)

    def show_for(self, step: str) -> None:
        """Show the help from its beginning; the keys of a step stand first.

        Args:
            step: a step's key, or "" where none is open.
        """
        self.text.setHtml(help_html(self._catalogue, step))
        self.show()
        self.activateWindow()
        self.text.setFocus()


def help_html(catalogue: Catalogue, step: str = "") -> str:
    """Return the help as rich text."""
    places = places_for(step)
    first = 2 if len(places) > 1 and step.startswith(places[0].name) else 1
    return "".join(
        (
            *(_keys(place) for place in places[:first]),
            _outcomes(catalogue),
            *(_keys(place) for place in places[first:]),
        )
    )


def _keys(place: Place) -> str:
    return _table(
        _tr(place.heading),
        (("&nbsp;&nbsp;".join(map(escape, key.keys)), _tr(key.does)) for key in place.keys),
    )


def _outcomes(catalogue: Catalogue) -> str:
    statements = catalogue.wording.statements
    rule = catalogue.rules[R1]
    notes = (rule.definition, rule.without_differentiation or "", statements["positive_means"])
    table = _table(
        _tr("What the four outcomes mean"),
        (
            (escape(catalogue.label("outcome_window", o)), statements[f"outcome_{o}"])
            for o in Outcome
        ),
    )
    return table + "".join(f"<p>{escape(note)}</p>" for note in notes)


def _table(heading: str, rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td width='{_FIRST_COLUMN}'><b>{first}</b></td><td>{escape(second)}</td></tr>"
        for first, second in rows
    )
    return f"<h3>{escape(heading)}</h3><table cellpadding='3'>{cells}</table>"


def _tr(words: str) -> str:
    return QCoreApplication.translate("Help", words)
