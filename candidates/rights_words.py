"""What each right is, why a request may be refused, and where to complain: per regime, never mixed (law.md 1.6, B-03, B-05)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from candidates.models import RightsCase
from parties.models.places import Regime

Kind = RightsCase.Kind
EU, BES = Regime.EU_NL, Regime.BES


@dataclass(frozen=True)
class Right:
    """A right as the candidate reads it: its name, what it is, what happens; the law per regime."""

    kind: str
    title: object
    what: object
    happens: object
    law: dict


RIGHTS: tuple[Right, ...] = (
    Right(
        Kind.ACCESS,
        _("Zien wat we van je hebben"),
        _("Je krijgt alles wat we van je bewaren. Ook notities, concepten en wie er keek. Het kost niets."),
        _("Je kunt het meeste nu al zelf lezen. Mis je iets? Vraag het dan hier."),
        {EU: "AVG 15", BES: "Wbp BES 27"},
    ),
    Right(
        Kind.CORRECTION,
        _("Laten verbeteren wat niet klopt"),
        _("Klopt er iets niet? Schrijf wat er fout is en wat het moet zijn."),
        _("Je eigen gegevens verbeter je zelf. Gaat het over een aandachtspunt? Dan komt er het goede te staan, met de "
          "datum erbij."),
        {EU: "AVG 16", BES: "Wbp BES 28"},
    ),
    Right(
        Kind.ERASURE,
        _("Laten wissen"),
        _("We wissen wat we van je hebben. Je kandidatuur stopt dan. Dat kan niemand terughalen."),
        _("Iemand van de partij beslist. Soms moeten we iets nog bewaren, dan vertellen we waarom."),
        {EU: "AVG 17", BES: "Wbp BES 28"},
    ),
    Right(
        Kind.RESTRICTION,
        _("Je dossier stilzetten"),
        _("Je dossier staat meteen stil. De voorzitter en het bestuur kunnen het alleen nog lezen. Niemand gaat verder."),
        _("Dat duurt tot er een antwoord is. Zeggen we ja, dan blijft het stil tot jij of wij je iets anders laten weten."),
        {EU: "AVG 18", BES: "Wbp BES 28"},
    ),
    Right(
        Kind.PORTABILITY,
        _("Je gegevens meenemen"),
        _("Je krijgt je gegevens in een bestand dat een computer kan lezen."),
        _("Dat bestand kun je nu al zelf downloaden. Lukt dat niet? Vraag het dan hier."),
        {EU: "AVG 20"},
    ),
    Right(
        Kind.OBJECTION,
        _("Bezwaar maken"),
        _("Je wilt niet dat we je gegevens hiervoor gebruiken. Schrijf waarom jouw situatie anders is."),
        _("De volgende stap wacht tot we hebben beslist."),
        {EU: "AVG 21", BES: "Wbp BES 32"},
    ),
)  # fmt: skip


def rights_in(regime: str) -> list[Right]:
    """The rights of this regime, in reading order; taking data along exists in European law only."""
    return [right for right in RIGHTS if regime in right.law]


@dataclass(frozen=True)
class Ground:
    """A reason to refuse, with the law that allows it; `weighing` when the interest of others counts (P-52)."""

    slug: str
    kinds: tuple[str, ...]
    words: object
    law: dict
    weighing: bool = False


EVERY = tuple(Kind.values)
GROUNDS: tuple[Ground, ...] = (
    Ground("others", EVERY, _("de rechten van een ander wegen zwaarder"),
           {EU: "UAVG 41 lid 1 onder i", BES: "Wbp BES"}, weighing=True),
    Ground("again", EVERY, _("het is dezelfde vraag als kort geleden"), {EU: "AVG 12 lid 5", BES: "Wbp BES 27"}),
    Ground("correct", (Kind.CORRECTION,), _("wat er staat klopt, of het is een mening en geen feit"),
           {EU: "AVG 16", BES: "Wbp BES 28"}),
    Ground("needed", (Kind.ERASURE,), _("we hebben het nog nodig waarvoor je het gaf"),
           {EU: "AVG 17 lid 1", BES: "Wbp BES 28"}),
    Ground("claims", (Kind.ERASURE, Kind.OBJECTION, Kind.RESTRICTION),
           _("het is nodig voor een beroep, een klacht of een rechtszaak"),
           {EU: "AVG 17 lid 3 onder e", BES: "Wbp BES 23 lid 1 onder c"}),
    Ground("no_dispute", (Kind.RESTRICTION,), _("er is nu niets waarover we eerst moeten beslissen"),
           {EU: "AVG 18 lid 1", BES: "Wbp BES 28"}),
    Ground("not_given", (Kind.PORTABILITY,), _("dit gaf je ons niet zelf"), {EU: "AVG 20 lid 1"}),
    Ground("stronger", (Kind.OBJECTION,), _("onze redenen wegen zwaarder dan jouw bezwaar"),
           {EU: "AVG 21 lid 1", BES: "Wbp BES 32"}),
)  # fmt: skip


def grounds_for(kind: str, regime: str) -> dict[str, Ground]:
    return {one.slug: one for one in GROUNDS if kind in one.kinds and regime in one.law}


@dataclass(frozen=True)
class Complaint:
    """Where to go with a complaint, and to court."""

    supervisor: object
    court: object


COMPLAINT = {
    EU: Complaint(
        _("Ben je het er niet mee eens? Vraag de Autoriteit Persoonsgegevens (AP) om te bemiddelen, of dien daar een "
          "klacht in: autoriteitpersoonsgegevens.nl."),
        _("Je kunt ook naar de rechtbank. Doe dat binnen zes weken na ons antwoord. Een advocaat is niet nodig."),
    ),
    BES: Complaint(
        _("Ben je het er niet mee eens? Dien een klacht in bij de Commissie toezicht bescherming persoonsgegevens BES "
          "(CBP BES): cbpbes.com."),
        _("Je kunt ook naar het Gerecht in eerste aanleg. Doe dat binnen zes weken na ons antwoord."),
    ),
}  # fmt: skip
