"""A signed report: whose it is, what it replaces, what was amended, and that nothing is lost."""

import hashlib
import subprocess
import sys
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.examination import Examination, Therapist
from clinic_desktop.domain.versions import (
    AMENDED,
    AWAITING,
    DRAFT,
    FINAL,
    Change,
    Edition,
    VersionKind,
)
from clinic_desktop.report import layout
from clinic_desktop.report.document import Report, write_report
from tests.often import often
from tests.report.conftest import FONTS, Write
from tests.report.editions import AUTHOR, SUPERVISOR, amendment, signed, version
from tests.report.reading import edges, line_widths, pages, squeezed, whole, words
from tests.report.test_document import CATALOGUE, DATA, REPLACE, example
from tests.strategies import texts

MRI = Change(step="imaging", what="MRI report of 5 October 2026", after="L4-L5: protrusion.")
OUTCOME = Change(step="slr", what="SLR left, outcome", before="Negative", after="Positive")
NOTE = Change(step="slr", what="SLR right, note", before="Felt tight.")

WAITING = signed(version(awaits=True))
ONCE = signed(version())
TWICE = signed(version(), amendment(2, MRI))
THRICE = signed(version(), amendment(2, MRI), amendment(3, OUTCOME, NOTE, day=25))


def examined(therapist: Therapist | None = AUTHOR) -> Examination:
    """Return an examination of 18 November 2026, 09:30, one hour ahead of UTC."""
    return REPLACE(example(), therapist=therapist)


def report(examination: Examination, edition: Edition) -> Report:
    comparison = compare(examination, CATALOGUE)
    return write_report(examination, comparison, CATALOGUE, FONTS, number="R-17", edition=edition)


def replacing(edition: Edition) -> str:
    """Return what page 1 says above the patient of the version it replaces."""
    first = pages(report(examined(), edition).pdf)[0]
    above = " ".join(first[: first.index("Patient")].split())
    start = above.find("Replaces version")
    return above[start:] if start >= 0 else ""


@pytest.mark.parametrize(
    ("edition", "foot"),
    [
        (ONCE, f"version 1, {FINAL}. Content {ONCE.versions[0].sha256[:12]}"),
        (WAITING, f"version 1, {AWAITING}. Content {WAITING.versions[0].sha256[:12]}"),
        (THRICE, f"version 3, {AMENDED}. Content {THRICE.versions[2].sha256[:12]}"),
    ],
)
def test_every_page_tells_version_status_and_content(
    edition: Edition, foot: str, write: Write
) -> None:
    printed = pages(write(examined(), edition).pdf)
    assert all(squeezed(f"Confidential. Report R-17, {foot}") in squeezed(page) for page in printed)


def test_the_status_stands_unbroken_in_the_header(write: Write) -> None:
    for edition in (ONCE, WAITING, THRICE):
        assert edition.status in pages(write(examined(), edition).pdf)[0].split("Patient")[0]


def test_the_whole_hash_and_seal_of_every_version_are_printed(write: Write) -> None:
    text = whole(write(examined(), THRICE).pdf)
    for each in THRICE.versions:
        assert each.sha256 in text
        assert each.seal in text


def test_a_draft_says_nothing_of_versions(write: Write) -> None:
    text = whole(write(examined()).pdf)
    for words_of_it in ("Content", "Seal:", "Replaces", "Signedby", "Lateentry", "Amendments"):
        assert words_of_it not in text


def test_readings_are_proposed_until_the_report_is_signed(write: Write) -> None:
    assert "(proposed)" in whole(write(examined()).pdf)
    for edition in (ONCE, WAITING, THRICE):
        text = whole(write(examined(), edition).pdf)
        assert "proposed" not in text.lower()
        assert DRAFT not in text


