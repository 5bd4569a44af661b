"""The words of imaging reports: what each one stands for, with its usual misspellings."""

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Any, Final, NamedTuple

from clinic_desktop.domain.anatomy import BodySide, Zone
from clinic_desktop.domain.imaging import FindingKind as Kind
from clinic_desktop.domain.imaging import RootRelation as Relation


class Tag(Enum):
    """What a word or phrase does in a sentence."""

    LEVEL = auto()
    BONE = auto()  # a vertebra or root by its name alone: "S1"
    KIND = auto()
    PLACE = auto()  # canal, lateral recess, foramen
    NARROW = auto()
    OPEN = auto()  # patent, normal, unremarkable
    RELATION = auto()
    NEAR = auto()
    GRADE = auto()
    SLIP_GRADE = auto()
    SIDE = auto()
    LEANING = auto()  # "more on the left" says where it is worse, not where it is
    ZONE = auto()
    ROOT = auto()
    COURSE = auto()  # exiting, traversing
    DISC = auto()
    FACET = auto()
    FLAVUM = auto()
    CORD = auto()
    CAUDA = auto()
    SAC = auto()
    WORN = auto()  # hypertrophy, arthrosis and the like
    ABNORMALITY = auto()
    NO = auto()
    NOT_SEEN = auto()
    MAYBE = auto()
    AFFIRM = auto()
    REST = auto()
    EVERY = auto()
    THESE = auto()
    UPPER = auto()
    OLD = auto()
    STRONG = auto()
    WEAK = auto()
    COLON = auto()
    OTHER = auto()


class Token(NamedTuple):
    """A word or phrase with its place in the text."""

    tag: Tag
    start: int
    end: int
    value: Any = None
    word: str = ""


LEVEL_SIGN: Final = "\x01"
"""Stands in place of the letters of a level, so that words are found around it."""

CANAL, RECESS, FORAMEN = (
    Kind.CANAL_STENOSIS,
    Kind.LATERAL_RECESS_STENOSIS,
    Kind.FORAMINAL_STENOSIS,
)
GRADES: Final = ("none", "present", "minimal", "mild", "moderate", "severe")
"""From the least to the most; "mild to moderate" is read as its worse end."""

_DISC: Final = r"(?:dis[ck]s?|intervertebral)"
_SLIGHT: Final = r"(?:minimal|minor|mild|moderate|marked|severe|slight|subtle)(?:ly)?"
_SIDE: Final = r"(?:left|right|lt|rt|l|r)"

