"""The people of a record: each with a passphrase, a signing key and a role of their own."""

import hashlib
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import msgspec

from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.practice import Account, Role
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage import keys, unlocking
from clinic_desktop.storage.driver import Connection
from clinic_desktop.storage.errors import EmptyPassphrase, NotAllowed, UnknownPerson, told
from clinic_desktop.storage.folder import KEYS
from clinic_desktop.storage.key_slots import KeyCost
from clinic_desktop.storage.keys import Recovery
from clinic_desktop.storage.session import Session, decoded, encoded

_NEXT: Final = "(SELECT coalesce(max(number), 0) + 1 FROM audit)"


class People:
    """Who may open the record. A person who leaves is retired: what they signed stays theirs.

    The database is changed first and keys.json after it: a power cut between the two leaves a
    person whom an owner gives a passphrase again, never a key that nobody knows of.
    """

    def __init__(self, session: Session, cost: KeyCost) -> None:
        self._session = session
        self._cost: Final = cost

    def all(self) -> tuple[Account, ...]:
        """Return everybody, retired people last, by name."""
        rows = self._session.rows("SELECT doc FROM account")
        accounts = [decoded(doc, Account, "A person") for (doc,) in rows]
        return tuple(sorted(accounts, key=lambda a: (a.retired_at is not None, a.name.casefold())))

    def add(self, therapist: Therapist, role: Role, passphrase: str) -> Account:
        """Add a person with a passphrase of their own.

        Raises:
            NotAllowed: when the person unlocked is no owner, or the new one is here already.
            EmptyPassphrase: when there is none.
            TooManyPassphrases: when there is no room for another; the person is added without one.
        """
        self._session.refuse_unless_owner()
        account_id = therapist.id or uuid4()
        if any(account.id == account_id for account in self.all()):
            raise NotAllowed("This person is in the record already. Give them a passphrase there.")
        account = Account(
            id=account_id,
            therapist=msgspec.structs.replace(therapist, id=account_id),
            role=role,
        )
        seed = keys.new_seed()
        _refuse_empty(passphrase)
        with self._session.writing() as connection:
            put(connection, account)
            put_key(connection, account.id, seed)
            self._log(connection, Action.PERSON_ADDED, account.id)
        self._let_in(account, seed, passphrase)
        return account

    def change(self, account: Account) -> None:
        """Correct somebody's details, or their role.

        Raises:
            NotAllowed: when it is somebody else's, or a role, and the person unlocked is no owner;
                or when nobody would own the record.
            UnknownPerson: when there is no such person.
        """
        known = self._account(account.id)
        if account.id != self._session.account.id or account.role is not known.role:
            self._session.refuse_unless_owner()
        if known.role is Role.OWNER and account.role is not Role.OWNER:
            self._refuse_last_owner(account.id)
        account = msgspec.structs.replace(account, retired_at=known.retired_at)
        with self._session.writing() as connection:
            put(connection, account)
            self._log(connection, Action.PERSON_CHANGED, account.id)
        if account.id == self._session.account.id:
            self._session.account = account
        if account.retired_at is None:
            with told(self._session.folder):
                keys.renamed(self._keys, account.id, account.name)

    def retire(self, account_id: UUID) -> None:
        """Take somebody's way into the record; what they recorded and signed stays.

        Raises:
            NotAllowed: when the person unlocked is no owner, or would retire themselves.
            UnknownPerson: when there is no such person.
        """
        self._session.refuse_unless_owner()
        account = self._account(account_id)
        if account_id == self._session.account.id:
            raise NotAllowed("Nobody retires themselves. Another owner can do it.")
        now = self._session.now()
        with told(self._session.folder):
            keys.without_holder(self._keys, account_id)
        with self._session.writing() as connection:
            put(connection, msgspec.structs.replace(account, retired_at=now))
            end_keys(connection, account_id)
            self._log(connection, Action.PERSON_RETIRED, account_id)

    def give_passphrase(self, account_id: UUID, passphrase: str) -> None:
        """Let somebody who forgot their passphrase, or was retired, in again, with a new key.

        Raises:
            NotAllowed: when the person unlocked is no owner.
            UnknownPerson: when there is no such person.
            EmptyPassphrase: when there is no passphrase.
            TooManyPassphrases: when there is no room for another.
        """
        self._session.refuse_unless_owner()
        account = msgspec.structs.replace(self._account(account_id), retired_at=None)
        seed = self._session.seed if self._is_self(account_id) else keys.new_seed()
        _refuse_empty(passphrase)
        with self._session.writing() as connection:
            put(connection, account)
            if not self._is_self(account_id):
                end_keys(connection, account_id)
                put_key(connection, account_id, seed)
            self._log(connection, Action.PASSPHRASE_CHANGED, account_id)
        self._let_in(account, seed, passphrase)

    def change_passphrase(self, old: str, new: str) -> None:
        """Change the passphrase of the person unlocked; the data is not touched.

        Raises:
            WrongPassphrase: when the old one is wrong.
            EmptyPassphrase: when there is no new one.
        """
        account = self._session.account
        self.check_passphrase(old)
        _refuse_empty(new)
        with self._session.writing() as connection:
            self._session.log(connection, Action.PASSPHRASE_CHANGED, detail=str(account.id))
        self._let_in(account, self._session.seed, new)

    def check_passphrase(self, passphrase: str) -> None:
        """Raise unless this is the passphrase of the person unlocked.

        Raises:
            WrongPassphrase: when it is not.
        """
        with told(self._session.folder):
            unlocking.unlock(
                self._session.folder,
                self._keys,
                passphrase,
                self._session.account.id,
                self._session.now(),
            )

    def new_recovery_key(self) -> "NewRecoveryKey":
        """Return a new recovery key. Until it is kept, an earlier one stays valid.

        Raises:
            NotAllowed: when the person unlocked is no owner.
        """
        self._session.refuse_unless_owner()
        with told(self._session.folder):
            recovery = keys.new_recovery(self._session.data_key, self._cost)
        return NewRecoveryKey(self._session, recovery)

    def has_recovery_key(self) -> bool:
        """Return whether a recovery sheet was made."""
        with told(self._session.folder):
            return keys.has_recovery(self._keys)

    @property
    def _keys(self) -> Path:
        return self._session.folder / KEYS

    def _let_in(self, account: Account, seed: bytes, passphrase: str) -> None:
        with told(self._session.folder):
            keys.with_holder(
                self._keys,
                self._session.data_key,
                account.id,
                account.name,
                seed,
                passphrase,
                self._cost,
            )

    def _log(self, connection: Connection, action: Action, account_id: UUID) -> None:
        self._session.log(connection, action, detail=standing(connection, account_id))

    def _is_self(self, account_id: UUID) -> bool:
        return account_id == self._session.account.id

    def _account(self, account_id: UUID) -> Account:
        rows = self._session.rows("SELECT doc FROM account WHERE id = ?", (str(account_id),))
        if not rows:
            raise UnknownPerson("There is no such person in this record.")
        return decoded(rows[0][0], Account, "A person")

    def _refuse_last_owner(self, account_id: UUID) -> None:
        # An owner without a passphrase, whose adding was cut short, could do nothing.
        can_unlock = {holder.account for holder in keys.holders(self._keys)}
        owners = {a.id for a in self.all() if a.role is Role.OWNER and a.retired_at is None}
        if owners & can_unlock <= {account_id}:
            raise NotAllowed("A record needs an owner. Make somebody else an owner first.")