def test_a_later_version_says_first_what_it_replaces_and_what_differs() -> None:
    assert replacing(ONCE) == ""
    assert replacing(TWICE) == (
        "Replaces version 1 of 18 November 2026; added: MRI report of 5 October 2026."
    )
    assert replacing(THRICE) == (
        "Replaces version 2 of 20 November 2026; changed: SLR left, outcome; "
        "removed: SLR right, note."
    )


def test_an_amendment_that_changed_no_value_still_says_what_it_replaces() -> None:
    assert replacing(signed(version(), amendment(2))) == "Replaces version 1 of 18 November 2026."


def test_what_differs_twice_is_named_once() -> None:
    removed = REPLACE(MRI, before="L4-L5: bulge.", after=None)
    said = replacing(signed(version(), amendment(2, MRI, removed, OUTCOME, OUTCOME)))
    assert said.endswith("; changed: MRI report of 5 October 2026; SLR left, outcome.")


def test_three_hundred_differences_are_all_named_on_top(write: Write) -> None:
    changes = [Change(step="slr", what=f"value{n:03d}", after="x") for n in range(300)]
    made = write(examined(), signed(version(), amendment(2, *changes)))
    text = whole(made.pdf)
    above = text[: text.index("PatientSample")]
    assert not made.plain
    assert all(change.what in above for change in changes)


def test_the_draft_of_an_amendment_says_what_it_will_replace(write: Write) -> None:
    draft = Edition(status=DRAFT, versions=TWICE.versions, amendments=TWICE.amendments)
    text = whole(write(examined(), draft).pdf)
    assert squeezed("Once signed, replaces version 2 of 20 November 2026.") in text
    assert squeezed("Report R-17, version 3, DRAFT") in text
    assert "Nameprofession" in text.replace(",", "")
    assert "(proposed)" in text
    assert "Content" not in text
    assert MRI.what.replace(" ", "") in text


def test_a_signature_stands_in_the_offset_of_the_examination(write: Write) -> None:
    first = squeezed(pages(write(examined(), ONCE).pdf)[0])
    said = "Signed by Morgan Example, Physiotherapist, PH-1, on 18 November 2026, 10:48"
    assert squeezed(said) in first
    assert "Examinedandrecordedby" not in first
    undated = REPLACE(examined(), performed_at=None)
    assert squeezed("on 18 November 2026, 09:48 UTC") in whole(write(undated, ONCE).pdf)


def test_this_computers_time_zone_changes_nothing(write: Write) -> None:
    program = (
        "import hashlib\n"
        "from tests.report.test_versions_section import REPLACE, THRICE, examined, report\n"
        "for shown in (examined(), REPLACE(examined(), performed_at=None)):\n"
        "    print(hashlib.sha256(report(shown, THRICE).pdf).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=DATA.parents[1],
        env={"TZ": "Pacific/Kiritimati"},
        capture_output=True,
        text=True,
        check=True,
    )
    undated = REPLACE(examined(), performed_at=None)
    here = [write(shown, THRICE).pdf for shown in (examined(), undated)]
    assert done.stdout.split() == [hashlib.sha256(pdf).hexdigest() for pdf in here]


def test_a_counter_signature_is_named_or_awaited(write: Write) -> None:
    countered = signed(version(signers=(AUTHOR, SUPERVISOR)))
    first = squeezed(pages(write(examined(), countered).pdf)[0])
    assert "Signedby" + squeezed("Morgan Example") in first
    assert squeezed("Counter-signed by Robin Sample, Physiotherapist, PH-2, on 18") in first
    assert "Awaitingcounter-signature" not in first
    waiting = squeezed(pages(write(examined(), WAITING).pdf)[0])
    assert "Awaitingcounter-signature" in waiting
    assert "Counter-signedby" not in waiting


def test_who_examined_is_named_beside_another_who_signed(write: Write) -> None:
    by_another = signed(version(signers=(SUPERVISOR,)))
    first = squeezed(pages(write(examined(), by_another).pdf)[0])
    assert squeezed("Examined and recorded by Morgan Example, Physiotherapist, PH-1") in first
    assert squeezed("Signed by Robin Sample, Physiotherapist, PH-2, on 18 November") in first


