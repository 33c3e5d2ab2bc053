"""The page is closed (promise 12): headers on every answer, limits on input, calm error pages in every case."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import include, path

from parties import closed
from parties.closed import HEADERS, MAX_UPLOAD_BODY

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def broken(request):
    raise ZeroDivisionError("Anna de Wit")


def gone(request):
    raise Http404("Anna de Wit")


def refused(request):
    raise PermissionDenied("Anna de Wit")


def too_big(request):
    raise RequestDataTooBig("Anna de Wit")


def echo(request, said=""):
    return HttpResponse(said or str(sorted(request.POST.items())))


def leaves(request):
    request.signed_out = True
    return HttpResponse("tot ziens")


urlpatterns = [
    path("stuk/", broken),
    path("weg/", gone),
    path("dicht/", refused),
    path("groot/", too_big),
    path("echo/", echo),
    path("echo/<str:said>/", echo),
    path("uit/", leaves),
    path("veel/", closed.too_many),
    path("account/", include("allauth.urls")),
    path("account/", include("parties.accounts.urls")),
    path("", include("parties.open_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", echo, {"said": "begin"}, name="home"),
]
handler400, handler403, handler404 = closed.bad_request, closed.forbidden, closed.not_found
handler429, handler500 = closed.too_many, closed.server_error


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


ANSWERS = [
    ("/echo/hallo/", 200),
    ("/echo", 301),
    ("/dicht/", 403),
    ("/weg/", 404),
    ("/nergens/", 404),
    ("/static/nergens.css", 404),
    ("/groot/", 413),
    ("/veel/", 429),
    ("/stuk/", 500),
    ("/echo/%00/", 400),
    ("/robots.txt", 200),
    ("/account/login/", 200),
    ("/account/signup/", 200),
    ("/account/uitnodiging/", 404),
]


@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_every_answer_carries_every_header(visitor, address, status):
    answer = visitor.get(address)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(("address", "status"), [row for row in ANSWERS if row[1] >= 400])
def test_an_error_page_is_calm_and_says_nothing_of_the_cause(visitor, address, status):
    page = visitor.get(address).content.decode()
    assert page.count("<h1>") == 1
    assert [word in page for word in ("Anna", "Traceback", "ZeroDivision", "nergens")] == [False] * 4


def test_a_host_we_do_not_serve_gets_the_closed_400(visitor):
    answer = visitor.get("/echo/hallo/", HTTP_HOST="kwaad.voorbeeld.nl")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "kwaad" not in answer.content.decode()


def test_hsts_is_on_our_own_refusals_over_https(visitor, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    for address in ("/echo/hallo/", "/echo/%00/", "/weg/"):
        answer = Client(raise_request_exception=False).get(address, secure=True)
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_form_without_its_token_gets_the_calm_403():
    answer = Client(enforce_csrf_checks=True).post("/echo/", {"a": "b"})
    assert (answer.status_code, answer.content.count(b"<h1>")) == (403, 1)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


# --- kept or not ---


def answered(rf, address, **headers) -> HttpResponse:
    """What `ClosedPages` makes of an answer from further in."""
    return closed.ClosedPages(lambda request: HttpResponse("hallo", headers=headers))(rf.get(address))


def test_a_page_may_be_kept_when_it_says_so_and_knows_nobody(rf):
    answer = answered(rf, "/werkwijze/dorp/", **{"Cache-Control": "public, max-age=60", "Vary": "Accept-Language"})
    assert (answer.headers["Cache-Control"], "X-Robots-Tag" in answer.headers) == ("public, max-age=60", False)


@pytest.mark.parametrize("headers", [{}, {"Cache-Control": "private"}, {"Cache-Control": "public", "Vary": "Cookie"}])
def test_a_page_that_looked_at_the_session_is_never_kept_whatever_it_says(rf, headers):
    """Zulip, March 2021: somebody else's page from a cache."""
    assert answered(rf, "/werkwijze/dorp/", **headers).headers["Cache-Control"] == "no-store"


def test_a_page_that_sets_a_cookie_is_never_kept(rf):
    def sets_cookie(request):
        answer = HttpResponse(headers={"Cache-Control": "public"})
        answer.set_cookie("wie", "anna")
        return answer

    assert closed.ClosedPages(sets_cookie)(rf.get("/")).headers["Cache-Control"] == "no-store"


def test_a_static_file_is_kept_and_closed(rf):
    answer = answered(rf, "/static/css/x.1234.css", **{"Cache-Control": "max-age=315360000, public, immutable"})
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_sign_out_clears_the_cache_and_other_pages_do_not(visitor):
    assert visitor.get("/uit/").headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in visitor.get("/echo/hallo/").headers


# --- NUL and other input that no form sends ---


