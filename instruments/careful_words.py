"""Words that make us ask "does this have to be written down?" in free text of the committee.

Soft on purpose: a warning is shown once and never blocks, because "ziekenhuis" may be somebody's
employer. What may not stay at all (a BSN) is refused elsewhere.
"""

import re

from django.utils.translation import gettext as _

# Stems per subject and language; a stem ending in * takes any ending.
STEMS: dict[str, dict[str, str]] = {
    "health": {
        "nl": "ziek ziekte* zieken* depressi* burn-out burnout verslaafd* verslaving* therap* psychi* psycho* kanker* autis* adhd "
        "zwanger* handicap* medicijn* medicatie alcohol* drugsgebruik diagnose* hartaanval* dement*",
        "en": "ill illness* depress* burn-out burnout addict* therap* psychi* psycho* cancer* autis* adhd pregnan* handicap* "
        "medicine* medication* alcohol* diagnos* dement*",
    },
    "faith": {
        "nl": "gelovig* geloofs* religi* kerk* moskee* synagoge* islam* moslim* christen* christelijk* katholiek* protestant* "
        "gereformeerd* joods* hindoe* boeddhis* dominee* imam*",
        "en": "religi* church* mosque* synagogue* islam* muslim* christian* catholic* protestant* jewish hindu* buddhis* vicar imam*",
    },
    "union": {"nl": "vakbond* vakvereniging* fnv cnv", "en": "union trade-union unions"},
    "origin": {
        "nl": "afkomst etnisch* huidskleur allochtoo* allochton* homoseksue* lesbisch* biseksue* transgender* geaardheid seksue*",
        "en": "ethnic* ancestry skin-colour gay lesbian* bisexual* transgender* orientation sexual*",
    },
    "criminal": {
        "nl": "veroordee* strafblad* strafzaak strafzaken strafbaar* strafbare gevangen* celstraf* aangehouden verdacht* misdrij*",
        "en": "convict* criminal* prison* arrest* suspect* offence* offense*",
    },
}
# A title and a name, or two names in a row: "mevrouw Bakker", "Jan de Vries".
TITLED = re.compile(
    r"\b(?i:meneer|mevrouw|dhr\.?|mevr\.?|mw\.?|mr\.?|mrs\.?|ms\.?)\s+(?:(?:van|de|der|den|ter|ten|el)\s+)*([A-ZÀ-Þ][\w’'-]+)"
)
NAMED = re.compile(
    r"(?<![\w’'-])([A-ZÀ-Þ][a-zß-ÿ’'-]+)\s+((?:(?:van|de|der|den|ter|ten|el|la|le|’t|'t)\s+)*[A-ZÀ-Þ][a-zß-ÿ’'-]+)"
)
# Capitals that begin a sentence or a proper noun, and are nobody's first name.
NO_NAMES = frozenset(
    "De Het Een Die Dat Deze Dit In Op Bij Voor Van Na Met Uit Over Aan Om Als Toen Sinds Volgens Tot Door Ook Maar En Of "
    "Hij Zij Ze Wij We Ik Je Jij Er Nu Stichting Vereniging Gemeente Provincie Waterschap Polder Partij The A An At On For "
    "From With After Before By She He They We And But Or Since Until".split()
)


def warn(text: str, language: str, known: tuple[str, ...] = ()) -> list[str]:
    """What the writer should look at again, in words for the writer; empty when nothing stands out.

    `language` is the language of the text: Dutch is always looked for, English beside it. `known` are
    names that may stand there (the candidate, the committee, the body). See law.md P-13, P-21, P-43.
    """
    said = {
        "health": _("Je schreef “%(word)s”. Over gezondheid schrijven we niets op."),
        "faith": _("Je schreef “%(word)s”. Over geloof schrijven we niets op, behalve een functie en de organisatie."),
        "union": _(
            "Je schreef “%(word)s”. Over een vakbond schrijven we niets op, behalve een functie en de organisatie."
        ),
        "origin": _("Je schreef “%(word)s”. Over afkomst en seksualiteit schrijven we niets op."),
        "criminal": _("Je schreef “%(word)s”. Iets strafbaars hoort alleen in het aparte deel."),
    }
    found = {subject: first_word(text, subject, language) for subject in STEMS}
    warnings = [said[subject] % {"word": word} for subject, word in found.items() if word]
    name = _other_name(text, known)
    if name:
        warnings.append(
            _("Je schreef “%(name)s”. Noem een ander liever met een rol, zoals: een buurman.") % {"name": name}
        )
    return warnings


def first_word(text: str, subject: str, language: str) -> str:
    """The first word of the text that belongs to this subject of `STEMS`; "" when there is none."""
    stems = " ".join(words for key, words in STEMS[subject].items() if key in {"nl", language}).split()
    pattern = "|".join(re.escape(stem[:-1]) + r"\w*" if stem.endswith("*") else re.escape(stem) for stem in stems)
    match = re.search(rf"(?<![\w-])(?:{pattern})(?!\w)", text, re.I)
    return match.group() if match else ""


def _other_name(text: str, known: tuple[str, ...]) -> str:
    ours = {part.casefold() for name in known for part in name.split()}
    for match in TITLED.finditer(text):
        if match.group(1).casefold() not in ours:
            return match.group()
    for match in NAMED.finditer(text):
        if match.group(1) in NO_NAMES or match.group(2).split()[-1] in NO_NAMES:
            continue
        if not {part.casefold() for part in match.group().split()} & ours:
            return match.group()
    return ""
