"""The procedure page: 18 items from the real configuration, versions, digest, public pages (law.md section 8)."""

import dataclasses
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from instruments.models import RoundEdition
from parties.models import Election, Party, ProcedureVersion, Round
from parties.rounds import change_party, change_round, grant_seat
from parties.scope import party_scope
from screening.gates import may_invite
from screening.procedure import NotComplete, build_content, config_digest, facts_of, publish, short_notice, standing_of
from tests import cast
from tests.signin import sign_in

ITEMS = [
    "partij", "plekken", "waarom", "stappen", "vragen", "bronnen", "vog", "commissie", "wie_ziet_wat", "wet", "bewaren", "rechten",
    "wederhoor", "besluit", "verklaring", "daarna", "handreiking", "toegankelijk",
]  # fmt: skip


@pytest.fixture
def ready(db):
    round, people = cast.ready_round()
    with party_scope(round.party):
        yield round, cast.acting(people["Bram"]), people


def fresh(round) -> Round:
    return Round.objects.select_related("party", "body", "election").get(pk=round.pk)


def item(round, key: str, language: str = "nl") -> str:
    """All words of one item, as one text."""
    page = build_content(facts_of(fresh(round)))[language]
    found = next(one for one in page["items"] if one["key"] == key)
    return " ".join(
        [
            found["title"],
            *(line for block in found["blocks"] for line in ([block["p"]] if "p" in block else block["ul"])),
        ]
    )


def test_the_page_has_the_eighteen_items_in_order_in_both_languages(ready):
    """law.md T-01"""
    round, _bram, _people = ready
    content = build_content(facts_of(round))
    for language in ("nl", "en"):
        page = content[language]
        assert [(one["number"], one["key"]) for one in page["items"]] == list(enumerate(ITEMS, 1))
        assert all(one["title"] and one["blocks"] for one in page["items"])
        assert (len(page["steps"]), len(page["columns"])) == (7, 3)
    assert [one["key"] for one in content["nl"]["items"]] == [one["key"] for one in content["en"]["items"]]


def test_items_say_what_is_configured(ready):
    """law.md T-01, items 1, 2, 5, 8, 9, 12, 13, 14"""
    round, bram, _people = ready
    change_party(round.party, {"website": "https://veenkamp.example"}, actor=bram)
    change_round(round, {"decides": "de bijeenkomst van leden", "reply_days": 9, "appeal_days": 21, "appeal_to": "drie wijze mensen",
                         "look_back_years": 3, "code_of_conduct_url": "https://veenkamp.example/code"}, actor=bram)  # fmt: skip
    assert "Dorpsbelang Veenkamp" in item(round, "partij")
    assert "Telefoon: 0512 34 56 78" in item(round, "partij")
    assert "https://veenkamp.example" in item(round, "partij")
    assert "Mevrouw Postma, 0512 11 22 33" in item(round, "partij")
    assert "het algemeen bestuur van waterschap Veenstroom" in item(round, "plekken")
    assert "Daarover besluit de bijeenkomst van leden" in item(round, "plekken")
    assert "tot 3 jaar terug" in item(round, "vragen")
    assert "een voorzitter, een lid en een secretaris" in item(round, "commissie")
    assert "alleen de voorzitter en een lid" in item(round, "commissie")
    assert "negen dagen" in item(round, "wederhoor")
    assert "21 dagen kun je in beroep bij drie wijze mensen" in item(round, "besluit")
    assert "Waterschapswet artikel 32" in item(round, "daarna")
    assert "https://veenkamp.example/code" in item(round, "daarna")


@pytest.mark.parametrize(
    ("values", "there", "gone"),
    [
        ({"vog": "nobody"}, "We vragen geen VOG", "profiel 01"),
        (
            {"vog": "all", "vog_reason": "Bij geld hoort vertrouwen.", "vog_paid_by": "party"},
            "De partij betaalt het.",
            "Je betaalt het zelf",
        ),
        (
            {"vog": "electable", "vog_reason": "Bij geld hoort vertrouwen.", "vog_paid_by": "candidate"},
            "Je betaalt het zelf",
            "De partij betaalt",
        ),
    ],
)
def test_the_vog_is_told_as_chosen(ready, values, there, gone):
    """law.md T-01 item 7, V-01"""
    round, bram, _people = ready
    change_round(round, values, actor=bram)
    told = item(round, "vog")
    assert there in told
    assert gone not in told
    if values["vog"] != "nobody":
        assert "“Bij geld hoort vertrouwen.”" in told
        assert "De wet vraagt hem niet van leden" in told


