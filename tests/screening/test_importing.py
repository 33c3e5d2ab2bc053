"""People from a list: what Dutch Excel does to it, what is refused, all or none, and twice the same (decision 5)."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from candidates.models import Candidacy, Invitation
from parties.models import Event, OutboxMail
from parties.scope import party_scope
from screening.committee.importing import columns
from screening.committee.importing.people import people_in
from screening.committee.importing.reading import LARGEST, NotAList, tables_in
from tests import cast
from tests.screening.spreadsheets import HEADINGS, text, ugly, xlsx
from tests.signin import sign_in

HEAD = ["Roepnaam", "Achternaam", "E-mailadres"]
ANNA = ["Anna", "de Wit", "anna@voorbeeld.nl"]


@pytest.fixture
def round(db):
    round = cast.make_round(cast.make_party())
    with party_scope(round.party):
        yield round


def read(data: bytes, round):
    return people_in(tables_in(data), round)


# --- shapes of the file ---


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_every_kind_of_text_file_gives_the_same_people(round, separator, encoding, ending):
    rows = [HEAD, ["Zoë", "van 't Hoff, junior", "zoe@voorbeeld.nl"]]
    found = read(text(rows, separator=separator, encoding=encoding, ending=ending), round)
    assert found.errors == [] and [person["first_name"] for person in found.people] == ["Zoë"]


def test_two_hundred_ugly_rows_read_the_same_from_every_file(round):
    rows = ugly()
    files = [xlsx(rows), text(rows), text(rows, separator=",", encoding="utf-8-sig"), text(rows, separator="\t")]
    seen = [read(data, round) for data in files]
    assert [(len(one.people), one.errors, one.warnings, one.unused) for one in seen] == [
        (200, [], [], ["Opmerkingen"])
    ] * 4
    assert seen[0].people == seen[1].people == seen[2].people == seen[3].people
    assert {person["birth_date"] for person in seen[0].people} == {"1990-02-01"}
    assert {person["phone"].replace(" ", "").replace("-", "")[-9:] for person in seen[0].people} == {"612345678"}
    assert {person["phone"][0] for person in seen[0].people} == {"0", "+"}
    assert {person["prefixes"] for person in seen[0].people} == {"de", "van der", "", "van"}
    assert {person["first_name"][:4] for person in seen[0].people} == {"Naam"}


def test_excels_own_first_line_is_no_row(round):
    assert len(read(b"sep=,\r\n" + text([HEAD, ANNA], separator=","), round).people) == 1


def test_the_row_number_is_the_one_in_the_file(round):
    """An empty line and a title count, as they do in Excel."""
    rows = [["Titel"], [], HEAD, ANNA, ["", "", ""], ["Piet", "", "piet"]]
    for data in (xlsx(rows), text(rows)):
        assert [str(one) for one in read(data, round).errors] == [
            "Rij 6: dit is geen e-mailadres: piet.", "Rij 6: de achternaam ontbreekt."]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "leeg"),
        (b"%PDF-1.7\x00\x01\x02", "geen lijst"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "oud Excel-bestand"),
        (b"x" * (LARGEST + 1), "groter dan 10 MB"),
        (b"PK\x03\x04onzin", "beschadigd"),
        (text([["een", "twee"], ["drie", "vier"]]), "kopjes"),
        (text([HEAD]), "staat niemand"),
        (text([[*HEAD, "BSN"], [*ANNA, "1"]]), "persoonsnummer"),
        (text([HEAD, *[["A", "B", f"a{n}@voorbeeld.nl"] for n in range(251)]]), "te veel regels"),
    ],
)
def test_what_is_no_list_is_refused_in_words(round, data, words):
    with pytest.raises(NotAList, match=words):
        read(data, round)


def bomb() -> bytes:
    out = io.BytesIO(xlsx([HEAD, ANNA]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"\0" * 60_000_000)
    return out.getvalue()


def referring(words: bytes) -> bytes:
    return xlsx([HEAD, ANNA], extra={"xl/evil.xml": b'<?xml version="1.0"?>' + words + b"<a/>"})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (bomb, "uitgepakt te groot"),
        (lambda: xlsx([HEAD, ANNA], extra={"xl/vbaProject.bin": b"x"}), "macro"),
        (lambda: xlsx([HEAD, ANNA], extra={"xl/macrosheets/sheet1.xml": b"<a/>"}), "macro"),
        (lambda: referring(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'), "buiten zichzelf"),
        (lambda: referring(b"<!--" + b"x" * 9_000 + b'--><!DOCTYPE a [<!ENTITY b "c">]>'), "buiten zichzelf"),
        (lambda: xlsx([HEAD, ANNA]) + b"%PDF-1.7", "meer dan een Excel-bestand"),
        (lambda: b"%!" + xlsx([HEAD, ANNA]), "kopjes|geen lijst"),
        (lambda: xlsx([HEAD, ANNA])[:-40], "beschadigd"),
    ],
)
def test_no_macro_bomb_reference_or_double_file_is_read(round, make, words):
    """promises.md 8; law.md X-06."""
    with pytest.raises(NotAList, match=words):
        read(make(), round)


def test_a_zip_of_something_else_is_refused(round):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(NotAList, match="geen Excel-bestand"):
        read(out.getvalue(), round)


def test_a_formula_is_text(round):
    """promises.md 7: nothing is calculated, and what looks like a sum stays what it is."""
    rows = [HEAD, ['=HYPERLINK("http://x")', "@SUM(1)", "a@voorbeeld.nl"]]
    for data in (xlsx(rows), text(rows)):
        (person,) = read(data, round).people
        assert (person["first_name"], person["last_name"]) == ('=HYPERLINK("http://x")', "@SUM(1)")


def test_signs_that_turn_text_around_are_gone(round):
    (person,) = read(xlsx([HEAD, ["An\u202ena\u200b", "W\u00adit", "a@voorbeeld.nl"]]), round).people
    assert (person["first_name"], person["last_name"]) == ("Anna", "Wit")


# --- cells ---


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        ({"first_name": "Anna", "last_name": "de Wit"}, ("Anna", "de", "Wit")),
        ({"first_name": "Anna", "prefixes": "De", "last_name": "Wit"}, ("Anna", "de", "Wit")),
        ({"first_name": "Anna", "prefixes": "de", "last_name": "de Wit"}, ("Anna", "de", "Wit")),
        ({"first_name": "Anna", "last_name": "Wit, de"}, ("Anna", "de", "Wit")),
        ({"name": "Anna de Wit"}, ("Anna", "de", "Wit")),
        ({"name": "Wit, Anna de"}, ("Anna", "de", "Wit")),
        ({"first_name": "Anna", "name": "de Wit"}, ("Anna", "de", "Wit")),
        ({"first_name": "Anna", "name": "Anna de Wit"}, ("Anna", "de", "Wit")),
        ({"first_name": "Jo", "last_name": "In ’t Veld"}, ("Jo", "in 't", "Veld")),
        ({"first_name": "Jo", "last_name": "van der Berg-de Vries"}, ("Jo", "van der", "Berg-de Vries")),
        ({"first_name": "Farid", "last_name": "El Amrani"}, ("Farid", "", "El Amrani")),
        ({"first_name": "Jo", "last_name": "Van"}, ("Jo", "", "Van")),
    ],
)
def test_a_name_is_found_wherever_it_stands(cells, names):
    found = columns.names_in(cells)
    assert (found["first_name"], found["prefixes"], found["last_name"]) == names


@pytest.mark.parametrize(
    ("written", "day"),
    [("1-2-1990", "1990-02-01"), ("01/02/1990", "1990-02-01"), ("1.2.1990", "1990-02-01"), ("1990-2-1", "1990-02-01"),
     ("32905", "1990-02-01"), ("1 februari 1990", "1990-02-01"), ("1-feb-1990", "1990-02-01"), ("5 maart 1985", "1985-03-05"),
     ("5 mrt 1985", "1985-03-05"), ("1990-02-01 00:00:00", "1990-02-01")],
)  # fmt: skip
def test_a_birth_date_reads_as_people_write_it(written, day):
    assert columns.birth_date_in(written, date(2010, 1, 1)) == (day, "")


@pytest.mark.parametrize("written", ["1-2-90", "31-2-1990", "13-13-1990", "morgen", "1-1-2990", "99999"])
def test_a_birth_date_that_could_be_two_things_is_asked_again(written):
    value, message = columns.birth_date_in(written, date(2010, 1, 1))
    assert value == "" and written in message


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("612345678", "0612345678"),
        ("0612345678", "0612345678"),
        ("31612345678", "+31612345678"),
        ("512345678", "0512345678"),
    ],
)
def test_a_lost_zero_comes_back(written, number):
    assert columns.phone_in(written) == (number, "")


def test_on_an_island_no_zero_is_invented():
    assert columns.phone_in("599717123", island=True) == ("599717123", "")


def test_a_rounded_number_is_refused():
    assert "afgerond" in columns.phone_in("6,12E+08")[1]


def test_somebody_too_young_and_a_bsn_are_errors(round):
    """law.md E-10, P-30."""
    rows = [[*HEAD, "Geboortedatum", "Woonplaats"], [*ANNA, "1-1-2020", "111222333"]]
    assert [one.text for one in read(xlsx(rows), round).errors] == [
        "deze kandidaat is in deze periode nog geen 18", "bij Woonplaats staat iets dat op een persoonsnummer lijkt"]  # fmt: skip


# --- who is here already ---


def test_a_shared_address_warns_and_the_same_person_is_left_out(round):
    """Decision 13: couples share a mailbox."""
    cast.candidate(round, "Anna")
    rows = [HEAD, ANNA, ["Wim", "Post", "anna@voorbeeld.nl"], ["Jan", "Bos", "jan@voorbeeld.nl"], ["Jan", "Bos", "jan@voorbeeld.nl"],
            ["Jan", "Bos", "ander@voorbeeld.nl"]]  # fmt: skip
    found = read(xlsx(rows), round)
    assert [person["email"] for person in found.people] == [
        "anna@voorbeeld.nl",
        "jan@voorbeeld.nl",
        "ander@voorbeeld.nl",
    ]
    assert [str(one) for one in found.here] == [
        "Rij 2: Anna de Wit staat al in deze ronde.",
        "Rij 5: Jan Bos staat twee keer in dit bestand en krijgt één uitnodiging.",
    ]
    assert [str(one) for one in found.warnings] == [
        "Rij 3: een ander heeft ook het e-mailadres van Wim Post.",
        "Rij 6: er is al iemand die Jan Bos heet, met een ander e-mailadres.",
    ]


# --- the pages ---


@pytest.fixture
def scene(client, db):
    round, people = cast.ready_round()
    sign_in(client, people["Bram"].user)
    return client, round


def upload(client, round, data: bytes, name="lijst.xlsx"):
    return client.post(
        reverse("screening:import", args=[round.party.code, round.code]), {"file": SimpleUploadedFile(name, data)}
    )


def agree(client, round, page, **more):
    url = reverse("screening:import_invite", args=[round.party.code, round.code])
    return client.post(url, {"kept": page.context["form"]["kept"].value(), "told": "1", **more})


def counts(round) -> tuple[int, int, int]:
    with party_scope(round.party):
        return Candidacy.objects.count(), Invitation.objects.count(), OutboxMail.objects.count()


def test_looking_stores_nothing_and_inviting_invites_all(scene):
    """promises.md 8: the file is gone; the people lie sealed in the form until somebody says yes."""
    client, round = scene
    before = counts(round)
    page = upload(client, round, xlsx(ugly()))
    assert page.status_code == 200 and counts(round) == before == (0, 0, 0)
    assert "Naam0" not in page.context["form"]["kept"].value()
    assert agree(client, round, page).status_code == 302
    assert counts(round) == (200, 200, 200)
    with party_scope(round.party):
        one = Candidacy.objects.get(first_name="Naam1")
        assert (one.prefixes, one.phone, one.birth_date, one.residence) == (
            "van der",
            "0612345678",
            "1990-02-01",
            "'s-Gravenhage",
        )
        assert [event.codes for event in Event.objects.filter(verb="people.imported")] == [{"number": 200}]
        assert Event.objects.filter(verb="candidacy.invited").count() == 200


def test_the_same_list_twice_adds_nobody_and_says_so(scene):
    client, round = scene
    page = upload(client, round, xlsx(ugly(3)))
    agree(client, round, page)
    again = agree(client, round, page)  # a second press on the same button
    assert counts(round)[0] == 3
    assert "niemand bijgekomen" in client.get(again["Location"]).content.decode()
    assert "Iedereen is er al" in upload(client, round, xlsx(ugly(3))).content.decode()


def test_one_wrong_row_stops_them_all(scene):
    client, round = scene
    page = upload(client, round, xlsx([HEAD, ANNA, ["Piet", "Bos", "piet"]])).content.decode()
    assert "Rij 3: dit is geen e-mailadres: piet." in page and "Nodig 2" not in page


def test_a_doubt_has_to_be_looked_at(scene):
    client, round = scene
    page = upload(client, round, xlsx([HEAD, ANNA, ["Wim", "Post", "anna@voorbeeld.nl"]]))
    assert agree(client, round, page).status_code == 200 and counts(round)[0] == 0
    assert agree(client, round, page, sure="1").status_code == 302 and counts(round)[0] == 2


def test_everybody_is_told_first(scene):
    """Decision 26."""
    client, round = scene
    page = upload(client, round, xlsx([HEAD, ANNA]))
    assert "Vertel het eerst zelf" in agree(client, round, page, told="").content.decode()
    assert counts(round)[0] == 0


def test_half_a_list_does_not_exist(scene, monkeypatch):
    client, round = scene
    page = upload(client, round, xlsx(ugly(3)))
    from screening.committee.importing import people as module

    real, calls = module.invite, []

    def breaks(*args, **kwargs):
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("the machine stops here")
        return real(*args, **kwargs)

    monkeypatch.setattr(module, "invite", breaks)
    with pytest.raises(RuntimeError):
        agree(client, round, page)
    assert counts(round) == (0, 0, 0)


def test_a_list_of_another_round_or_member_or_an_altered_one_is_refused(scene):
    client, round = scene
    page = upload(client, round, xlsx([HEAD, ANNA]))
    sealed = page.context["form"]["kept"].value()
    other = cast.make_round(round.party, body=cast.make_body("Elders"))
    with party_scope(round.party):
        bram = round.seats.get(role="chair").member
    cast.member(round.party, "Bram", role="chair", round=other)
    for target, text_ in ((other, sealed), (round, sealed[:-8] + "AAAAAAAA"), (round, "onzin"), (round, "")):
        url = reverse("screening:import_invite", args=[round.party.code, target.code])
        assert client.post(url, {"kept": text_, "told": "1"}).status_code == 400
    sign_in(client, cast.member(round.party, "Dirk", role="chair", round=round).user)
    assert agree(client, round, page).status_code == 400
    assert bram and counts(round)[0] == 0


def test_a_list_looked_at_too_long_ago_is_read_again(scene, monkeypatch):
    client, round = scene
    page = upload(client, round, xlsx([HEAD, ANNA]))
    monkeypatch.setattr("screening.committee.importing.kept.LASTS", -1)
    assert agree(client, round, page).status_code == 302 and counts(round)[0] == 0


def test_no_list_while_a_gate_is_closed(client, db):
    """law.md T-02, P-06: asked when looking, and again when inviting."""
    round = cast.make_round(cast.make_party())
    people = cast.committee(round)
    sign_in(client, people["Bram"].user)
    assert "Eerst dit nog" in upload(client, round, xlsx([HEAD, ANNA])).content.decode()
    with party_scope(round.party):
        from screening.committee.importing.kept import keep

        person = {
            "row": 2,
            "first_name": "Anna",
            "prefixes": "",
            "last_name": "Wit",
            "email": "anna@voorbeeld.nl",
            "language": "nl",
        }
        sealed = keep([person], round, cast.acting(people["Bram"], "chair"))
    url = reverse("screening:import_invite", args=[round.party.code, round.code])
    assert "Eerst dit nog" in client.post(url, {"kept": sealed, "told": "1"}).content.decode()
    assert counts(round) == (0, 0, 0)


@pytest.mark.parametrize(("first", "status"), [("Bram", 200), ("Daan", 200), ("Carla", 404), ("Els", 404)])
def test_a_list_is_for_who_invites(client, db, first, status):
    round, people = cast.ready_round()
    sign_in(client, people[first].user)
    assert upload(client, round, xlsx([HEAD, ANNA])).status_code == status


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_empty_example_reads_back(scene, kind):
    client, round = scene
    response = client.get(reverse("screening:import_example", args=[round.party.code, round.code, kind]))
    assert response["Content-Disposition"] == f'attachment; filename="voorbeeld.{kind}"'
    with party_scope(round.party), pytest.raises(NotAList, match="staat niemand"):
        read(response.content, round)


def test_text_stays_text_on_the_page(scene):
    """promises.md 7."""
    client, round = scene
    page = upload(
        client, round, xlsx([HEAD, ["<script>alert(1)</script>", "{{ party }}", "a@voorbeeld.nl"]])
    ).content.decode()
    assert "<script>alert" not in page and "{{ party }}" in page


def test_headings_of_people(round):
    """Synonyms, with capitals, dots and colons."""
    assert [columns.field_of(heading) for heading in HEADINGS] == [
        "first_name", "prefixes", "last_name", "email", "phone", "birth_date", "residence", ""]  # fmt: skip


def test_the_empty_example_reads_back_in_every_language_of_the_screen(scene):
    client, round = scene
    for language in ("nl", "en"):
        client.cookies["django_language"] = language
        response = client.get(reverse("screening:import_example", args=[round.party.code, round.code, "csv"]))
        headings = response.content.decode("utf-8-sig").strip().split(";")
        assert [columns.field_of(heading) for heading in headings] == list(columns.COLUMNS), language


def test_the_candidate_hears_that_something_was_filled_in_and_by_whom(client, db):
    """law.md P-41: where it came from, at the place where it can be corrected."""
    round = cast.make_round(cast.make_party())
    cast.committee(round)
    for first, known in (("Anna", {"residence": "Veenkamp"}), ("Job", {})):
        person = cast.candidate(round, first)
        with party_scope(round.party):
            Candidacy.objects.filter(pk=person.pk).update(applied_at=None, initials="")
            fresh = Candidacy.objects.get(pk=person.pk)
            fresh.birth_date, fresh.residence = None, known.get("residence")
            fresh.save()
        page = cast.enter(client, person).get(reverse("candidates:application")).content.decode()
        assert ("Een deel vulde degene die je uitnodigde al in" in page) is bool(known), first
