"""Mail to candidates: neutral sender and subject, and as little as can be (decision 26, law.md X-12)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.invitations import mint
from candidates.models import Candidacy, Invitation, LoginCode, Stage
from parties.models import Member
from parties.outbox import Message, absolute, register


def _candidacy(mail) -> Candidacy | None:
    rows = Candidacy.objects.select_related("party", "round", "round__body")
    return rows.filter(code=mail.candidacy_code, erased_at__isnull=True).first()


def invitation(mail) -> Message | None:
    """Names the inviter and where the address came from; party and full notice stand on the first page."""
    candidacy = _candidacy(mail)
    door = Invitation.objects.filter(candidacy=candidacy, revoked_at__isnull=True).first() if candidacy else None
    if door is None:
        return None
    inviter = Member.objects.select_related("user").filter(code=door.created_by).first()
    name = inviter.name if inviter else _("Iemand die je kent")
    body = _(
        "Dag %(first_name)s,\n\n"
        "%(inviter)s nodigt je uit voor een gesprek waar jullie samen over spraken.\n"
        "Wat het is en hoe het gaat, lees je op deze pagina:\n\n%(link)s\n\n"
        "De link openen verandert niets. Je kunt er eerst rustig lezen.\n\n"
        "%(inviter)s gaf ons je e-mailadres. Ken je %(inviter)s niet, of wil je dit niet? "
        "Dan hoef je niets te doen: de link vervalt vanzelf na 14 dagen en we wissen je gegevens 30 dagen later. "
        "Je mag ons ook vragen wat we van je weten of alles meteen te wissen. Hoe dat gaat, staat op de pagina."
    ) % {
        "first_name": candidacy.first_name,
        "inviter": name,
        "link": absolute(reverse("candidates:arrive", args=[door.token])),
    }
    return Message(candidacy.email, _("Een uitnodiging van %(inviter)s") % {"inviter": name}, body)


def code(mail) -> Message | None:
    asked = LoginCode.objects.select_related("candidacy").filter(pk=mail.payload_code, used_at__isnull=True).first()
    if asked is None:
        return None
    body = _(
        "Dag %(first_name)s,\n\nJe code is: %(code)s\n\n"
        "De code werkt één keer en tien minuten lang. Typ of plak hem op de pagina die je open hebt.\n"
        "Heb je niet om een code gevraagd? Dan hoef je niets te doen."
    ) % {"first_name": asked.candidacy.first_name, "code": mint(asked)}
    return Message(asked.candidacy.email, _("Je code"), body)


def _door_line(candidacy) -> str:
    door = Invitation.objects.filter(candidacy=candidacy, revoked_at__isnull=True).first()
    return absolute(reverse("candidates:arrive", args=[door.token])) if door else ""


# What still reaches somebody who stopped: the receipt, and word about a request of their own.
AFTER_STOPPING = ("receipt_withdrawn", "rights_erased", "rights_news")


def rights_alert(mail) -> Message | None:
    """To who answers requests: there is one, or its time runs. Who and what stands on the page only."""
    member = Member.objects.select_related("user", "party").filter(code=mail.member_code, left_at__isnull=True).first()
    if member is None:
        return None
    link = absolute(reverse("screening:home", args=[member.party.code]))
    body = _(
        "Dag %(name)s,\n\nEr ligt een vraag die op tijd antwoord moet krijgen. Je leest het als je inlogt:\n\n%(link)s"
    )
    return Message(member.user.email, _("Er ligt iets voor je klaar"), body % {"name": member.name, "link": link})


def _notice(text):
    """A short neutral mail that says there is something on the page."""

    def render(mail) -> Message | None:
        candidacy = _candidacy(mail)
        if candidacy is None or (candidacy.stage == Stage.WITHDRAWN and mail.purpose not in AFTER_STOPPING):
            return None
        link = _door_line(candidacy)
        body = _("Dag %(first_name)s,\n\n%(text)s\n\n%(link)s") % {
            "first_name": candidacy.first_name,
            "text": text(),
            "link": link,
        }
        return Message(candidacy.email, _("Er staat iets voor je klaar"), body.strip())

    return render


def register_mails() -> None:
    register("invitation", invitation)
    register("code", code)
    register("news", _notice(lambda: _("Er is nieuws. Je leest het als je inlogt met je link:")))
    register("rights_alert", rights_alert)
    register("rights_news", _notice(lambda: _("Er is nieuws. Je leest het als je inlogt met je link:")))
    register(
        "rights_erased",
        _notice(
            lambda: _("Je verzoek is toegewezen. Vannacht wissen we wat we van je hebben. Je hoeft niets te doen.")
        ),
    )
    register("outcome", _notice(lambda: _("Er is een besluit. Je leest het als je inlogt met je link:")))
    register(
        "receipt_submitted",
        _notice(lambda: _("We hebben ontvangen wat je stuurde. Je kunt het teruglezen via je link:")),
    )
    register("receipt_signed", _notice(lambda: _("Je hebt iets ondertekend. Je bewijs staat klaar via je link:")))
    register(
        "receipt_withdrawn",
        _notice(lambda: _("Je bent gestopt. Je hoeft niets meer te doen. Wat je schreef, wissen we vannacht.")),
    )
    register(
        "erasure_soon",
        _notice(lambda: _("Binnenkort wissen we wat je schreef. Wil je iets bewaren? Download het via je link:")),
    )
    register("link", _notice(lambda: _("Hier is je link om later verder te gaan:")))
