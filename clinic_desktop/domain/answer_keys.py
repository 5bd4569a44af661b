"""The characters that answer a test: keys at the couch, letters in shorthand."""

from typing import Final

from clinic_desktop.domain.response import Effect, Familiar, Outcome

OUTCOME_KEYS: Final = {
    "p": Outcome.NEGATIVE,
    "f": Outcome.POSITIVE,
    "i": Outcome.INCONCLUSIVE,
    "t": Outcome.NOT_TESTED,
}
FAMILIAR_KEYS: Final = {"y": Familiar.YES, "m": Familiar.PARTLY, "n": Familiar.NO}
EFFECT_KEYS: Final = {
    "+": Effect.INCREASE,
    "=": Effect.INCREASE,
    "-": Effect.DECREASE,
    "0": Effect.NO_CHANGE,
    "x": Effect.NOT_DONE,
}
