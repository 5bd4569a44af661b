"""The program's own sentences stay neutral, and their counts stay with their row."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from clinic_desktop.domain import phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.finding_roots import finding_roots, roots_sentence
from clinic_desktop.domain.literature import brief_sentence, literature, study_sentence
from clinic_desktop.domain.mechanisms import found_sources, mechanism_evidence, offered
from clinic_desktop.domain.prevalence import prevalence, prevalence_sentence
from tests.domain.build import (
    EXAMPLES,
    Json,
    examination,
    mechano,
)
from tests.domain.drawn import small_documents


def own_sentences(examined: Examination, catalogue: Catalogue) -> Iterator[str]:
    """Yield every sentence the program makes of an examination."""
    compared = compare(examined, catalogue)
    yield phrases.patient_name(examined.patient)
    yield phrases.patient_line(examined.patient, catalogue)
    yield phrases.safety_line(examined, catalogue)
    yield phrases.speaking_heading(examined, catalogue)
    yield phrases.side_sentence(compared) or ""
    for row in compared.mechanosensitivity:
        yield phrases.examination_cell(row, examined, catalogue)
        yield phrases.imaging_cell(row, examined, catalogue)
        yield phrases.reading_words(row, catalogue)
        yield phrases.row_name(row, catalogue)
        yield row.note
        for study in literature(row, examined, catalogue):
            yield from (study_sentence(study, catalogue), brief_sentence(study, catalogue))
    for root in compared.conduction:
        yield phrases.conduction_cell(root, catalogue)
        yield phrases.imaging_cell(root, examined, catalogue)
        yield phrases.reading_words(root, catalogue)
        yield root.note
    for check in compared.rule_checks:
        yield check.why
        yield catalogue.label("rule_result", check.rule_result)
    for line in compared.safety:
        yield line.text
    for entry in examined.responses or ():
        for name, words in phrases.response_ingredients(entry, catalogue):
            yield f"{name} {words}"
        yield phrases.angle_difference(entry.test, examined, catalogue) or ""
    yield from of_imaging(examined, catalogue)
    for entry_of_grid in examined.conduction or ():
        yield phrases.sign_line(entry_of_grid, catalogue)


def of_imaging(examined: Examination, catalogue: Catalogue) -> Iterator[str]:
    """Yield the sentences on the reports, and on what they may not show."""
    for held in examined.imaging or ():
        yield phrases.imaging_heading(held, examined, catalogue)
        for row_of_report in held.findings or ():
            yield phrases.finding_summary(row_of_report, catalogue)
            if published := prevalence(row_of_report, examined, catalogue):
                yield prevalence_sentence(published, catalogue)
        for told in finding_roots(held):
            yield roots_sentence(told, catalogue)
    for mechanism in offered(examined, catalogue):
        yield from (*mechanism.reasons, *mechanism.found)
        yield from mechanism_evidence(mechanism.entry, catalogue)
    for source in found_sources(examined, catalogue):
        yield from (source.words, source.further or "")


def assert_neutral(examined: Examination, catalogue: Catalogue) -> None:
    never = re.compile(
        rf"\b({'|'.join(map(re.escape, catalogue.wording.forbidden))})\b", re.IGNORECASE
    )
    for sentence in own_sentences(examined, catalogue):
        assert not never.search(sentence), sentence
        assert "None" not in sentence.replace("None:", ""), sentence


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_sentences_of_the_examples_use_no_forbidden_word(
    path: Path, catalogue: Catalogue
) -> None:
    assert_neutral(read_document(path.read_bytes(), catalogue.tests), catalogue)


def test_no_sentence_of_the_program_uses_a_forbidden_word(catalogue: Catalogue) -> None:
    @settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
    @given(small_documents(catalogue.tests))
    def is_neutral(document: Json) -> None:
        assert_neutral(examination(**document), catalogue)

    is_neutral()


def test_the_forbidden_words_of_the_product_page_are_all_listed(catalogue: Catalogue) -> None:
    listed = set(catalogue.wording.forbidden)
    page = [
        *("diagnose", "detect", "confirm", "rule out", "prove", "miss", "missed"),
        *("gold standard", "clean", "impaired", "concordant", "false positive", "recommend"),
        *("should refer", "trust", "no red flags"),
    ]
    assert [word for word in page if word not in listed] == []


def test_counts_never_mix_sides_or_pathways(catalogue: Catalogue) -> None:
    """A response changes the cells of its own row, and no other row but by naming a crossed one."""

    @settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
    @given(small_documents(catalogue.tests))
    def stays_apart(document: Json) -> None:
        examined = examination(**document)
        for row in mechano(examined, catalogue).values():
            own = [
                entry
                for entry in document["responses"]
                if catalogue.tests[entry["test"]].pathway is row.pathway
                and entry["side"] != "midline"
                and (entry["side"] == row.side) is not catalogue.tests[entry["test"]].crossed
            ]
            alone = examination(**{**document, "responses": own})
            again = mechano(alone, catalogue).get(row.key)
            if again is not None:
                assert phrases.examination_cell(again, alone, catalogue) == (
                    phrases.examination_cell(row, examined, catalogue)
                )

    stays_apart()