@pytest.mark.parametrize(
    "send",
    [
        lambda c: c.get("/echo/", {"q": "a\0b"}),
        lambda c: c.get("/echo/", {"q\0": "a"}),
        lambda c: c.get("/echo/a%00b/"),
        lambda c: c.post("/echo/", {"naam": "Anna\0"}),
        lambda c: c.post("/echo/", {"na\0am": "Anna"}),
        lambda c: c.post("/echo/", "naam=Anna%00", content_type="application/x-www-form-urlencoded"),
        lambda c: c.post("/echo/", '{"naam": "Anna\\u0000"}', content_type="application/json"),
        lambda c: c.get("/echo/", HTTP_COOKIE='sessionid="abcdefgh\\000ijkl"'),
        lambda c: c.get("/echo/", HTTP_USER_AGENT="Fire\0fox"),
        lambda c: c.post("/echo/", "naam=Anna", content_type="application/x-www-form-urlencoded; charset=utf-16"),
    ],
)
def test_input_that_no_form_sends_gets_the_calm_400(visitor, send):
    """Promise 7: PostgreSQL refuses NUL, SQLite does not; neither gives a 500."""
    answer = send(visitor)
    assert (answer.status_code, answer.content.count(b"<h1>")) == (400, 1)


@pytest.mark.parametrize(
    "kind", ["text/plain; charset=hex", 'text/plain; charset="rot13"', "text/plain; CHARSET=utf-7"]
)
def test_a_charset_that_django_cannot_bear_gets_the_calm_400(kind):
    from django.core.handlers.wsgi import WSGIHandler

    said = []
    environ = Client()._base_environ(PATH_INFO="/echo/", QUERY_STRING="q=a", CONTENT_TYPE=kind)
    body = closed.readable_charset(WSGIHandler())(environ, lambda status, headers: said.append(status))
    assert (said, b"".join(body).count(b"<h1>")) == (["400 Bad Request"], 1)


@pytest.mark.parametrize("text", ["Zoë 🙂", "\u202eomgekeerd", "{{ 7 * 7 }}", "<b>", "=1+1", "a\r\nb", "\ufffe"])
def test_ordinary_text_passes_unchanged(visitor, text):
    assert visitor.post("/echo/", {"naam": text}).content.decode() == str([("naam", text)])


def test_a_broken_multipart_form_gets_the_calm_400(visitor):
    answer = visitor.post("/echo/", b"--x", content_type="multipart/form-data; boundary=")
    assert (answer.status_code, answer.content.count(b"<h1>")) == (400, 1)


# --- size ---


def test_a_form_may_not_be_larger_than_the_limit(visitor, settings):
    answer = visitor.post(
        "/echo/", "a=" + "b" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE, content_type="application/x-www-form-urlencoded"
    )
    assert (answer.status_code, answer.content.count(b"<h1>")) == (413, 1)


def test_fields_in_a_form_with_a_file_may_not_be_larger_either(visitor, settings):
    answer = visitor.post("/echo/", {"a": "b" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert answer.status_code == 413


def test_a_file_of_ten_megabytes_passes_and_more_does_not(visitor):
    file = SimpleUploadedFile("lijst.csv", b"x" * (10 * 1024 * 1024))
    assert visitor.post("/echo/", {"lijst": file}).status_code == 200
    answer = visitor.generic(
        "POST", "/echo/", b"x" * 10, "multipart/form-data; boundary=x", CONTENT_LENGTH=str(MAX_UPLOAD_BODY + 1)
    )
    assert answer.status_code == 413


def test_a_length_that_is_no_number_does_not_break_the_page(visitor):
    assert visitor.get("/echo/hallo/", CONTENT_LENGTH="veel").status_code == 200


# --- error pages when things are broken ---


def test_the_error_page_is_there_when_the_look_is_broken(rf, monkeypatch):
    def no_look(*args, **kwargs):
        raise RuntimeError("Anna de Wit")

    monkeypatch.setattr(closed, "render_to_string", no_look)
    page = closed.server_error(rf.get("/")).content.decode()
    assert page.startswith('<!doctype html><html lang="nl">')
    assert "Er ging iets mis bij ons." in page


@pytest.mark.parametrize("code", [400, 403, 404, 413, 429, 500])
def test_an_error_page_follows_the_language_of_the_visitor(rf, code):
    page = closed.error_page(rf.get("/", HTTP_ACCEPT_LANGUAGE="en"), code).content.decode()
    assert '<html lang="en"' in page


# --- pages for machines ---


def test_robots_may_find_the_public_pages_only(visitor):
    assert visitor.get("/robots.txt").content == b"User-agent: *\nAllow: /werkwijze/\nDisallow: /\n"


def test_security_txt_names_a_contact_and_lapses_within_a_year(visitor, settings):
    """law.md X-10."""
    from datetime import datetime, timedelta

    from django.utils import timezone

    settings.SECURITY_CONTACT = "mailto:veilig@voorbeeld.nl"
    lines = visitor.get("/.well-known/security.txt").content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"] == "mailto:veilig@voorbeeld.nl"
    assert fields["Canonical"] == f"{settings.BASE_URL}/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=30) < left < timedelta(days=365)


def test_security_txt_without_a_contact_does_not_exist(visitor, settings):
    settings.SECURITY_CONTACT = ""
    assert visitor.get("/.well-known/security.txt").status_code == 404


def test_a_visitor_who_goes_away_in_the_middle_of_a_form_breaks_nothing(visitor):
    class Cut:
        def read(self, *args):
            raise OSError("connection reset")

        readline = read

    answer = visitor.generic(
        "POST", "/echo/", b"a=b", "application/x-www-form-urlencoded", CONTENT_LENGTH="3", **{"wsgi.input": Cut()}
    )
    assert answer.status_code == 400
