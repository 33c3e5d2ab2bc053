"""What a party may not ask, whatever its reason (law.md P-13, P-20, P-30; handreiking section 2).

Stricter than `careful_words`: a question is asked of everybody, so here the answer is no, in words.
"""

import re

from django.utils.translation import gettext as _

from instruments.careful_words import first_word

# Words that only look like one of the subjects.
HARMLESS = re.compile(r"\b(ziekenhui\w*|kerkstraat|kerkplein|vakbondsfunctie|hospital\w*)\b", re.IGNORECASE)
ORIGIN = re.compile(
    r"\b(geboorteland|nationaliteit\w*|ras|rassen|migratieachtergrond|waar kom je (oorspronkelijk |echt )?vandaan|"
    r"country of birth|nationalit\w*|race|where (do you (really |originally )?come|are you (really |originally )?) ?from)\b",
    re.IGNORECASE,
)  # fmt: skip
SEXUALITY = re.compile(
    r"\b(seks\w*|geaardheid|homo\w*|lesbisch\w*|biseksue\w*|transgender\w*|sex\w*|gay|lesbian\w*|bisexual\w*)\b",
    re.IGNORECASE,
)
NUMBERS = re.compile(
    r"\b(bsn|burgerservicenummer|sedula|cédula|paspoort\w*|identiteitsbewij\w*|id-bewij\w*|id-kaart|rijbewijs\w*|digid|"
    r"citizen service number|social security number|passport\w*|identity card|id card|driving licence)\b",
    re.IGNORECASE,
)
AMOUNTS = re.compile(
    r"€|\$|\b(bedrag\w*|euro'?s?|dollars?|salaris\w*|inkomen|loonstrook\w*|banksaldo|rekeningnummer\w*|iban|hoeveel (geld|verdien\w*|schuld\w*)|"
    r"amounts?|euros?|salary|income|payslips?|bank balance|account number|how much (money|do you earn|debt))\b",
    re.IGNORECASE,
)  # fmt: skip


def reasons_against(text: str) -> list[str]:
    """Why this text may not be asked, in words for who wrote it; [] when nothing stands in the way.

    Looks at Dutch and English words alike, whatever language the text is said to be in.
    """
    left = HARMLESS.sub(" ", text or "")
    said = {
        "health": _("“%(word)s” gaat over gezondheid. Daar mogen jullie niet naar vragen."),
        "faith": _("“%(word)s” gaat over geloof. Daar mogen jullie niet naar vragen."),
        "union": _("“%(word)s” gaat over een vakbond. Daar mogen jullie niet naar vragen."),
        "criminal": _(
            "“%(word)s” gaat over politie of justitie. Die vragen staan al in de vragenlijst, met eigen regels."
        ),
    }
    found = [words % {"word": word} for subject, words in said.items() if (word := first_word(left, subject, "en"))]
    sexual = SEXUALITY.search(left)
    origin = _hit(ORIGIN, left) or ("" if sexual else first_word(left, "origin", "en"))
    asked = [
        (origin, _("“%(word)s” gaat over afkomst. Daar mogen jullie niet naar vragen.")),
        (sexual and sexual.group(), _("“%(word)s” gaat over seksualiteit. Daar mogen jullie niet naar vragen.")),
        (
            _hit(NUMBERS, left),
            _("“%(word)s”: naar een persoonsnummer of een identiteitsbewijs mogen jullie niet vragen."),
        ),
        (_hit(AMOUNTS, left), _("“%(word)s”: vraag niet naar bedragen. Dat er een belang is, is genoeg.")),
    ]
    return found + [words % {"word": word} for word, words in asked if word]


def _hit(pattern: re.Pattern, text: str) -> str:
    match = pattern.search(text)
    return match.group() if match else ""
