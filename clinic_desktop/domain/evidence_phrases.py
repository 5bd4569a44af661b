"""The sentences of clusters and of published figures, shared by the window and the report."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from clinic_desktop.domain.accuracy import completed
from clinic_desktop.domain.anatomy import Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.clusters import ClusterCount, clusters
from clinic_desktop.domain.evidence import Accuracy, Cluster, Estimate
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.facts import NOT_YET_CHECKED, Mark

_SHARES: Final = {"sensitivity": "sensitivity", "specificity": "specificity"}
_RATIOS: Final = {
    "lr_positive": "positive likelihood ratio",
    "lr_negative": "negative likelihood ratio",
}


def cluster_sentences(examination: Examination, catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the sentences of each cluster with a member that was done, left before right.

    Such as "Sciatic four, left: 3 positive of 4 done (SLR, Bragard, Slump)".
    """
    return {
        key: [f"{catalogue.clusters[key].name}, {side}: {told}" for side, told in sides.items()]
        for key, sides in cluster_words(examination, catalogue).items()
    }


def cluster_words(examination: Examination, catalogue: Catalogue) -> dict[str, dict[Side, str]]:
    """Return what each cluster with a member that was done gave, by side, left before right.

    Roots share one sentence, and those that gave the same share its words.
    """
    told: dict[str, dict[Side, str]] = {}
    counts = clusters(examination, catalogue)
    for (key, side), of_side in groupby(counts, key=lambda count: (count.cluster, count.side)):
        told.setdefault(key, {})[side] = _side_words(of_side, catalogue)
    return told


def _side_words(counts: Iterable[ClusterCount], catalogue: Catalogue) -> str:
    roots: dict[str, list[str]] = {}
    for count in counts:
        named = [count.root.value] if count.root else []
        roots.setdefault(_count_words(count, catalogue), []).extend(named)
    return "; ".join(": ".join(filter(None, (", ".join(of), words))) for words, of in roots.items())


def _count_words(count: ClusterCount, catalogue: Catalogue) -> str:
    found = catalogue.words("cluster_counting", catalogue.clusters[count.cluster].counts)
    if count.root is not None:
        words = f"{len(count.counted)} of {len(count.done)} {found}"
    else:
        words = f"{len(count.counted)} {found} of {len(count.done)} done"
    if count.counted:
        words += f" ({', '.join(count.counted)})"
    if count.midline:
        words += f"; recorded in the midline and not counted: {', '.join(count.midline)}"
    if count.without_result and count.root is None:
        words += f"; without a result: {', '.join(count.without_result)}"
    return words


def figures(figure: Accuracy) -> tuple[tuple[str, str], ...]:
    """Return a study's figures as (name, words), such as ("sensitivity", "92% (87 to 95)")."""
    told = [
        *((words, _estimate(completed(figure, name)[0], "%")) for name, words in _SHARES.items()),
        *((words, _estimate(completed(figure, name)[0])) for name, words in _RATIOS.items()),
        ("share", _estimate(figure.share, "%")),
        ("kappa", _estimate(figure.kappa)),
        ("area under the curve", figure.auc),
    ]
    return tuple((name, words) for name, words in told if words)


def _estimate(estimate: Estimate | None, unit: str = "") -> str | None:
    if estimate is None:
        return None
    value, low, high = (
        None if number is None else f"{round(number, 1 if unit else 2):g}"
        for number in (estimate.value, estimate.low, estimate.high)
    )
    if value is not None:
        return f"{value}{unit} ({low} to {high})" if low and high else f"{value}{unit}"
    if low and high:
        return f"{low} to {high}{unit}"
    return f"above {low}{unit}" if low else f"up to {high}{unit}"


def certainty(figure: Accuracy, catalogue: Catalogue) -> str:
    """Return how far a study's figures were checked, and what of them was computed."""
    words = [catalogue.words("mark", figure.mark)]
    computed = any(completed(figure, name)[1] for name in (*_SHARES, *_RATIOS))
    if figure.counts is not None and figure.counts.mark is Mark.RECALLED:
        words.append(f"computed from counts that are {NOT_YET_CHECKED}")
    elif computed and figure.mark is not Mark.DERIVED:
        words.append("in part computed from the counts")
    return "; ".join(words)


def figure_sentence(figure: Accuracy, catalogue: Catalogue) -> str:
    """Return a study's figures in one sentence: what, figures, reference, n, source, certainty."""
    told = ", ".join(f"{name} {words}" for name, words in figures(figure))
    about = [f"reference: {inside(figure.reference)}"]
    if figure.n is not None:
        about.append(f"n = {figure.n}")
    about += [catalogue.sources[figure.source].citation, certainty(figure, catalogue)]
    what = f"{figure.tested}: {told}" if told else figure.tested
    words = f"{what} ({'; '.join(about)})."
    return f"{words} {figure.note}" if figure.note else words


def basis(cluster: Cluster, catalogue: Catalogue) -> str:
    """Return what a cluster rests on: its sources, and the figures of each study."""
    studies = [catalogue.accuracy[key] for key in cluster.accuracy]
    named = {study.source for study in studies}
    cited = [catalogue.sources[key].citation for key in cluster.basis.sources if key not in named]
    words = cluster.basis.text
    if cited:
        about = "; ".join((*cited, catalogue.words("mark", cluster.basis.mark)))
        words = f"{words.rstrip('.')} ({about})."
    return " ".join((words, *(figure_sentence(study, catalogue) for study in studies)))


def cluster_sources(cluster: Cluster, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the ids of all that a cluster rests on: those of its basis, then of its figures."""
    studies = (catalogue.accuracy[key].source for key in cluster.accuracy)
    return tuple(dict.fromkeys((*cluster.basis.sources, *studies)))


def brief_basis(cluster: Cluster, catalogue: Catalogue) -> str:
    """Return what a cluster rests on in one sentence; figures are left to the studies named."""
    cited = (catalogue.sources[key].short for key in cluster_sources(cluster, catalogue))
    about = "; ".join((*cited, catalogue.words("mark", cluster.basis.mark)))
    return f"{cluster.basis.text.rstrip('.')} ({about})."


def inside(text: str) -> str:
    """Return a text for the middle of a sentence; "MRI" stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
