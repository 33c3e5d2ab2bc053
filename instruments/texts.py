"""Texts in several languages, as they stand in the content files."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Text(BaseModel):
    """One text in Dutch (the source) and English; Papiamentu is added by people when it exists."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nl: Words
    en: Words | None = None  # released product editions must have it; a party's own items need not
    pap: Words | None = None

    def spoken(self, language: str) -> tuple[str, str]:
        """Return (text, language it is really in): a missing translation falls back to Dutch."""
        found = getattr(self, language, None) if language in ("nl", "en", "pap") else None
        return (found, language) if found else (self.nl, "nl")

    def say(self, language: str) -> str:
        return self.spoken(language)[0]