@pytest.mark.parametrize(
    ("document", "signer", "named"),
    [
        (AUTHOR, Therapist(profession="Physiotherapist"), "Morgan Example, Physiotherapist"),
        (AUTHOR, Therapist(id=AUTHOR.id, name=" "), "Morgan Example"),
        (AUTHOR, Therapist(id=UUID(int=3)), "Therapist without a name"),
        (AUTHOR, Therapist(registration="PH-3"), "Therapist without a name, PH-3"),
        (None, Therapist(), "Therapist without a name"),
    ],
)
def test_a_signer_without_a_name_is_who_the_document_names_unless_another(
    document: Therapist | None, signer: Therapist, named: str, write: Write
) -> None:
    text = whole(write(examined(document), signed(version(signers=(signer,)))).pdf)
    assert squeezed(f"Signed by {named}, on 18 November 2026, 10:48") in text


def test_a_counter_signer_without_a_name_is_never_called_the_author(write: Write) -> None:
    text = whole(write(examined(), signed(version(signers=(AUTHOR, Therapist())))).pdf)
    assert "Counter-signedby" + squeezed("Therapist without a name, on") in text


@pytest.mark.parametrize(
    ("day", "since", "said"),
    [
        (18, None, ""),
        (19, None, "recorded 19 November 2026 (1 day later)."),
        (20, None, "recorded 20 November 2026 (2 days later)."),
        (20, 18, "recorded 18 November 2026 to 20 November 2026 (up to 2 days later)."),
    ],
)
def test_a_late_entry_is_told_on_page_1(
    day: int, since: int | None, said: str, write: Write
) -> None:
    edition = signed(version(day=day, since=since))
    first = squeezed(pages(write(examined(), edition).pdf)[0])
    late = f"Late entry: performed 18 November 2026, {said}"
    assert ("Lateentry" in first) is bool(said)
    assert not said or squeezed(late) in first
    undated = REPLACE(examined(), performed_at=None)
    assert "Lateentry" not in whole(write(undated, edition).pdf)


def test_a_late_amendment_is_told_in_its_own_section_only(write: Write) -> None:
    first, *others = map(squeezed, pages(write(examined(), TWICE).pdf))
    late = squeezed("Late entry: performed 18 November 2026, recorded 20 November 2026 (2 days")
    assert late not in first
    assert late in "".join(others)


def test_an_amendment_is_printed_with_who_when_why_and_both_values(write: Write) -> None:
    late = amendment(
        2,
        REPLACE(OUTCOME, before=None),
        kind=VersionKind.LATE_ENTRY,
        reason="The test was done, not entered.",
        signers=(SUPERVISOR,),
    )
    unexplained = amendment(3, OUTCOME, NOTE, day=25, reason=None)
    empty = amendment(4, day=26)
    text = whole(write(examined(), signed(version(), late, unexplained, empty)).pdf)
    for said in (
        "Version 2: late entry",
        "Signed by Robin Sample, Physiotherapist, PH-2, on 20 November 2026, 10:48",
        "Reason: The test was done, not entered.",
        "What Was Now SLR left, outcome not recorded Positive",
        "Version 3: correction",
        "Reason: not recorded",
        "SLR left, outcome Negative Positive SLR right, note Felt tight. not recorded",
        "No recorded value differs.",
    ):
        assert squeezed(said) in text


def test_a_change_of_3000_characters_is_printed_whole(write: Write) -> None:
    before = [f"b{n:03d}" for n in range(600)]
    after = [f"a{n:03d}" for n in range(600)]
    long = Change(
        step="conclusion", what="Conclusion", before=" ".join(before), after=" ".join(after)
    )
    made = write(examined(), signed(version(), amendment(2, OUTCOME, long, NOTE)))
    text = whole(made.pdf)
    assert not made.plain
    assert [word for word in (*before, *after) if word not in text] == []


