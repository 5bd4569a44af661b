"""Words for changes of discs, joints, bone and nerve, with their usual misspellings."""

from typing import Final

from clinic_desktop.domain.imaging import FindingKind as Kind
from clinic_desktop.intake.tags import Phrase, Tag

CHANGES: Final[tuple[Phrase, ...]] = (
    (r"(?:wall|cortex|flavum) bulg\w*", Tag.OTHER, None),
    (
        r"pseudo[- ]?(?:dis[ck] )?(?:bulg\w*|herniat\w*)|uncover\w*(?: of the dis[ck])?",
        Tag.OTHER,
        None,
    ),
    (
        (
            r"vertebral(?: body| bodies)? heights?(?: (?:loss|reduc\w+|decreas\w+))?"
            r"|(?:loss|reduction|decrease) (?:of|in) (?:the )?(?:\w+ )?(?:vertebral|body)"
            r"(?: (?:body|bodies))? heights?"
        ),
        Tag.OTHER,
        None,
    ),
    (r"free (?:dis[ck] )?fragments?|sequest\w+|seqest\w+", Tag.KIND, Kind.SEQUESTRATION),
    (r"(?:<disc> )?(?:extru\w+)(?: <disc>)?(?: (?:fragment|material))?", Tag.KIND, Kind.EXTRUSION),
    (
        (
            r"(?:posterior |<disc>[- /](?:and )?)?(?:osteophyt\w*|bar"
            r"|spur)[- /]<disc>(?: (?:complex|bar)\w*)?|<disc>[- /](?:osteophyt\w*|spur|ridge"
            r"|bar)(?: (?:complex|ridge|bar)\w*)?|disc[- ]?osteophyte"
        ),
        Tag.KIND,
        Kind.BULGE,
    ),
    (
        (
            r"(?:annul\w*|anul\w*|radial|concentric)(?: fibros\w*)? (?:fibre )?(?:tears?"
            r"|fissur\w*|rents?|disruption|defects?|rupture)|(?:tears?|fissur\w*) (?:in"
            r"|of) (?:the )?(?:posterior )?(?:annul|anul)\w*(?: fibros\w*)?"
            r"|high[- ]intensity[- ]zones?|hiz"
        ),
        Tag.KIND,
        Kind.ANNULAR_FISSURE,
    ),
    (
        (
            r"(?:loss|reduction|decrease)(?: (?:of|in))?(?: (?:<disc>|posterior|anterior|the"
            r"|normal|t2|space|<slight>|both|its)){0,4} (?:height|signal"
            r"|hydration)s?(?: (?:and|/) (?:signal|height))?|(?:reduced|decreased|diminished"
            r"|low|lost|narrowed)(?: (?:in|<disc>|space|t2|t2w)){0,3} (?:height"
            r"|signal)s?(?: (?:and|/) (?:signal|height))?|(?:<disc>(?: space)? )?(?:heights?"
            r"|signal)(?: (?:is|are|has|appears|been))*(?: <slight>)? (?:reduc\w+|decreas\w+"
            r"|lost|diminish\w+|loss|collaps\w+)|(?:reduced|decreased|diminished|loss|lost"
            r"|reduction) (?:in |of )(?:<disc> )?(?:height|signal)(?: and (?:signal|height))?"
            r"|<disc>(?: space)?(?: height)? (?:narrow\w+|loss)|narrow\w+ of the (?:<disc>"
            r"|interspace)(?: spaces?)?|narrowed <disc>(?: spaces?)?|signal loss"
            r"|collaps\w* (?:of the )?<disc>|<disc> collapse"
            r"|<disc>(?: spaces?)? (?:is|are|appears?)(?: (?:<slight>|a little|a bit|somewhat"
            r"|also|now))*"
            r" (?:narrow\w*|thin\w*|worn\w*|dried(?: out)?|dry|lost|collaps\w*|reduced|dark)"
            r"|(?:narrow|thinn|worn|dried|dry)(?:ed|ing)?(?: out)? <disc>(?: spaces?)?"
            r"|(?:dis[ck] )?interspaces? (?:narrow\w*|loss|collaps\w*)|narrowed interspaces?"
            r"|vacuum (?:phenomen\w+|sign|cleft|disc|disk)|gas in the <disc>"
        ),
        Tag.KIND,
        Kind.DISC_DEGENERATION,
    ),
    (
        (
            r"<disc>(?: (?:is|are|appears?|looks?))(?: (?:<slight>|also"
            r"|both)){0,2} (?:degenerat\w*|d[ei]s+ic+at\w*|dehydrat\w*)"
            r"|degenerat\w* <disc>(?: (?:disease|change)s?)?|<disc> degenerat\w*"
            r"|degenerative(?: <disc>)? (?:change|disease|spondylosis)\w*|d[ei]s+ic+at\w*"
            r"|dehydrat\w*|dis[ck] disease|ddd|black dis[ck]"
            r"|degenerated?(?= (?:with|and|but)|[.,;])"
        ),
        Tag.KIND,
        Kind.DISC_DEGENERATION,
    ),
    (
        (
            r"herniat\w*|hnp|prolaps\w*|pivd|dis[ck] hernia\w*|hernia|slipped dis[ck]"
            r"|dis[ck] (?:has |is )?slipped(?: out)?"
            r"|ruptured dis[ck]|dis[ck] rupture|dis[ck] lesion|heniat\w*|herination\w*"
        ),
        Tag.KIND,
        Kind.HERNIATION,
    ),
    (r"protru\w+|protus\w+|protur\w+|prot(?=\W|$)", Tag.KIND, Kind.PROTRUSION),
    (r"buldg\w+|bulg\w+|buldge", Tag.KIND, Kind.BULGE),
    (
        (
            r"(?:type <modic>,? )?modic(?:,? (?:types? |grade )?<modic>(?: ?(?:[/,-]|and|or|to)"
            r" ?(?:type )?<modic>)*)?(?: (?:end ?-?plate )?(?:change|signal)\w*)?"
            r"|(?:reactive |degenerative |chronic ){0,2}(?:vertebral )?end ?-?plates?"
            r" (?:marrow |bone )?(?:degenerat\w*|reactive)?"
            r" ?(?:change|o?edema|signal|sclero|irregular|erosi|spur)\w*"
        ),
        Tag.KIND,
        Kind.MODIC,
    ),
    (
        (
            r"(?:bilateral )?pars (?:interarticularis )?(?:defect|fracture|lys)\w*"
            r"|(?:defects?|lysis|fractures?) (?:through|in|of|at) (?:the |both |<side> ){0,2}pars"
            r"|spondylolys\w*|spondylolytic|lysis|pars interarticularis(?= )"
        ),
        Tag.KIND,
        Kind.SPONDYLOLYSIS,
    ),
    (
        (
            r"(?:antero|retro|spondylo|latero|spondyl)-?\s?listhes[ie]s|(?:antero"
            r"|retro)list\w+|listhes[ie]s|spondylolithes\w+|(?:antero|retro)lithes\w+"
            r"|(?:forward|ante\w+|post\w+|backward) (?:slip\w*|sublux\w+)"
            r"|slip(?:page)?(?! dis[ck])"
        ),
        Tag.KIND,
        Kind.SPONDYLOLISTHESIS,
    ),
    (
        (
            r"synovial (?:\w+ )?cysts?|facet (?:joint )?(?:synovial )?cysts?"
            r"|juxta-?\s?(?:articular|facet\w*) cysts?"
        ),
        Tag.KIND,
        Kind.SYNOVIAL_CYST,
    ),
    (
        r"tarlov(?:'s)?(?: cysts?)?|perineur\w+ cysts?|nerve root (?:sleeve )?cysts?",
        Tag.KIND,
        Kind.TARLOV_CYST,
    ),
    (r"cystic (?:lesion|structure|focus|foci|area)s?|(?:ganglion )?cysts?", Tag.CYST, None),
    (
        (
            r"(?:sacro-?\s?iliac|si|s\.i\.|hip|costo-?vertebral|costo-?transverse)"
            r"(?: joints?)?|hips"
        ),
        Tag.JOINT,
        None,
    ),
    (r"(?:facet|facetal|zygapophys\w+|apophyseal|face)(?:s|al|ar)?(?: joints?)?", Tag.FACET, None),
    (
        (
            r"ligament\w* flav\w*|flav(?:al|um)(?: ligaments?)?|ligamentous|ligamenta flava"
            r"|yellow ligaments?"
        ),
        Tag.FLAVUM,
        None,
    ),
    (
        (
            r"(?:peri|epi)(?:neural|dural) (?:scar\w*|fibrosis)|scar(?:ring)?(?: tissue)?"
            r"|granulation tissue"
        ),
        Tag.KIND,
        Kind.SCAR,
    ),
    (
        (
            r"(?:hemi)?-?(?:lamin|disc|disk|foramin|facet|corp)(?:ectom|otom)\w+"
            r"|micro-?dis[ck]ectom\w+|(?:hemi)?lami\b"
        ),
        Tag.ABNORMALITY,
        "surgery",
    ),
    (r"arachnoiditis|clump\w+", Tag.KIND, Kind.ARACHNOIDITIS),
    (
        (
            r"transitional(?: lumbosacral)? (?:vertebra\w*|anatomy|segment\w*|level"
            r"|lumbosacral)|sacrali[sz]\w+|lumbari[sz]\w+|lstv|castellvi\w*"
        ),
        Tag.KIND,
        Kind.TRANSITIONAL_VERTEBRA,
    ),
    (r"conjoin\w*", Tag.KIND, Kind.CONJOINED_ROOT),
    (
        (
            r"(?:compression|insufficiency|wedge|burst|osteoporotic|vertebral"
            r"|pathologic\w*)? ?fractur\w*|compression deformit\w+"
            r"|vertebral (?:body )?collapse"
        ),
        Tag.KIND,
        Kind.FRACTURE,
    ),
    (
        (
            r"spondylodis[ck]itis|dis[ck]itis|osteomyelitis|abs[cs]?ess\w*|empyema|infect\w+"
            r"|tubercul\w+|septic|pott'?s"
        ),
        Tag.KIND,
        Kind.INFECTION,
    ),
    (
        (
            r"metasta\w+|tumou?rs?|neoplas\w+|malignan\w+|myeloma(?:s|tous)?(?![a-z])|lymphoma\w*"
            r"|schwannoma\w*|ependymoma\w*|meningioma\w*|neurofibroma\w*|plasmacytoma"
            r"|chordoma|(?:suspicious|aggressive|lytic|sclerotic|destructive"
            r"|focal marrow) (?:\w+ )?(?:lesion|focus|deposit)s?|marrow (?:replac"
            r"|infiltrat)\w+|space[- ]occupying lesions?|(?:soft tissue |intradural "
            r"|epidural |paraspinal |extradural )?mass(?:es)?(?! effect)"
        ),
        Tag.KIND,
        Kind.TUMOUR,
    ),
    (
        r"myelopath\w+|myelomalacia|cord (?:signal (?:change|abnormal|alter)\w*|o?edema)",
        Tag.KIND,
        Kind.CORD_COMPRESSION,
    ),
    (r"caudi?a(?: equina)?", Tag.CAUDA, None),
    (r"(?:spinal )?cord", Tag.CORD, None),
    (
        (
            r"(?:anterior |ventral )?(?:thecal|dural|theca|secal)l?(?: sac| tube)?|sac"
            r"|csf(?: space)?|epidural (?:fat|space)|conus(?: medullaris)?"
        ),
        Tag.SAC,
        None,
    ),
)
