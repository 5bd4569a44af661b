"""The clinic's own protocols: which tests, in which order, under which name."""

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.practice import OwnProtocol, Role
from clinic_desktop.ui.widgets.act_dialog import ActDialog
from clinic_desktop.ui.widgets.form import section, words
from clinic_desktop.ui.widgets.text_area import TextLine

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_TEST = Qt.ItemDataRole.UserRole


class ProtocolsDialog(ActDialog):
    """Lists the clinic's own protocols, and beside them the name and the tests of one.

    An examination keeps the tests its protocol had when it was begun, whatever is changed here.
    """

    def __init__(
        self, record: "Record", catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__("Protocols of the clinic", "Save", parent)
        self._record = record
        self._catalogue = catalogue
        self._protocols = list(record.settings().protocols)
        self.names = QListWidget()
        self.names.setAccessibleName(self.tr("Protocols of the clinic"))
        self.new = QPushButton(self.tr("&New protocol"))
        self.remove = QPushButton(self.tr("&Remove protocol"))
        self.name = TextLine(self.tr("Name of the protocol"))
        self.tests = QListWidget()
        self.tests.setAccessibleName(self.tr("Tests of the protocol, in order"))
        self.add = QPushButton(self.tr("&Add"))
        self.add.setMenu(self._test_menu())
        self.up = QPushButton(self.tr("&Up"))
        self.down = QPushButton(self.tr("&Down"))
        self.drop = QPushButton(self.tr("&Take out"))
        self._lay_out()
        self.names.currentRowChanged.connect(self._show)
        self.name.changed.connect(lambda _: self._take())
        self.new.clicked.connect(self._begin)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(partial(self._move, -1))
        self.down.clicked.connect(partial(self._move, 1))
        self.drop.clicked.connect(self._drop)
        self._fill(0)
        (self.names if self._protocols else self.new).setFocus()
        self.fit(760, 560)

    def act(self) -> None:
        """Override ActDialog.act: keep the protocols with the record's settings.

        Raises:
            UserError: naming what is not complete; nothing is saved then.
        """
        self.name.record()
        self._check()
        settings = self._record.settings()
        self._record.set_settings(
            msgspec.structs.replace(settings, protocols=tuple(self._protocols))
        )

    def add_test(self, test: str) -> None:
        """Put a test at the end of the protocol shown."""
        self.tests.addItem(self._item(test))
        self.tests.setCurrentRow(self.tests.count() - 1)
        self._take()

    def begin_with(self, tests: tuple[str, ...]) -> None:
        """Put the tests of another protocol into the one shown, those it does not have yet."""
        for test in tests:
            if test not in self._shown_tests():
                self.tests.addItem(self._item(test))
        self._take()

    def _check(self) -> None:
        taken = {name.casefold() for name in self._catalogue.protocols}
        taken |= {protocol.name.casefold() for protocol in self._catalogue.protocols.values()}
        for row, protocol in enumerate(self._protocols):
            problem = ""
            if not protocol.name.strip():
                problem = self.tr("Give the protocol a name.")
            elif protocol.name.casefold() in taken:
                problem = self.tr("There is a protocol of this name already: {name}.").format(
                    name=protocol.name
                )
            elif not protocol.tests:
                problem = self.tr("Put at least one test into {name}.").format(name=protocol.name)
            if problem:
                self.names.setCurrentRow(row)
                raise UserError(problem)
            taken.add(protocol.name.casefold())

    def _begin(self) -> None:
        self._protocols.append(OwnProtocol(name=self.tr("New protocol"), tests=()))
        self._fill(len(self._protocols) - 1)
        self.name.setFocus()
        self.name.selectAll()

    def _remove(self) -> None:
        row = self.names.currentRow()
        del self._protocols[row]
        self._fill(max(row - 1, 0))

    def _move(self, by: int) -> None:
        row = self.tests.currentRow()
        if row >= 0 and 0 <= row + by < self.tests.count():
            self.tests.insertItem(row + by, self.tests.takeItem(row))
            self.tests.setCurrentRow(row + by)
            self._take()

    def _drop(self) -> None:
        if self.tests.currentRow() >= 0:
            self.tests.takeItem(self.tests.currentRow())
            self._take()

    def _take(self) -> None:
        """Put what stands at the right into the protocol chosen at the left."""
        row = self.names.currentRow()
        if row >= 0:
            name = (self.name.value or "").strip()
            self._protocols[row] = OwnProtocol(name=name, tests=self._shown_tests())
            self.names.item(row).setText(name or self.tr("without a name"))

    def _fill(self, row: int) -> None:
        self.names.blockSignals(True)
        self.names.clear()
        self.names.addItems([protocol.name for protocol in self._protocols])
        self.names.setCurrentRow(row)
        self.names.blockSignals(False)
        self._show(self.names.currentRow())

    def _show(self, row: int) -> None:
        is_owner = self._record.account.role is Role.OWNER
        has_one = 0 <= row < len(self._protocols)
        protocol = self._protocols[row] if has_one else OwnProtocol(name="", tests=())
        self.name.show_value(protocol.name)
        self.tests.clear()
        for test in protocol.tests:
            self.tests.addItem(self._item(test))
        for widget in (self.name, self.tests, self.add, self.up, self.down, self.drop, self.remove):
            widget.setEnabled(has_one and is_owner)
        self.new.setEnabled(is_owner)
        self.do.setEnabled(is_owner)
        if not is_owner:
            self.tell(self.tr("Only an owner changes the protocols. You can read them."))

    def _shown_tests(self) -> tuple[str, ...]:
        return tuple(str(self.tests.item(row).data(_TEST)) for row in range(self.tests.count()))

    def _item(self, test: str) -> QListWidgetItem:
        definition = self._catalogue.tests[test]
        item = QListWidgetItem(
            f"{definition.name} ({self._catalogue.words('couch', definition.couch)})"
        )
        item.setData(_TEST, test)
        return item

    def _test_menu(self) -> QMenu:
        menu = QMenu(self)
        whole = menu.addMenu(self.tr("All tests of"))
        for protocol in self._catalogue.protocols.values():
            whole.addAction(protocol.name, partial(self.begin_with, protocol.tests))
        menu.addSeparator()
        groups: dict[str, QMenu] = {}
        for key, test in self._catalogue.tests.items():
            group = (
                self._catalogue.label("pathway", test.pathway)
                if test.pathway
                else self.tr("Others")
            )
            if group not in groups:
                groups[group] = menu.addMenu(group)
            groups[group].addAction(test.name, partial(self.add_test, key))
        return menu

    def _lay_out(self) -> None:
        self.body.addWidget(
            words(
                self.tr(
                    "Choose tests and their order. During an examination the order follows the "
                    "couch, or goes test by test, as switched there."
                )
            )
        )
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(section(self.tr("Protocols")))
        left.addWidget(self.names, 1)
        left.addWidget(self.new)
        left.addWidget(self.remove)
        right.addWidget(section(self.tr("Name")))
        right.addWidget(self.name)
        right.addWidget(section(self.tr("Tests, in order")))
        right.addWidget(self.tests, 1)
        acts = QHBoxLayout()
        for button in (self.add, self.up, self.down, self.drop):
            button.setAutoDefault(False)
            acts.addWidget(button)
        right.addLayout(acts)
        for button in (self.new, self.remove):
            button.setAutoDefault(False)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(left, 2)
        columns.addLayout(right, 3)
        self.body.addLayout(columns, 1)


def show_protocols(record: "Record", catalogue: Catalogue, parent: QWidget | None) -> None:
    """Show the clinic's own protocols, and let an owner change them."""
    ProtocolsDialog(record, catalogue, parent).ask()
