"""The people of the rehearsal: invented, with a place in the round and something to tell."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Volunteer:
    name: str
    role: str
    email: str
    criminal: bool = False


BRAM = Volunteer("Bram Visser", "chair", "bram@veenkamp.example")
ELS = Volunteer("Els van Dijk", "board", "els@veenkamp.example")
CARLA = Volunteer("Carla Smit", "member", "carla@veenkamp.example", criminal=True)
FOKKE = Volunteer("Fokke Prins", "member", "fokke@veenkamp.example")
DAAN = Volunteer("Daan Mulder", "secretary", "daan@veenkamp.example")
GREET = Volunteer("Greet Haan", "group_chair", "greet@veenkamp.example")
INVITED = (ELS, CARLA, FOKKE, DAAN, GREET)
VOLUNTEERS = (BRAM, *INVITED)


@dataclass(frozen=True)
class Standing:
    """A candidate and how far the rehearsal takes them. `answers` overrule the quiet ones."""

    first_name: str
    prefixes: str
    last_name: str
    until: str
    residence: str = "Veenkamp"
    language: str = "nl"
    tie: str = ""  # first name of a volunteer the candidate has a tie with
    days: int = 7  # until the interview
    answers: dict = field(default_factory=dict)


GRASS = {
    "financien.grond": {"choice": "rijen", "rows": ["grasland, polder Oosterveen"], "picks": {"recht": "pacht"}},
    "financien.leningen": {"choice": "gesprek"},
    "nevenfuncties.functies": {"choice": "rijen", "rows": ["IJsclub Veenkamp", "penningmeester"]},
}
CANDIDATES = (
    Standing("Tjeerd", "", "Hoekstra", "invited"),
    Standing("Wil", "", "Post", "started"),
    Standing("Noor", "", "Jansen", "started", language="en"),
    Standing("Mirjam", "", "Kok", "submitted"),
    Standing("Sanne", "", "Dekker", "review", answers={"kring.werk": {"choice": "gesprek"}}),
    Standing("Pieter", "", "Bos", "submitted", tie="Bram"),
    Standing("Anna", "de", "Wit", "planned", days=6, answers=GRASS),
    Standing("Fatma", "", "Yıldız", "planned", days=8),
    Standing("Ruben", "", "Smit", "interviewed", answers=GRASS),
    Standing("Joost", "", "Visser", "reply", answers=GRASS),
    Standing("Lieke", "van", "Veen", "replied", answers=GRASS),
    Standing("Ingrid", "", "Maas", "adopted", answers=GRASS),
    Standing("Hanna", "", "Vink", "nominated", answers=GRASS),
    Standing("Jan", "", "Haan", "signed", answers=GRASS),
    Standing("Kees", "", "Vos", "completed", answers=GRASS),
    Standing("Dirk", "", "Roos", "not_nominated", answers=GRASS),
    Standing("Mees", "", "Kuiper", "withdrawn"),
)
