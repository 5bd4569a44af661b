"""Words around a finding: denial, doubt, side, degree, the past, and what joins clauses."""

from typing import Final

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.intake.tags import Phrase, Tag

BEFORE: Final[tuple[Phrase, ...]] = (
    (r"<level>", Tag.LEVEL, None),
    (
        (
            r"no(?: significant| appreciable| obvious| definite| substantial| real| interval"
            r"| further){0,2} (?:change (?:in|of|from|since|to|compared)|progression|increase"
            r"|worsening)"
        ),
        Tag.OTHER,
        None,
    ),
    (r"not (?:significantly |appreciably |greatly )?(?:changed|altered|only)", Tag.OTHER, None),
    (r"no more than|no doubt", Tag.OTHER, None),
    (
        (
            r"can ?not (?:be )?(?:entirely |completely )?(?:be )?(?:excluded?|discounted)"
            r"|could not be excluded|not (?:entirely |completely )?excluded"
            r"|difficult to exclude"
        ),
        Tag.MAYBE,
        None,
    ),
    (
        (
            r"(?:is|are|was|were)? ?not (?:\w+ )?(?:seen|present|identified|demonstrated"
            r"|evident|noted|appreciated|visuali[sz]ed|shown|observed|apparent|found"
            r"|suggested)|(?:is|are) absent|absent|(?:has|have) (?:since |now |completely "
            r"|fully |entirely )*(?:resolved|regressed|resorbed|disappeared|gone)|resolved"
            r"|resolution"
        ),
        Tag.NOT_SEEN,
        None,
    ),
    (
        r"no longer (?:seen|present|identified|evident|visible|demonstrated|apparent|noted|shown)",
        Tag.NOT_SEEN,
        None,
    ),
    (r"(?:=|: ?-?) ?(?:none|nil|absent|no|negative)(?= ?(?:\.|;|,|$|\)|\|))", Tag.NOT_SEEN, None),
    # A side that is denied is none of the change.
    (
        (
            r"(?:rather than|as opposed to|instead of)(?: on| to| towards?)?(?: the| its)? <side>"
            r"(?:[- ](?:sided?|hand))?"
        ),
        Tag.OTHER,
        None,
    ),
    (
        (
            r"negative for|free (?:of|from)|clear of|devoid of|absence of|lack of|rather than"
            r"|instead of|no longer|nothing|with ?out|w/o(?:ut)?|with no|nor|neither|never|nil"
            r"|no|not|none"
        ),
        Tag.NO,
        None,
    ),
    (
        (
            r"<side>(?:[- ]sided?)? ?(?:being |is )?(?:slightly |much |mildly "
            r"|significantly )?(?:greater|worse|more|larger"
            r"|bigger)(?: \w+)? than(?: on)?(?: the)? <side>(?![a-z])"
            r"|<side> ?>+ ?<side>(?![a-z])"
        ),
        Tag.SIDE,
        BodySide.BOTH,
    ),
    (
        (
            r"(?:slightly |somewhat |mildly )?(?:more|greater|greatest|worse|worst|larger"
            r"|especially|particularly|predominantly|mainly|mostly|maximal|pronounced|marked"
            r"|prominent|(?<=, )less)(?: \w+){0,2}? (?:on|to|towards?) (?:the |its )?(?:left"
            r"|right)(?:[- ]hand)?(?: sided?)?"
            r"(?:,? (?:than|compared (?:to|with))(?: on| to| towards?)?(?: the| its)? <side>"
            r"(?:[- ]hand)?(?: sided?)?)?"
        ),
        Tag.LEANING,
        None,
    ),
    # The side of what the patient feels is no side of the change.
    (
        (
            r"(?:known |reported |clinical |patient'?s )?<side>(?:[- ]?sided)?"
            r"(?: (?:lower|upper|sided|anterior|posterior|lateral)){0,2}"
            r"(?: (?:leg|limb|extremity|foot|calf|thigh|buttock|arm|hand))?"
            r" (?:sciatica|symptom\w*|pain|weakness|numbness|par[ae]+sthesia\w*|radicular pain"
            r"|radiculopathy|radicular symptoms?|complaints?)"
        ),
        Tag.OTHER,
        None,
    ),
    (
        (
            r"(?:hemi)?-?(?:micro-?)?(?:lamin|disc|disk|foramin)(?:ectom|otom)\w+"
            r" (?:done |performed )?for (?:an? |the )?(?:(?:\w+|<level>) ){0,3}?"
            r"(?:<disc> )?(?:extru|protru|herniat|prolaps|hnp|stenosis|sequest)\w*"
        ),
        Tag.ABNORMALITY,
        "surgery",
    ),
    (
        r"(?:left|right)[- ](?:sided )?(?:predominan\w+|preponderan\w+|dominan\w+)",
        Tag.LEANING,
        None,
    ),
    (
        (
            r"both(?= (?:show|demonstrat|have|reveal|exhibit|appear|contain|are |display"
            r"|of (?:these|which))"
            r"| (?:the )?<level>)"
        ),
        Tag.OTHER,
        None,
    ),
    (
        (
            r"(?:on |to )?either side|bilateral\w*|both(?: the)? sides|both|b/l|bilat\.?"
            r"|on each side|bi ?-?l+[aie]?t+[ae]r+[ae]l\w*"
        ),
        Tag.SIDE,
        BodySide.BOTH,
    ),
    (
        (
            r"(?:<slight> )?(?:interval )?(?:decreas|increas|reduc|enlarg|diminish|chang)\w*"
            r" in (?:the )?(?:\w+ )?(?:size|extent|prominence|conspicuity)"
            r"|<slight> (?:larger|smaller|bigger|improv\w+|progress\w+|worsen\w*)"
        ),
        Tag.OTHER,
        None,
    ),
    (r"(?:the )?mid-?\s?line", Tag.SIDE, BodySide.MIDLINE),
    (
        (
            r"(?:left|lt\.?)(?:[- ]?(?:sided|ward|wards|hand|side))?"
            r"|(?<=on )l(?=\.)|l(?=,| (?!spine|/ ?s|s )[a-z&>]| [ls]\d)"
        ),
        Tag.SIDE,
        BodySide.LEFT,
    ),
    (
        (
            r"(?:right|rt\.?)(?:[- ]?(?:sided|ward|wards|hand|side))?"
            r"|(?<=on )r(?=\.)|r(?=,| (?!spine|/ ?s|s )[a-z&>]| [ls]\d)"
        ),
        Tag.SIDE,
        BodySide.RIGHT,
    ),
    (r"\(l\)", Tag.SIDE, BodySide.LEFT),
    (r"\(r\)", Tag.SIDE, BodySide.RIGHT),
    (r"(?<!a)symmetric\w*", Tag.OTHER, "symmetrical"),
    (r"partial(?:ly)?|fat", Tag.OTHER, "partial"),
    (
        (
            r"(?:mild(?:ly)?|slight(?:ly)?|minimal(?:ly)?)[ /-]+(?:(?:to"
            r"|or)[ /-]+)?(?:moderate(?:ly)?|mod(?![a-z]))"
        ),
        Tag.GRADE,
        "moderate",
    ),
    (
        (
            r"(?:moderate(?:ly)?)[ /-]+(?:(?:to|or)[ /-]+)?(?:severe(?:ly)?|marked(?:ly)?)"
            r"|mod(?:\.? to |[ /-])(?:severe|sev)"
        ),
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
)
"""Looked for first: denial, sides and degrees."""

AFTER: Final[tuple[Phrase, ...]] = (
    (
        (
            r"(?:the )?(?:remain\w+|other|rest of the|all (?:the )?(?:other|remaining)|residual"
            r"|rest)(?: of the)?(?: visuali[sz]ed| imaged)?(?: lumb[ae][rl]| lumbosacral| spinal"
            r"| cervical| thoracic)?(?: disc| disk| intervertebral)? (?:levels|segments"
            r"|interspaces|spaces)(?: (?:of|in|within) the (?:\w+ )?(?:spine|region))?"
        ),
        Tag.REST,
        "levels",
    ),
    (
        (
            r"(?:at )?(?:any|all|every|each)(?: of the)?(?: other)?(?: lumbar| spinal"
            r"| visuali[sz]ed| imaged| cervical| thoracic)? (?:levels?|segments?)"
        ),
        Tag.EVERY,
        None,
    ),
    (
        (
            r"(?:at )?(?:both|these|the above|those)(?: two)? (?:levels|segments"
            r"|dis[ck] levels)|at both(?= ?[.,;]| ?$)"
        ),
        Tag.THESE,
        None,
    ),
    (
        (
            r"(?:the |at |all ){0,3}(?:levels?|segments?|dis[ck]s?|interspaces?) (?:immediately "
            r"|directly |just )?(?:above|below)(?: (?:it|this|that|these|them|here))?"
        ),
        Tag.BEYOND,
        None,
    ),
    (
        (
            r"(?:the )?upper(?: two)? lumb(?:ar|al|er) (?:levels|segments|dis[ck] levels|region"
            r"|spine)|upper levels"
        ),
        Tag.UPPER,
        None,
    ),
    (
        (
            r"(?:likely|probabl[ye]|presumed|presumably)(?= (?:chronic|degenerative"
            r"|congenital|related|due|secondary|physio|developmental|incidental|reactive|old"
            r"|benign|post))"
        ),
        Tag.OTHER,
        None,
    ),
    (
        (
            r"possibl\w+|probabl\w+|likely|may|might|could|can(?= (?:affect|irritat))|suspect\w*"
            r"|suspicious for|suspicion of|suggest\w*|questionable|query|equivocal|presum\w+"
            r"|potential\w*|concern\w* for|borderline|if any|susp\.?"
        ),
        Tag.MAYBE,
        None,
    ),
    (
        (
            r"previously|formerly|(?:years?|months?|weeks?) ago|on (?:the )?(?:previous|prior"
            r"|earlier) (?:\w+ )?(?:study"
            r"|scan|mri|examination|exam|imaging|films?)|(?:previous|prior|earlier) (?:study"
            r"|scan|mri|examination|exam) (?:show|demonstrat|describ)\w+"
        ),
        Tag.OLD,
        None,
    ),
    (
        (
            r"there (?:is|are|remains?|has been)|(?:are|is)(?= (?:seen|noted|present|mildly"
            r"|moderately|severely))|shows?|demonstrat\w+|reveals?|noted|associated"
        ),
        Tag.AFFIRM,
        None,
    ),
    (r"in addition to|except(?: for)?|apart from|other than", Tag.STRONG, "except"),
    (r"but|however|although|though|whereas|while|albeit|yet", Tag.STRONG, "but"),
    (
        (
            r"causing|caus\w+|resulting(?: in)?|results? in|resultant|produc\w+"
            r"|contribut\w+ to|leading to|leads to|creating|giving(?: rise to)?|gives?|gave|due to"
            r"|secondary to|because of|related to|by|that|to(?= (?:cause|produce))"
            r"|as a result of|on account of|superimposed on"
        ),
        Tag.STRONG,
        "cause",
    ),
    (
        (
            r"with|which|where|along with|together with|combined with|superimposed"
            r"|accompanied by|plus"
        ),
        Tag.STRONG,
        "with",
    ),
    (r"as well as|and/or|and|or|&", Tag.WEAK, None),
    (r"<disc>(?: spaces?| margins?| contours?)?", Tag.DISC, None),
    (
        (
            r"fatty degenerat\w+|hypertro\w+|arthro\w+|arthrit\w+|degenerat\w+|osteoarth\w*|oa"
            r"|thicken\w*"
            r"|infold\w*|buckl\w*|effusions?|sclero\w+|overgrowth|redundan\w*|cartilage loss"
            r"|disease|changes?|enlarg\w+|hypertropy|athropathy|fluid|synovitis"
        ),
        Tag.WORN,
        None,
    ),
    (r"abnormalit\w+|pathology|findings?|disease process", Tag.ABNORMALITY, None),
    (r"none|nil", Tag.NO, None),
)
"""Looked for last: collective words, doubt, the past, and the joints of a sentence."""

GRADE_WORDS: Final = {
    "minimal": "minimal", "minimally": "minimal", "trace": "minimal", "tiny": "minimal",
    "trivial": "minimal", "negligible": "minimal",
    "mild": "mild", "mildly": "mild", "slight": "mild", "slightly": "mild", "minor": "mild",
    "early": "mild", "subtle": "mild", "mid": "mild", "midly": "mild", "milld": "mild",
    "moderate": "moderate", "moderately": "moderate", "moderatly": "moderate", "mod": "moderate",
    "modest": "moderate", "modearte": "moderate",
    "severe": "severe", "severely": "severe", "sev": "severe", "marked": "severe",
    "markedly": "severe",
    "critical": "severe", "critically": "severe", "advanced": "severe", "sever": "severe",
    "gross": "severe", "complete": "severe", "completely": "severe", "profound": "severe",
    "servere": "severe", "extensive": "severe", "tight": "severe",
}  # fmt: skip
PUNCTUATION: Final = {
    ",": (Tag.WEAK, ","), "/": (Tag.WEAK, "/"), "+": (Tag.WEAK, None), ";": (Tag.STRONG, ";"),
    "(": (Tag.STRONG, "("), ")": (Tag.STRONG, ")"), ":": (Tag.COLON, None),
    "?": (Tag.MAYBE, None),
}  # fmt: skip
