"""What the law asks and the product meets by not having it: no files, no pictures of faces, no scores, no machine that judges."""

import ast
import re
import sys
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.urls import reverse

from tests import cast

ROOT = Path(__file__).parents[2]
OURS = ("parties", "instruments", "candidates", "reports", "screening")
# Libraries that look at faces or voices, learn from people or judge texts. Written by hand.
JUDGING = {
    "anthropic", "cv2", "deepface", "dlib", "face_recognition", "google", "keras", "langchain", "mediapipe", "mistralai", "nltk",
    "numpy", "ollama", "openai", "pandas", "scipy", "sklearn", "spacy", "speech_recognition", "tensorflow", "textblob", "torch",
    "transformers", "vaderSentiment",
}  # fmt: skip
DISTRIBUTIONS = JUDGING | {
    "opencv-python",
    "scikit-learn",
    "face-recognition",
    "google-generativeai",
    "speechrecognition",
}
# What a person is never reduced to (law.md P-70), as a part of a field's name.
SCORES = {"score", "scores", "rank", "ranking", "rating", "grade", "sentiment", "personality", "colour", "trafficlight"}
BODY = {"face", "photo", "picture", "portrait", "fingerprint", "biometric", "biometrics", "voice", "iris", "template"}
COPIES = {"bsn", "passport", "scan", "scans", "upload", "attachment", "file", "image", "cv", "idcard", "sedula"}


def own_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def words_of_fields() -> dict[str, set[str]]:
    """Every field of ours, with the words of its name."""
    return {
        f"{model.__name__}.{field.name}": set(field.name.split("_"))
        for model in own_models()
        for field in model._meta.local_fields
    }


def with_words(words: set[str]) -> list[str]:
    return sorted(name for name, parts in words_of_fields().items() if parts & words)


def imports() -> set[str]:
    """The first part of every module that our code imports."""
    found = set()
    for app in OURS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {one.name.partition(".")[0] for one in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names)


def form_classes(cls=forms.BaseForm):
    for one in cls.__subclasses__():
        yield one
        yield from form_classes(one)


def test_no_model_stores_a_file():
    """law.md X-06, R-05, P-31, P-15: a CV, a passport and a portrait have no place to lie."""
    assert [
        model.__name__
        for model in own_models()
        for field in model._meta.local_fields
        if isinstance(field, models.FileField)
    ] == []
    # A digest of a file we made ourselves is no file of a person.
    digests = {"SealRegister.file_digest", "Document.file_digest"}
    assert set(with_words(COPIES)) - digests == set()


def test_a_file_is_read_in_two_places_only():
    """law.md X-06: the import and the seal check, in memory; the operator's admin has none."""
    reading = {
        f"{one.__module__}.{one.__name__}"
        for one in form_classes()
        if one.__module__.split(".")[0] in OURS
        and any(isinstance(field, forms.FileField) for field in getattr(one, "base_fields", {}).values())
    }
    areas = {".".join(name.split(".")[:2]) for name in reading}
    assert areas <= {"reports.papers", "reports.verify", "screening.committee"}
    storing = [path for app in OURS for path in (ROOT / app).rglob("*.py")
               if re.search(r"default_storage|FileSystemStorage|handle_uploaded|\.chunks\(\)", path.read_text(encoding="utf-8"))]  # fmt: skip
    assert [str(path.relative_to(ROOT)) for path in storing] == []


def test_nobody_is_known_by_face_voice_or_finger():
    """law.md P-15"""
    known = {"parties.models"}  # no field of these words at all
    assert known and with_words(BODY) == []


def test_no_machine_judges_anybody():
    """law.md P-71, P-70: no library that learns, scores or reads feelings; no field that would hold the outcome."""
    assert imports() & JUDGING == set()
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
    named = set(re.findall(r"^([a-z0-9_.-]+)==", lock, re.M))
    assert len(named) > 20  # the lock was read
    assert named & {name.lower() for name in DISTRIBUTIONS} == set()
    assert with_words(SCORES) == []


def test_the_forms_of_the_election_act_are_not_made_here():
    """law.md E-03: no document of this product is or looks like H 1 or H 9."""
    from reports.models import Document

    assert sorted(Document.Kind.values) == ["declaration", "report"]
    titles = [
        path
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"<h1[^>]*>[^<]*(model H|H 9|H 1\b)", path.read_text(encoding="utf-8"))
    ]
    assert titles == []


def test_the_rehearsal_is_invented():
    """law.md X-13: every address ends in .example, every body is fictional."""
    from screening.rehearsal import party

    addresses = set()
    for path in (ROOT / "screening" / "rehearsal").glob("*.py"):
        addresses |= set(re.findall(r"[\w.{}()]+@[\w.-]+\.\w+", path.read_text(encoding="utf-8")))
    assert addresses and {one for one in addresses if not one.endswith(".example")} == set()
    assert '"fictional": True' in Path(party.__file__).read_text(encoding="utf-8")


@pytest.mark.django_db
def test_only_cookies_that_make_it_work(client):
    """law.md P-88: a candidate's visit leaves the session, the form's guard and the language; nothing that counts visits."""
    round = cast.make_round(cast.make_party(), editions=True)
    cast.committee(round)
    person = cast.candidate(round, "Anna")
    cast.enter(client, person)
    for name in (
        "screening:tasks",
        "screening:rights",
        "screening:help",
        "candidates:consents",
        "screening:who_looked",
    ):
        assert client.get(reverse(name)).status_code == 200
    client.post(reverse("set_language"), {"language": "en"})
    assert set(client.cookies) <= {"kandidaat", "vorm", "django_language"}
    scripts = set()
    for path in (ROOT / "templates").rglob("*.html"):
        scripts |= set(re.findall(r"<script[^>]+src=\"(https?:[^\"]+)", path.read_text(encoding="utf-8")))
    assert scripts == set()


@pytest.mark.django_db
def test_the_page_says_what_lies_outside_the_dossier():
    """law.md E-05: the list goes to the election authority, under the Elections Act."""
    from parties.scope import party_scope
    from screening.procedure import build_content, facts_of

    round = cast.make_round(cast.make_party(), editions=True)
    with party_scope(round.party):
        words = str(build_content(facts_of(round))["nl"]["items"])
    assert "gaat de lijst met je naam naar het stembureau" in words
    assert "Daarvoor gelden de regels van de Kieswet, los van dit dossier." in words