def test_a_signed_report_is_legible_after_a_fax(write: Write) -> None:
    for edition in (WAITING, THRICE):
        pdf = write(examined(), edition).pdf
        assert min(word.size for word in words(pdf)) >= 9
        assert {word.colour for word in words(pdf)} == {(0, 0, 0)}
        assert min(line_widths(pdf)) >= 0.5


def test_a_signed_report_says_none_of_the_words_the_program_never_says(write: Write) -> None:
    lowered = " ".join(" ".join(pages(write(examined(), THRICE).pdf)).lower().split())
    lowered = lowered.replace("it does not diagnose.", "")
    spoken = set(lowered.replace(".", " ").replace(",", " ").split())
    assert [
        word
        for word in CATALOGUE.wording.forbidden
        if (word in lowered if " " in word else word in spoken)
    ] == []


padding = st.sampled_from([0, 0, 3, 60, 500])


@settings(max_examples=often(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    amended=st.lists(
        st.tuples(
            padding,
            st.booleans(),
            st.lists(st.tuples(padding, st.none() | padding, st.none() | padding), max_size=5),
        ),
        max_size=3,
    ),
    plain=st.booleans(),
)
def test_every_text_of_versions_signatures_and_changes_is_printed(
    amended: list[tuple[int, bool, list[tuple[int, int | None, int | None]]]],
    plain: bool,
) -> None:
    made: list[str] = []

    def token(length: int | None = 0) -> str | None:
        if length is None:
            return None
        made.append(f"q{len(made):04d}x")
        return made[-1] + " and more" * length

    def somebody() -> Therapist:
        return Therapist(name=token(), profession=token(), registration=token())

    edition = signed(
        version(signers=(somebody(), somebody())),
        *(
            amendment(
                number,
                *(
                    Change(step="slr", what=token(what) or "", before=token(old), after=token(new))
                    for what, old, new in changes
                ),
                reason=token(reason),
                signers=(somebody(), somebody()) if countered else (somebody(),),
            )
            for number, (reason, countered, changes) in enumerate(amended, start=2)
        ),
    )
    with pytest.MonkeyPatch.context() as patch:
        if plain:
            patch.setattr(layout.Layout, "_story", lambda _: 1 / 0)
        finished = report(examined(), edition)
    text = whole(finished.pdf)
    assert finished.plain is plain
    assert [each for each in made if each not in text] == []


@settings(max_examples=often(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    what=texts,
    value=texts | st.text(st.sampled_from("abW <>&\u00e9\u4e2d\n"), max_size=6000),
    reason=texts,
    name=texts,
)
def test_any_amendment_is_laid_out_within_the_margins(
    what: str, value: str, reason: str, name: str
) -> None:
    change = Change(step="slr", what=what, before=value, after=value)
    by = Therapist(name=name, profession=name)
    edition = signed(version(signers=(by,)), amendment(2, change, reason=reason, signers=(by, by)))
    finished = report(examined(), edition)
    assert not finished.plain
    for width, left, right in edges(finished.pdf):
        assert left >= 42
        assert right <= width - 42


def test_the_same_edition_gives_the_same_bytes(write: Write) -> None:
    read_again = msgspec.json.decode(msgspec.json.encode(THRICE), type=Edition)
    assert read_again is not THRICE
    assert write(examined(), THRICE).pdf == write(examined(), read_again).pdf


def test_the_last_version_that_was_handed_out_is_the_one_replaced() -> None:
    """Version 2 never left: the reader holds version 1, and is told of all that changed since."""
    thrice = REPLACE(THRICE, replaces=THRICE.versions[0], since=(MRI, OUTCOME, NOTE))
    assert replacing(thrice).startswith("Replaces version 1 of 18 November 2026;")
    for change in (MRI, OUTCOME, NOTE):
        assert change.what in replacing(thrice)
