"""The one error the program shows to a person."""


class UserError(Exception):
    """The world said no: one plain sentence that tells what happened and what to do.

    Rooms subclass it. Anything else that is raised is a fault of the program and is never shown as
    a sentence.
    """
