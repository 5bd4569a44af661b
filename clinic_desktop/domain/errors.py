"""The one error the program shows to a person, and those of its kinds that a window acts on."""

from datetime import timedelta


class UserError(Exception):
    """The world said no: one plain sentence that tells what happened and what to do.

    Rooms subclass it. Anything else that is raised is a fault of the program and is never shown as
    a sentence.
    """


class RecordUnusable(UserError):
    """The record is damaged, altered or not whole: a backup can take its place."""


class Overtaken(UserError):
    """What is stored went on without what is shown: saving that again is refused each time."""


class TooEarly(UserError):
    """The same can be tried again when `wait` is over."""

    wait: timedelta
