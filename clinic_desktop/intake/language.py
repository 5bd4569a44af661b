"""Tells the language of a report from its small words and its script."""

import re
from collections import Counter
from typing import Final

UNCLEAR: Final = "und"

_WORDS: Final = {
    "en": (
        "the of and is are at with no there in to on from this mild moderate severe left right "
        "disc disk discs bulge bulging nerve root roots canal normal level impression findings "
        "spine or without protrusion herniation foraminal narrowing stenosis which not "
        "unremarkable central exiting bulges herniations herniated protrusions extrusion extruded "
        "prolapse compression compressing degeneration degenerative desiccation facet foramina "
        "foramen lumbar lateral recess stenotic hnp small large broad based paracentral "
        "traversing study report signal height patent nad loss tear fracture infection tumour "
        "mass likely chronic pars defects defect sacralised lumbarised transitional possible "
        "grade spinal cord fusion acute lesion compromise present absent evidence significant "
        "shows seen noted hypertrophy arthropathy bilateral bilaterally mildly moderately severely "
        "narrowed degenerated otherwise negative remaining ligament an has "
        "than rather type change changes oedema edema marrow degenerate mass lesion"
    ),
    "de": (
        "der die das und mit ist sind keine kein nicht im des den dem ein eine einer bei von zu "
        "auf rechts links bandscheibe bandscheibenvorfall wirbelsäule höhe befund beurteilung "
        "nach rechtsseitig linksseitig wurzel ohne zum spinalkanal neuroforamen lws regelrecht "
        "auch"
    ),
    "nl": (
        "de het een en van met geen is zijn op niet bij links rechts wervelkolom "
        "tussenwervelschijf ter hoogte aan voor ook wordt er conclusie lichte zonder naar wortel "
        "verslag discus"
    ),
    "fr": (
        "le la les de des du et est sont avec pas sans en au aux une un sur par disque discale "
        "gauche droite hernie rachis lombaire racine conclusion étage absence niveau dans "
        "compression"
    ),
    "es": (
        "el la los las de del y es son con sin no se en una un por disco discal izquierda derecha "
        "izquierdo derecho hernia columna raíz nivel conclusión lumbar hallazgos que al foraminal"
    ),
    "it": (
        "il lo la i gli le di del della e è sono con senza non si in una un per disco discale "
        "sinistra destra ernia rachide radice livello conclusioni lombare al alla che dei a"
    ),
    "pt": (
        "o a os as de do da dos das e é são com sem não se em uma um por disco discal esquerda "
        "direita hérnia coluna raiz nível conclusão lombar ao à que no na"
    ),
    "pl": (
        "i w z na nie jest są do od bez po lewo prawo kręgosłupa krążka wypuklina przepuklina "
        "korzeń poziomie wniosek stronie lewej prawej lędźwiowego oraz kanału"
    ),
    "tr": (
        "ve ile bir bu da de düzeyinde sağ sol disk sinir kökü kanal yok izlenmektedir mevcuttur "
        "normaldir lomber saptanmadı seviyesinde bulging protrüzyon olarak izlendi"
    ),
    "sv": (
        "och i på med en ett är av för inte ingen inga till höger vänster disk nivå utan "
        "diskbråck ryggrad rot utlåtande från som det foramen lätt vid"
    ),
    "da": (
        "og i på med en et er af for ikke ingen til højre venstre diskus niveau uden prolaps "
        "rygsøjle rod konklusion fra som det let ved der"
    ),
    "no": (
        "og i på med en et er av for ikke ingen til høyre venstre skive nivå uten prolaps "
        "ryggsøyle rot konklusjon fra som det lett ved der"
    ),
    "fi": (
        "ja on ei oikealla vasemmalla välilevy hermojuuri tasolla lanneranka selkäydin sekä "
        "lausunto todetaan pullistuma"
    ),
    "cs": ("a v na je není jsou s bez do z vlevo vpravo ploténka kořen páteř závěr úrovni"),
    "ro": (
        "și si la cu este sunt fără de din în pe un o stânga dreapta disc hernie nivel rădăcina"
    ),
    "hu": ("a az és van nincs bal jobb oldali porckorong ideggyök szinten gerinc vélemény nem"),
}
_KNOWN: Final = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_SCRIPTS: Final = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u4e00-\u9fff]"), "zh"),
    (re.compile(r"[іїєґ]"), "uk"),
    (re.compile(r"[ыэё]"), "ru"),
    (re.compile(r"[\u0400-\u04ff]"), UNCLEAR),
    (re.compile(r"[\u0370-\u03ff]"), "el"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
    (re.compile(r"[\u0900-\u097f]"), "hi"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
)
# The letters of a level ("L5-S1") are words in no language.
_WORD: Final = re.compile(r"\b[a-z]{1,2}\d+|([^\W\d_]+)")
_LATIN: Final = re.compile(r"[a-zß-ɏ]")
_SAMPLE: Final = 20_000


def language_of(low: str) -> str:
    """Return the ISO 639-1 code of a folded text, "und" where it is not clear."""
    sample = low[:_SAMPLE]
    words = [word for word in _WORD.findall(sample) if word]
    letters = sum(map(len, words))
    latin = sum(len(word) for word in words if _LATIN.match(word))
    if latin * 2 < letters:
        return next((code for script, code in _SCRIPTS if script.search(sample)), UNCLEAR)
    counts = Counter(words)
    scores = {
        code: sum(counts[word] for word in counts.keys() & known) for code, known in _KNOWN.items()
    }
    best = max(scores, key=lambda code: scores[code])
    if scores[best] == 0:
        return UNCLEAR
    if scores["en"] >= scores[best]:
        return "en"
    rivals = [code for code, score in scores.items() if score == scores[best]]
    return best if len(rivals) == 1 else UNCLEAR