_PHRASES: Final[tuple[tuple[str, Tag, Any], ...]] = (
    (rf"{LEVEL_SIGN}+", Tag.LEVEL, None),
    # What only looks like a negation.
    (
        r"no(?: significant| appreciable| obvious| definite| substantial| real| interval| further){0,2}"
        r" (?:change (?:in|of|from|since|to|compared)|progression|increase|worsening)",
        Tag.OTHER,
        None,
    ),
    (r"not (?:significantly |appreciably |greatly )?(?:changed|altered|only)", Tag.OTHER, None),
    (r"no more than|no doubt", Tag.OTHER, None),
    (
        r"can ?not (?:be )?(?:entirely |completely )?(?:be )?(?:excluded?|discounted)"
        r"|could not be excluded|not (?:entirely |completely )?excluded|difficult to exclude",
        Tag.MAYBE,
        None,
    ),
    # Negations.
    (
        r"(?:is|are|was|were)? ?not (?:\w+ )?(?:seen|present|identified|demonstrated|evident|noted"
        r"|appreciated|visuali[sz]ed|shown|observed|apparent|found|suggested)"
        r"|(?:is|are) absent|absent|(?:has|have) (?:since |now |completely |fully |entirely )*"
        r"(?:resolved|regressed|resorbed|disappeared|gone)|resolved|resolution",
        Tag.NOT_SEEN,
        None,
    ),
    (r"(?:=|: ?-?) ?(?:none|nil|absent|no|negative)(?= ?(?:\.|;|,|$|\)|\|))", Tag.NOT_SEEN, None),
    (
        r"negative for|free (?:of|from)|clear of|devoid of|absence of|lack of|rather than|instead of"
        r"|no longer|without|w/o|with no|nor|neither|never|nil|no|not|none",
        Tag.NO,
        None,
    ),
    # Sides.
    (
        rf"{_SIDE}(?:[- ]sided?)? ?(?:being |is )?(?:slightly |much |mildly |significantly )?"
        rf"(?:greater|worse|more|larger|bigger)(?: \w+)? than(?: on)?(?: the)? {_SIDE}(?![a-z])"
        rf"|{_SIDE} ?>+ ?{_SIDE}(?![a-z])",
        Tag.SIDE,
        BodySide.BOTH,
    ),
    (
        r"(?:slightly |somewhat |mildly )?(?:more|greater|greatest|worse|worst|larger|especially"
        r"|particularly|predominantly|mainly|mostly|maximal|pronounced|marked|prominent"
        r"|(?<=, )less)(?: \w+){0,2}? (?:on|to|towards?) (?:the |its )?(?:left|right)"
        r"(?:[- ]hand)?(?: sided?)?",
        Tag.LEANING,
        None,
    ),
    (
        r"(?:left|right)[- ](?:sided )?(?:predominan\w+|preponderan\w+|dominan\w+)",
        Tag.LEANING,
        None,
    ),
    (
        r"(?:on |to )?either side|bilateral\w*|both(?: the)? sides|both|b/l|bilat\.?|on each side"
        r"|billateral\w*|biltaral\w*|bileteral\w*",
        Tag.SIDE,
        BodySide.BOTH,
    ),
    (r"(?:the )?mid-?\s?line", Tag.SIDE, BodySide.MIDLINE),
    (
        r"(?:left|lt\.?|l(?= (?:[ls]\d|s1|foram|para|sub|lateral|neural|exit|trav|sided|nerve|facet)))"
        r"(?:[- ]?(?:sided|ward|wards|hand|side))?",
        Tag.SIDE,
        BodySide.LEFT,
    ),
    (
        r"(?:right|rt\.?|r(?= (?:[ls]\d|s1|foram|para|sub|lateral|neural|exit|trav|sided|nerve|facet)))"
        r"(?:[- ]?(?:sided|ward|wards|hand|side))?",
        Tag.SIDE,
        BodySide.RIGHT,
    ),
    (r"\(l\)", Tag.SIDE, BodySide.LEFT),
    (r"\(r\)", Tag.SIDE, BodySide.RIGHT),
    (r"(?<!a)symmetric\w*", Tag.OTHER, "symmetrical"),
    # Grades.
    (
        r"(?:mild(?:ly)?|slight(?:ly)?|minimal(?:ly)?)[ /-]+(?:(?:to|or)[ /-]+)?"
        r"(?:moderate(?:ly)?)",
        Tag.GRADE,
        "moderate",
    ),
    (
        r"(?:moderate(?:ly)?)[ /-]+(?:(?:to|or)[ /-]+)?(?:severe(?:ly)?|marked(?:ly)?)"
        r"|mod[ -]severe",
        Tag.GRADE,
        "severe",
    ),
    (r"(?:minimal(?:ly)?|minor)[ /-]+(?:(?:to|or)[ /-]+)?(?:mild(?:ly)?)", Tag.GRADE, "mild"),
    (r"moderate(?:ly)?[- ](?:large|sized?|small)", Tag.OTHER, None),
    (r"(?:high|advanced)[- ]grade", Tag.GRADE, "severe"),
    (r"low[- ]grade", Tag.GRADE, "mild"),
    (
        r"grade[- ]?(?:iv|iii|ii|i|[1-5])(?: ?(?:-|to) ?(?:iv|iii|ii|i|[1-5]))?",
        Tag.SLIP_GRADE,
        None,
    ),
    # The disc and what can stand around it.
    (
        r"pseudo[- ]?(?:dis[ck] )?(?:bulg\w*|herniat\w*)|uncover\w*(?: of the dis[ck])?",
        Tag.OTHER,
        None,
    ),
    (r"free (?:dis[ck] )?fragments?|sequest\w+|seqest\w+", Tag.KIND, Kind.SEQUESTRATION),
    (
        rf"(?:{_DISC} )?(?:extru\w+)(?: {_DISC})?(?: (?:fragment|material))?",
        Tag.KIND,
        Kind.EXTRUSION,
    ),
    (
        rf"(?:posterior |{_DISC}[- /](?:and )?)?(?:osteophyt\w*|bar|spur)[- /]{_DISC}(?: (?:complex|bar)\w*)?"
        rf"|{_DISC}[- /](?:osteophyt\w*|ridge|bar)(?: (?:complex|ridge|bar)\w*)?"
        r"|disc[- ]?osteophyte",
        Tag.KIND,
        Kind.BULGE,
    ),
    (
        r"(?:annul\w*|anul\w*|radial|concentric)(?: fibros\w*)? (?:fibre )?(?:tears?|fissur\w*|rents?|disruption"
        r"|defects?|rupture)|(?:tears?|fissur\w*) (?:in|of) (?:the )?(?:posterior )?(?:annul|anul)\w*(?: fibros\w*)?"
        r"|high[- ]intensity[- ]zones?|hiz",
        Tag.KIND,
        Kind.ANNULAR_FISSURE,
    ),
    (
        rf"(?:loss|reduction|decrease)(?: (?:of|in))?(?: (?:{_DISC}|posterior|anterior|the|normal|t2|space"
        rf"|{_SLIGHT}|both|its)){{0,4}} (?:height|signal|hydration)s?(?: (?:and|/) (?:signal|height))?"
        rf"|(?:reduced|decreased|diminished|low|lost|narrowed)(?: (?:in|{_DISC}|space|t2|t2w)){{0,3}} "
        rf"(?:height|signal)s?(?: (?:and|/) (?:signal|height))?"
        rf"|(?:{_DISC}(?: space)? )?(?:heights?|signal)(?: (?:is|are|has|appears|been))*(?: {_SLIGHT})?"
        r" (?:reduc\w+|decreas\w+|lost|diminish\w+|loss|collaps\w+)"
        rf"|(?:reduced|decreased|diminished|loss|lost|reduction) (?:in |of )(?:{_DISC} )?(?:height|signal)"
        r"(?: and (?:signal|height))?"
        rf"|{_DISC}(?: space)?(?: height)? (?:narrow\w+|loss)|narrow\w+ of the (?:{_DISC}|interspace)(?: spaces?)?"
        rf"|narrowed {_DISC}(?: spaces?)?|signal loss|collaps\w* (?:of the )?{_DISC}|{_DISC} collapse",
        Tag.KIND,
        Kind.DISC_DEGENERATION,
    ),
    (
        rf"{_DISC}(?: (?:is|are|appears?|looks?))(?: (?:{_SLIGHT}|also|both)){{0,2}} (?:degenerat\w*|desic+at\w*|dehydrat\w*)"
        rf"|degenerat\w* {_DISC}(?: (?:disease|change)s?)?|{_DISC} degenerat\w*|degenerative(?: {_DISC})?"
        r" (?:change|disease|spondylosis)\w*|desic+at\w*|des+ic+at\w*|dehydrat\w*|dis[ck] disease|ddd"
        r"|black dis[ck]|degenerated?(?= (?:with|and|but)|[.,;])",
        Tag.KIND,
        Kind.DISC_DEGENERATION,
    ),
    (
        r"herniat\w*|hnp|prolaps\w*|pivd|dis[ck] hernia\w*|hernia|slipped dis[ck]|dis[ck] lesion"
        r"|heniat\w*|herination\w*",
        Tag.KIND,
        Kind.HERNIATION,
    ),
    (r"protru\w+|protus\w+|protur\w+|prot(?=\W|$)", Tag.KIND, Kind.PROTRUSION),
    (r"buldg\w+|bulg\w+|buldge", Tag.KIND, Kind.BULGE),
    # Bone, joints, ligaments.
    (
        r"modic(?: type)?(?: (?:iii|ii|i|[1-3]))?(?: (?:end ?-?plate )?(?:change|signal)\w*)?"
        r"|(?:reactive |degenerative |chronic ){0,2}(?:vertebral )?end ?-?plates? (?:marrow |bone )?(?:degenerat\w*|reactive)?"
        r" ?(?:change|o?edema|signal|sclero|irregular|erosi|spur)\w*",
        Tag.KIND,
        Kind.MODIC,
    ),
    (
        r"(?:bilateral )?pars (?:interarticularis )?(?:defect|fracture|lys)\w*|spondylolys\w*"
        r"|lysis|pars interarticularis(?= )",
        Tag.KIND,
        Kind.SPONDYLOLYSIS,
    ),
    (
        r"(?:antero|retro|spondylo|latero|spondyl)-?\s?listhes[ie]s|(?:antero|retro)list\w+|listhes[ie]s|spondylolithes\w+"
        r"|(?:antero|retro)lithes\w+|(?:forward|anterior|posterior) (?:slip\w*|subluxation)|slip(?:page)?(?! dis[ck])",
        Tag.KIND,
        Kind.SPONDYLOLISTHESIS,
    ),
    (
        r"synovial (?:\w+ )?cysts?|facet (?:joint )?(?:synovial )?cysts?|juxta-?\s?(?:articular|facet\w*) cysts?",
        Tag.KIND,
        Kind.SYNOVIAL_CYST,
    ),
    (r"(?:facet|facetal|zygapophys\w+|apophyseal|face)(?:s|al|ar)?(?: joints?)?", Tag.FACET, None),
    (
        r"ligament\w* flav\w*|flav(?:al|um)(?: ligaments?)?|ligamentous|ligamenta flava|yellow ligaments?",
        Tag.FLAVUM,
        None,
    ),
    (
        r"(?:peri|epi)(?:neural|dural) (?:scar\w*|fibrosis)|scar(?:ring)?(?: tissue)?|granulation tissue",
        Tag.KIND,
        Kind.SCAR,
    ),
    (r"arachnoiditis|clump\w+", Tag.KIND, Kind.ARACHNOIDITIS),
    (
        r"transitional(?: lumbosacral)? (?:vertebra\w*|anatomy|segment\w*|level|lumbosacral)|sacrali[sz]\w+"
        r"|lumbari[sz]\w+|lstv|castellvi\w*",
        Tag.KIND,
        Kind.TRANSITIONAL_VERTEBRA,
    ),
    (r"conjoin\w*", Tag.KIND, Kind.CONJOINED_ROOT),
    (
        r"tarlov(?:'s)?(?: cysts?)?|perineur\w+ cysts?|nerve root (?:sleeve )?cysts?",
        Tag.KIND,
        Kind.TARLOV_CYST,
    ),
    # Dangers.
    (
        r"(?:compression|insufficiency|wedge|burst|osteoporotic|vertebral|pathologic\w*)? ?fractur\w*"
        r"|compression deformit\w+|vertebral (?:body )?collapse",
        Tag.KIND,
        Kind.FRACTURE,
    ),
    (
        r"spondylodis[ck]itis|dis[ck]itis|osteomyelitis|abs[cs]?ess\w*|empyema|infect\w+|tubercul\w+|septic"
        r"|pott'?s",
        Tag.KIND,
        Kind.INFECTION,
    ),
    (
        r"metasta\w+|tumou?rs?|neoplas\w+|malignan\w+|myeloma\w*|lymphoma\w*|schwannoma\w*|ependymoma\w*"
        r"|meningioma\w*|neurofibroma\w*|plasmacytoma|chordoma|(?:suspicious|aggressive|lytic|sclerotic|destructive|focal marrow)"
        r" (?:\w+ )?(?:lesion|focus|deposit)s?|marrow (?:replac|infiltrat)\w+|space[- ]occupying lesions?"
        r"|(?:soft tissue |intradural |epidural |paraspinal |extradural )?mass(?:es)?(?! effect)",
        Tag.KIND,
        Kind.TUMOUR,
    ),
    (
        r"myelopath\w+|myelomalacia|cord (?:signal (?:change|abnormal|alter)\w*|o?edema)",
        Tag.KIND,
        Kind.CORD_COMPRESSION,
    ),
    (r"cauda(?: equina)?", Tag.CAUDA, None),
    (r"(?:spinal )?cord", Tag.CORD, None),
    (
        r"(?:anterior |ventral )?(?:thecal|dural|theca)l?(?: sac| tube)?|csf(?: space)?|epidural (?:fat|space)"
        r"|conus(?: medullaris)?",
        Tag.SAC,
        None,
    ),
    # Places that can be narrow.
    (
        r"(?:central )?(?:spinal|vertebral|central|bony)(?: spinal)? canals?|central spinal(?= (?:canal )?(?:sten|narr))"
        r"|(?:central )?spinal(?= (?:canal )?(?:stenos|narrow))|canals?(?! zone)",
        Tag.PLACE,
        CANAL,
    ),
    (
        r"(?:lateral|subarticular|sub-articular|sub articular|lateral canal|entry)[- ](?:canal )?"
        r"(?:recess\w*|gutters?|zones?)|recess\w*",
        Tag.PLACE,
        RECESS,
    ),
    (r"extra-?\s?foram\w*|far[- ]lateral|intra/extraforaminal", Tag.ZONE, Zone.EXTRAFORAMINAL),
    (
        r"(?:(?:neural|nerve|root|exit|exiting|intervertebral|neuro|bony)[- ]){0,3}(?:(?:intra|neuro)?-?(?:foram\w*"
        r"|formain\w*|foramn\w*|forman\w*|froamin\w*))|(?:nerve root |neural |root )exit canals?|nerve root canals?"
        r"|exit canals?|nfs?|ivf",
        Tag.PLACE,
        FORAMEN,
    ),
    (
        r"para-?\s?(?:central\w*|median|midline|sagittal)|postero-?\s?lateral\w*|sub-?\s?articular",
        Tag.ZONE,
        Zone.SUBARTICULAR,
    ),
    (
        r"(?:postero-?\s?)?central\w*|posterocentral\w*|postero-?median|medial|median",
        Tag.ZONE,
        Zone.CENTRAL,
    ),
    # What touches what.
    (
        r"in (?:direct )?contact with|(?:contact|abb?ut|touch|kiss|tether|surround|encas|engulf)\w*|indent\w*|impress(?:es|ing|ed)\w*",
        Tag.RELATION,
        Relation.CONTACT,
    ),
    (
        r"(?:displac|deviat|deflect|distort)\w*|push\w*|splay\w*",
        Tag.RELATION,
        Relation.DISPLACEMENT,
    ),
    (
        r"mass effect(?: (?:up)?on)?|(?:compress|imping|pinch|entrap|squash|squeez|compromis|encroach|flatten|deform"
        r"|crowd|trap|crush)\w*|imp(?:ign|igin|pin|ning)\w*",
        Tag.RELATION,
        Relation.COMPRESSION,
    ),
    (r"(?:irritat|affect|involv)\w*", Tag.RELATION, None),
    (
        r"(?:in )?(?:close )?proximity(?: (?:to|with))?|close to|near(?:s|ing|by)?|approach\w*|adjacent(?: to)?"
        r"|intimately related(?: to)?|(?:intimate|close) relation\w*(?: (?:to|with))?|reach\w*",
        Tag.NEAR,
        None,
    ),
    (
        r"(?:nerve[- ])?(?:roots?|rootlets?|ganglia|ganglion|drg)(?:[- ]sleeves?)?|nerves?|(?:dorsal )?root ganglion",
        Tag.ROOT,
        None,
    ),
    (
        r"(?:travers|descend|transit|transvers|passing|crossing)\w*|budding",
        Tag.COURSE,
        "traversing",
    ),
    (r"exit(?:ing|s)?|exciting|outgoing|emerging", Tag.COURSE, "exiting"),
    # Narrow and open.
    (r"(?:effac|obliterat|occlu)\w*|fill(?:s|ed|ing)?", Tag.NARROW, "severe"),
    (
        r"sten+os[ie]\w*|stenot\w*|stensosis|narrow\w*|narow\w*|constrict\w*|attenuat\w*|crowded|tight\w*",
        Tag.NARROW,
        None,
    ),
    (
        r"(?:(?:widely|adequately|fully|well) )?(?:patent\w*|patient(?= ?[.,;]|$))|within (?:the )?normal limits?|wnl"
        r"|un-?remarkable|unremarakable|normal\w*|preserved|maintained|adequate\w*|capacious|uncompromised|unaffected"
        r"|unimpinged|spared|intact|satisfactory|clear|open|free|ample",
        Tag.OPEN,
        None,
    ),
    # Collective words.
    (
        r"(?:the )?(?:remain\w+|other|rest of the|all other|residual|rest)(?: of the)?(?: visuali[sz]ed| imaged)?"
        r"(?: lumbar| lumbosacral| spinal| cervical)?(?: disc| disk| intervertebral)? (?:levels|segments|interspaces|spaces)",
        Tag.REST,
        "levels",
    ),
    (
        r"(?:at )?(?:any|all|every|each)(?: of the)?(?: other)?(?: lumbar| spinal| visuali[sz]ed| imaged| cervical)? (?:levels?|segments?)",
        Tag.EVERY,
        None,
    ),
    (
        r"(?:at )?(?:both|these|the above|those)(?: two)? (?:levels|segments|dis[ck] levels)",
        Tag.THESE,
        None,
    ),
    (
        r"(?:the )?upper(?: two)? lumbar (?:levels|segments|dis[ck] levels)|upper levels",
        Tag.UPPER,
        None,
    ),
    # Doubt, the past, affirmation.
    (
        r"(?:likely|probabl[ye]|presumed|presumably) (?=(?:chronic|degenerative|congenital|related|due|secondary|physio"
        r"|developmental|incidental|reactive|old|benign|post))",
        Tag.OTHER,
        None,
    ),
    (
        r"possibl\w+|probabl\w+|likely|may|might|could|can (?=affect|irritat)|suspect\w*|suspicious for|suspicion of"
        r"|suggest\w*|questionable|query|equivocal|presum\w+|potential\w*|concern\w* for|borderline|if any"
        r"|susp\.?|\?",
        Tag.MAYBE,
        None,
    ),
    (
        r"previously|formerly|on (?:the )?(?:previous|prior|earlier) (?:\w+ )?(?:study|scan|mri|examination|exam|imaging|films?)"
        r"|(?:previous|prior|earlier) (?:study|scan|mri|examination|exam) (?:show|demonstrat|describ)\w+",
        Tag.OLD,
        None,
    ),
    (
        r"there (?:is|are|remains?|has been)|(?:are|is) (?=(?:seen|noted|present|mildly|moderately|severely))|shows?|demonstrat\w+"
        r"|reveals?|noted|associated",
        Tag.AFFIRM,
        None,
    ),
    # Joints of a sentence.
    (r"in addition to|except(?: for)?|apart from|other than", Tag.STRONG, "except"),
    (r"but|however|although|though|whereas|while|albeit|yet", Tag.STRONG, "but"),
    (
        r"causing|caus\w+|resulting(?: in)?|results? in|resultant|produc\w+|contribut\w+ to|leading to|leads to|creating"
        r"|giving(?: rise to)?|gives|due to|secondary to|because of|related to|from|by|that|to (?=cause|produce)|as a result of"
        r"|on account of|superimposed on",
        Tag.STRONG,
        "cause",
    ),
    (
        r"with|which|where|along with|together with|combined with|superimposed|accompanied by|plus",
        Tag.STRONG,
        "with",
    ),
    (r"as well as|and/or|and|or|&", Tag.WEAK, None),
    (rf"{_DISC}(?: spaces?| margins?| contours?)?", Tag.DISC, None),
    (
        r"hypertro\w+|arthro\w+|arthrit\w+|degenerat\w+|osteoarth\w*|oa|thicken\w*|infold\w*|buckl\w*|effusions?"
        r"|sclero\w+|overgrowth|redundan\w*|cartilage loss|disease|changes?|enlarg\w+|hypertropy|athropathy|fluid|synovitis",
        Tag.WORN,
        None,
    ),
    (r"abnormalit\w+|pathology|findings?|disease process", Tag.ABNORMALITY, None),
    (r"none|nil", Tag.NO, None),
)
_WORDS_OF_GRADE: Final = {
    "minimal": "minimal", "minimally": "minimal", "trace": "minimal", "tiny": "minimal",
    "trivial": "minimal", "negligible": "minimal",
    "mild": "mild", "mildly": "mild", "slight": "mild", "slightly": "mild", "minor": "mild",
    "early": "mild", "subtle": "mild", "mid": "mild", "midly": "mild", "milld": "mild",
    "moderate": "moderate", "moderately": "moderate", "moderatly": "moderate", "mod": "moderate",
    "modest": "moderate", "modearte": "moderate",
    "severe": "severe", "severely": "severe", "marked": "severe", "markedly": "severe",
    "critical": "severe", "critically": "severe", "advanced": "severe", "sever": "severe",
    "gross": "severe", "complete": "severe", "completely": "severe", "profound": "severe",
    "servere": "severe", "extensive": "severe", "tight": "severe",
}  # fmt: skip
_PUNCTUATION: Final = {
    ",": (Tag.WEAK, ","), "/": (Tag.WEAK, "/"), "+": (Tag.WEAK, None), ";": (Tag.STRONG, ";"),
    "(": (Tag.STRONG, "("), ")": (Tag.STRONG, ")"), ":": (Tag.COLON, None),
}  # fmt: skip
_BONE: Final = r"[clst] ?(?:1[0-2]|[1-9])(?:'s|s)?(?![0-9a-z])"


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Compile the words once, when the first report is read."""
    phrases = "|".join(f"({pattern})(?![a-z])" for pattern, *_ in _PHRASES)
    return re.compile(rf"(?<![a-z0-9])(?:{phrases}|({_BONE})|([a-z]+))|([,;:/()+?=])")


def tokens_in(low: str, start: int, end: int) -> list[Token]:
    """Return what the words of a span stand for, in order; words without a part are left out."""
    found = []
    last = len(_PHRASES)
    for match in _pattern().finditer(low, start, end):
        place = match.lastindex or 0
        a, b = match.span()
        if place <= last:
            _, tag, value = _PHRASES[place - 1]
            if tag is Tag.LEANING:
                value = BodySide.LEFT if "left" in match.group() else BodySide.RIGHT
            found.append(Token(tag, a, b, value, match.group()))
        elif place == last + 1:
            found.append(Token(Tag.BONE, a, b, match.group().replace(" ", "").rstrip("'s").upper()))
        elif place == last + 2:
            word = match.group()
            if word in _WORDS_OF_GRADE:
                found.append(Token(Tag.GRADE, a, b, _WORDS_OF_GRADE[word], word))
        elif match.group() in _PUNCTUATION:
            tag, value = _PUNCTUATION[match.group()]
            found.append(Token(tag, a, b, value, match.group()))
    return found
