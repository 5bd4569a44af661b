"""Words for canal, recesses, foramina and roots, and for what narrows or touches them."""

from typing import Final

from clinic_desktop.domain.anatomy import Zone
from clinic_desktop.domain.imaging import FindingKind as Kind
from clinic_desktop.domain.imaging import RootRelation as Relation
from clinic_desktop.intake.tags import Phrase, Tag

PLACES: Final[tuple[Phrase, ...]] = (
    (
        (
            r"(?:central )?(?:spinal|vertebral|central|bony)(?: spinal)? canals?"
            r"|central spinal(?= (?:canal )?(?:sten|narr))"
            r"|(?:central )?spinal(?= (?:canal )?(?:stenos|narrow)| (?:or"
            r"|and) (?:neural )?foram)|canals?(?! zone)"
        ),
        Tag.PLACE,
        Kind.CANAL_STENOSIS,
    ),
    (
        (
            r"(?:lateral|subarticular|sub-articular|sub articular|lateral canal"
            r"|entry)[- ](?:canal )?(?:recess\w*|gutters?|zones?)|recess\w*"
        ),
        Tag.PLACE,
        Kind.LATERAL_RECESS_STENOSIS,
    ),
    (r"extra-?\s?foram\w*|far[- ]lateral|intra/extraforaminal", Tag.ZONE, Zone.EXTRAFORAMINAL),
    (
        (
            r"(?:(?:neural|nerve|root|exit|exiting|intervertebral|neuro"
            r"|bony)[- ]){0,3}(?:(?:intra|neuro)?-?(?:foram\w*|form(?:ai|i)n\w*|foramn\w*"
            r"|forman\w*|froamin\w*))|(?:nerve root |neural |root )exit canals?|nerve root canals?"
            r"|exit canals?|nfs?|ivf|neural(?= (?:narrow|stenos))|(?:nerve "
            r"|neural )?tunnels?(?: for the nerves?)?|where (?:the |a |each )?(?:nerve"
            r"|root)s? (?:roots? )?(?:exits?|leaves?|comes? out)"
        ),
        Tag.PLACE,
        Kind.FORAMINAL_STENOSIS,
    ),
    (
        (
            r"para-?\s?(?:central\w*|median|midline|sagittal)|postero-?\s?lateral\w*"
            r"|sub-?\s?articular"
        ),
        Tag.ZONE,
        Zone.SUBARTICULAR,
    ),
    (
        r"(?:postero-?\s?)?central\w*|posterocentral\w*|postero-?median|medial|median",
        Tag.ZONE,
        Zone.CENTRAL,
    ),
    (
        (
            r"in (?:direct )?contact with|(?:lies|lying|rest(?:s|ing)|sits|sitting"
            r"|up) (?:up )?against|(?:contact|abb?ut|touch|kiss|hits?(?![a-z])|hitting|tether"
            r"|surround|encas"
            r"|engulf)\w*|indent\w*|impress(?:es|ing|ed)\w*"
        ),
        Tag.RELATION,
        Relation.CONTACT,
    ),
    (
        r"(?:displac|deviat|deflect|distort|elevat|nudg)\w*|push\w*|splay\w*",
        Tag.RELATION,
        Relation.DISPLACEMENT,
    ),
    (r"encroach\w*", Tag.RELATION, Relation.CONTACT),
    (
        (
            r"mass effect(?: (?:up)?on)?|(?:compress|imping|pinch|entrap|squash|squeez"
            r"|compromis|flatten|deform(?!it)|trap|crush)\w*|press(?:es|ed|ing|ure)? (?:up)?on"
            r"|imp(?:ign|igin|pin"
            r"|ning)\w*"
        ),
        Tag.RELATION,
        Relation.COMPRESSION,
    ),
    (
        (
            r"(?:irritat|affect|involv|crowd)\w*"
            r"|around(?= (?:the )?(?:<side>(?:[- ]sided)? )?(?:exiting |traversing |descending )?"
            r"(?:[cls] ?\d|nerve|root))"
        ),
        Tag.RELATION,
        None,
    ),
    (
        (
            r"(?:in )?(?:close )?proximity(?: (?:to|with))?|close to|near(?:s|ing|by)?"
            r"|approach\w*|adjacent(?: to)?|intimately related(?: to)?|(?:intimate"
            r"|close) relation\w*(?: (?:to|with))?|reach\w*"
        ),
        Tag.NEAR,
        None,
    ),
    (
        (
            r"n/?rs?|(?:nerve[- ])?(?:roots?|rootlets?|ganglia|ganglion|drg)(?:[- ]sleeves?)?"
            r"|nerves?|(?:dorsal )?root ganglion"
        ),
        Tag.ROOT,
        None,
    ),
    (
        (
            r"(?:exit|run|course|pass|travers|descend|leav)\w* (?:freely|normally|unimpeded)"
            r"|have (?:a )?(?:free|normal) (?:course|exit)"
        ),
        Tag.OPEN,
        None,
    ),
    (
        r"(?:travers|descend|transit|transvers|passing|crossing)\w*|budding",
        Tag.COURSE,
        "traversing",
    ),
    (r"exit(?:ing|s)?|exciting|outgoing|emerging", Tag.COURSE, "exiting"),
    (r"(?:effac|obliterat|occlu)\w*|fill(?:s|ed|ing)?", Tag.NARROW, "severe"),
    (
        (
            r"(?:reduc|diminish|decreas|small|short|narrow)\w*(?: in)?(?: (?:overall|the|ap"
            r"|a-p|sagittal"
            r"|antero-?posterior|transverse)){0,3} (?:dimension|diameter|calib(?:re|er))s?"
            r"|(?:dimension|diameter|calib(?:re|er))s?(?: (?:is|are|appears?))?(?: <slight>)?"
            r" (?:reduc|diminish|decreas|narrow)\w*"
        ),
        Tag.NARROW,
        None,
    ),
    (
        (
            r"ccs|sten+os[ie]\w*|stenot\w*|stensosis|narrow\w*|narow\w*|constrict\w*|attenuat\w*"
            r"|crowded|tight\w*"
        ),
        Tag.NARROW,
        None,
    ),
    (
        (
            r"(?:(?:widely|adequately|fully|well) )?(?:patent\w*|patient(?= ?[.,;]|$))"
            r"|(?:of )?(?:good|normal|adequate|ample|generous) (?:size|calib(?:re|er)|dimensions?"
            r"|width)|within (?:the )?normal limits?|wnl|un-?remarkable|unremarakable|normal\w*"
            r"|negative(?! for)|healthy|nl|not remarkable"
            r"|preserved|maintained|adequate\w*|capacious|uncompromised|unaffected|unimpinged"
            r"|spared|intact|satisfactory|clear|open|free|ample|roomy|spacious|fine|okay|ok|fair"
            r"|(?:well|un)-?compressed|not narrowed|(?<=is )wide|(?<=are )wide"
        ),
        Tag.OPEN,
        None,
    ),
)