def test_sources_are_told_as_chosen(ready):
    """law.md T-01 item 6, P-63"""
    round, bram, _people = ready
    assert "We zoeken je niet op in openbare bronnen" in item(round, "bronnen")
    change_round(round, {"checks_on": True}, actor=bram)
    assert "De commissie kijkt in openbare bronnen" in item(round, "bronnen")
    for never in ("privé-accounts", "geruchten en anonieme tips", "strafblad", "AIVD"):
        assert never in item(round, "bronnen")


def test_what_is_not_used_is_named_and_not_told(ready):
    """law.md T-01 item 17: deviations from the guide"""
    round, _bram, _people = ready
    assert "We gebruiken alle negen onderdelen" in item(round, "handreiking")
    RoundEdition.objects.filter(round=round, slug__in=["zelfassessment", "agenda"]).delete()
    assert "Deze onderdelen van de handreiking gebruiken we niet: het zelfonderzoek en de agenda." in item(
        round, "handreiking"
    )
    assert "Zelf nadenken" not in item(round, "stappen")
    assert "in een agenda" not in item(round, "daarna")


# --- the digest (law.md T-02) ---

CHANGES = {
    "party name": lambda round, bram: change_party(round.party, {"name": "Andere Naam"}, actor=bram),
    "phone": lambda round, bram: change_party(round.party, {"phone": "0512 00 00 00"}, actor=bram),
    "confidant": lambda round, bram: change_party(round.party, {"confidant_name": "De heer Jansen"}, actor=bram),
    "date": lambda round, bram: change_round(round, {"list_on": round.list_on + timedelta(days=1)}, actor=bram),
    "decides": lambda round, bram: change_round(round, {"decides": "het bestuur"}, actor=bram),
    "reply": lambda round, bram: change_round(round, {"reply_days": 8}, actor=bram),
    "appeal": lambda round, bram: change_round(round, {"appeal_days": 15}, actor=bram),
    "appeal to": lambda round, bram: change_round(round, {"appeal_to": "iemand anders"}, actor=bram),
    "look back": lambda round, bram: change_round(round, {"look_back_years": 2}, actor=bram),
    "vog": lambda round, bram: change_round(round, {"vog": "all", "vog_reason": "Daarom"}, actor=bram),
    "checks": lambda round, bram: change_round(round, {"checks_on": True}, actor=bram),
    "executive": lambda round, bram: change_round(round, {"executive": True}, actor=bram),
    "code of conduct": lambda round, bram: change_round(
        round, {"code_of_conduct_url": "https://x.example"}, actor=bram
    ),
    "retention": lambda round, bram: change_round(round, {"keep_weeks": 2}, actor=bram),
    "seat": lambda round, bram: grant_seat(round, cast.member(round.party, "Fokke"), "member", actor=bram),
    "instrument": lambda round, bram: RoundEdition.objects.filter(round=round, slug="dilemmas").delete(),
    "election": lambda round, bram: Election.objects.filter(pk=round.election_id).update(
        vote_day=round.election.vote_day + timedelta(days=1)
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_setting_that_the_page_states_makes_it_old(ready, what):
    """law.md T-02: no invitation leaves while the page is older than the configuration."""
    round, bram, _people = ready
    before = config_digest(round)
    CHANGES[what](round, bram)
    now = fresh(round)
    assert config_digest(now) != before
    assert not standing_of(now).current
    assert "screening:setup_procedure" in [missing.url_name for missing in may_invite(now)]


def test_what_the_page_does_not_state_leaves_it_as_it_is(ready):
    round, bram, people = ready
    before = config_digest(round)
    change_party(round.party, {"accent": "paars"}, actor=bram)
    grant_seat(round, cast.member(round.party, "Carla"), "group_chair", actor=bram)
    assert config_digest(fresh(round)) != before  # a new function is stated
    round.seats.filter(role="group_chair").delete()
    cast.candidate(round, "Anna")
    people["Carla"].user.name = "Carla Jansen"
    people["Carla"].user.save()
    assert config_digest(fresh(round)) == before


def test_publishing_freezes_and_counts_only_when_something_changed(ready):
    """law.md P-44"""
    round, bram, _people = ready
    first = ProcedureVersion.objects.get(round=round)
    assert publish(round, actor=bram) == first
    change_round(round, {"reply_days": 10}, actor=bram)
    second = publish(fresh(round), actor=bram)
    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    assert "zeven dagen" in str(first.content)
    assert "tien dagen" in str(second.content)
    assert standing_of(fresh(round)).current


def test_publishing_is_refused_with_words_when_something_is_missing(db):
    party = cast.make_party(phone="", email="", confidant_name="")
    round = cast.make_round(party, published=False, vog="all")
    with party_scope(party), pytest.raises(NotComplete) as refused:
        publish(round, actor=cast.acting(cast.member(party, "Bram")))
    assert [str(missing.text) for missing in refused.value.missing] == [
        "Vul een telefoonnummer of e-mailadres van de partij in.", "Noem een vertrouwenspersoon, met telefoon of e-mail.",
        "Kies wat jullie gebruiken, zoals de vragenlijst.", "Schrijf op waarom jullie een VOG vragen.",
        "Er is nog geen voorzitter van de commissie.",
    ]  # fmt: skip
    with party_scope(party):
        assert not ProcedureVersion.objects.exists()


# --- the short notice (law.md P-40) ---


def test_the_short_notice_says_the_first_layer_in_the_reader_s_language(ready):
    round, _bram, _people = ready
    version = ProcedureVersion.objects.get(round=round)
    dutch, english = short_notice(version, "nl"), short_notice(version, "en")
    assert [part["title"] for part in dutch] == ["Wie vraagt dit aan jou", "Wat we met je gegevens doen", "Wat moet, en wat mag",
                                                 "Wie leest mee", "Hoe lang", "Jouw rechten"]  # fmt: skip
    assert len(dutch) == len(english)
    assert short_notice(version, "pap") == dutch
    assert "toestemming" not in str(dutch)  # law.md P-03


def test_the_candidate_reads_the_notice_of_the_version(ready, client):
    round, _bram, _people = ready
    anna = cast.candidate(round, "Anna", prepared=False)
    response = cast.enter(client, anna).get(reverse("candidates:notice"))
    assert response.status_code == 200
    assert "Wat we met je gegevens doen" in response.content.decode()


# --- the public pages ---


def address(round, name: str = "procedure") -> str:
    return reverse(f"screening:{name}", args=[round.slug, round.election.vote_day.year])


def test_everybody_may_read_find_and_keep_the_page(ready, client):
    """law.md T-01: indexable; promise 12: no cookie, and the only page that may be kept."""
    round, _bram, _people = ready
    response = client.get(address(round))
    html = response.content.decode()
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert "X-Robots-Tag" not in response.headers
    assert "noindex" not in html
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert html.count("<h1>") == 1
    assert [f'id="{key}"' in html for key in ITEMS] == [True] * 18


def test_a_signed_in_member_sees_the_same_page_byte_for_byte(ready, client):
    round, _bram, people = ready
    stranger = client.get(address(round)).content
    sign_in(client, people["Bram"].user)
    assert client.get(address(round)).content == stranger


def test_the_page_speaks_two_languages_by_its_address(ready, client):
    round, _bram, _people = ready
    english = client.get(address(round) + "?taal=en", headers={"Accept-Language": "nl"})
    dutch = client.get(address(round), headers={"Accept-Language": "en"})
    assert (english.headers["Content-Language"], dutch.headers["Content-Language"]) == ("en", "nl")
    assert "How we choose our candidates" in english.content.decode()
    assert '<html lang="en"' in english.content.decode()
    assert "Zo kiezen wij onze kandidaten" in dutch.content.decode()


def test_old_versions_stay_readable_and_say_so(ready, client):
    """law.md T-01 item 18, P-44"""
    round, bram, _people = ready
    change_round(round, {"reply_days": 10}, actor=bram)
    publish(fresh(round), actor=bram)
    newest, old = client.get(address(round)).content.decode(), client.get(address(round) + "?versie=1").content.decode()
    assert "tien dagen" in newest
    assert "zeven dagen" in old
    assert "Dit is versie 1, een oude versie." in old
    assert 'content="noindex"' in old
    assert "versie=1" in newest  # the change log
    assert client.get(address(round) + "?versie=3").status_code == 404
    assert client.get(address(round) + "?versie=x").status_code == 404


def test_all_questions_and_sources_can_be_read_beforehand(ready, client):
    """law.md T-01 item 5: no surprises"""
    round, _bram, _people = ready
    html = client.get(address(round, "procedure_questions")).content.decode()
    wanted = {
        "vuistregels",
        "zelfassessment",
        "vragenlijst",
        "bronnen",
        "ondermijning",
        "leidraad",
        "bewilligingsverklaring",
        "agenda",
        "dilemmas",
    }
    assert {slug for slug in wanted if f'id="{slug}"' in html} == wanted
    with party_scope(round.party):
        texts = [one.edition.parsed for one in round.editions.select_related("edition")]
    assert sum(len(content.items()) for content in texts) > 100
    assert "het waterschap Veenstroom" in html
    assert "{orgaan}" not in html


def test_a_source_that_is_not_used_says_so(ready, client):
    """law.md P-63: what stands on the list is not yet looked in."""
    round, bram, _people = ready
    html = client.get(address(round, "procedure_questions")).content.decode()
    off = html.count("Deze bron gebruiken we niet.")
    change_round(round, {"checks_on": True}, actor=bram)
    publish(fresh(round), actor=bram)
    on = client.get(address(round, "procedure_questions")).content.decode().count("Deze bron gebruiken we niet.")
    with party_scope(round.party):
        sources = next(one.edition.parsed for one in round.editions.select_related("edition") if one.slug == "bronnen")
    public = sum(getattr(one, "category", "") == "openbaar" for one in sources.items())
    assert public > 0
    assert on > 0  # registers, a bureau and the VOG stay off
    assert off - on == public


def test_a_bureau_is_told_only_where_a_party_put_it_on(ready):
    """law.md P-23"""
    round, bram, _people = ready
    change_round(round, {"checks_on": True}, actor=bram)
    assert "We schakelen geen onderzoeksbureau in." in item(round, "bronnen")
    facts = facts_of(fresh(round))
    used = tuple(
        dataclasses.replace(one, turned_on=("bureau",)) if one.slug == "bronnen" else one for one in facts.instruments
    )
    told = str(build_content(dataclasses.replace(facts, instruments=used))["nl"]["items"][5])
    assert "We schakelen geen onderzoeksbureau in." not in told
    assert "alleen iets uit als jij daar vooraf ja op zegt" in told


def test_the_retention_table_is_a_page(ready, client):
    round, _bram, _people = ready
    html = client.get(address(round, "procedure_retention")).content.decode()
    assert html.count("<tr>") == 17
    assert "Vier weken na Lijst vast" in html


@pytest.mark.parametrize("name", ["procedure", "procedure_questions", "procedure_retention"])
def test_what_is_not_published_looks_like_what_does_not_exist(db, client, name):
    """promise 1: an unpublished round answers like an invented one."""
    party = cast.make_party()
    round = cast.make_round(party, published=False, slug="nog-niet")
    hidden = client.get(address(round, name))
    invented = client.get(reverse(f"screening:{name}", args=["verzonnen", round.election.vote_day.year]))
    wrong_year = client.get(reverse(f"screening:{name}", args=[round.slug, 1999]))
    assert (hidden.status_code, invented.status_code, wrong_year.status_code) == (404, 404, 404)
    assert hidden.content == invented.content == wrong_year.content


def test_a_party_that_left_has_no_page(ready, client):
    round, _bram, _people = ready
    Party.objects.filter(pk=round.party_id).update(left_at=timezone.now())
    assert client.get(address(round)).status_code == 404


def test_text_typed_by_the_party_stays_text(ready, client):
    """promise 7: braces, tags and template tags come back literally."""
    round, bram, _people = ready
    nasty = "<b>{orgaan}</b> {{ settings }} {% now %} 😀"
    change_round(round, {"decides": nasty}, actor=bram)
    publish(fresh(round), actor=bram)
    html = client.get(address(round)).content.decode()
    assert "&lt;b&gt;{orgaan}&lt;/b&gt; {{ settings }} {% now %} 😀" in html


def test_posting_changes_nothing(ready, client):
    round, _bram, _people = ready
    assert client.post(address(round)).status_code == 405