class NewRecoveryKey:
    """A recovery key that opens nothing until it is kept, which is once somebody has its sheet."""

    def __init__(self, session: Session, recovery: Recovery) -> None:
        self._session = session
        self._recovery: Final = recovery

    @property
    def printed(self) -> str:
        """The key as it is printed."""
        return self._recovery.printed

    def keep(self) -> None:
        """Let it open the record; an earlier one opens nothing any more.

        Raises:
            NotAllowed: when the person unlocked is no owner.
            RecordError: when it cannot be written; the earlier one stays valid.
        """
        self._session.refuse_unless_owner()
        # In this order: what fails must leave the earlier key in place.
        with self._session.writing() as connection:
            self._session.log(connection, Action.RECOVERY_SHEET_MADE)
        with told(self._session.folder):
            keys.put_recovery(self._session.folder / KEYS, self._session.data_key, self._recovery)


def _refuse_empty(passphrase: str) -> None:
    if not passphrase:
        raise EmptyPassphrase


def put(connection: Connection, account: Account) -> None:
    """Write a person's row."""
    connection.execute(
        "INSERT INTO account VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc",
        (str(account.id), encoded(account)),
    )


def put_key(connection: Connection, account_id: UUID, seed: bytes) -> None:
    """Make a signing key known as somebody's, from the next entry of the trail on."""
    connection.execute(
        f"INSERT INTO signing_key (public_key, account_id, since) VALUES (?, ?, {_NEXT})",  # noqa: S608 - a fixed text
        (keys.public_key(seed), str(account_id)),
    )


def end_keys(connection: Connection, account_id: UUID) -> None:
    """End the keys of somebody: what they signed before the next entry stays theirs."""
    connection.execute(
        f"UPDATE signing_key SET until = {_NEXT} WHERE account_id = ? AND until IS NULL",  # noqa: S608 - a fixed text
        (str(account_id),),
    )


def standing(connection: Connection, account_id: UUID) -> str:
    """Return what the trail holds of a person as they stand, where that changed.

    It is their id, the SHA-256 of their row and signing keys, their role, and the id of the record:
    what is changed past the program is told by it.
    """
    key = str(account_id)
    row = connection.execute("SELECT doc FROM account WHERE id = ?", (key,)).fetchone()
    signing = connection.execute(
        "SELECT hex(public_key), since, until FROM signing_key WHERE account_id = ? "
        "ORDER BY since, public_key",
        (key,),
    ).fetchall()
    role, record = connection.execute(
        "SELECT (SELECT doc ->> '$.role' FROM account WHERE id = ?), record FROM identity", (key,)
    ).fetchone()
    digest = hashlib.sha256(msgspec.json.encode((row, signing))).hexdigest()
    return f"{key} {digest} {role} {record}"
