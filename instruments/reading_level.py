"""How hard a text reads: an alarm for whoever writes a question, never proof that it is clear.

Dutch: the reading ease of Flesch as W.H. Douma refitted it, 206.84 - 0.93 * (words per sentence)
- 0.77 * (syllables per hundred words): De leesbaarheid van landbouwbladen, Landbouwhogeschool
Wageningen, bulletin 17, 1960. English: 206.835 - 1.015 * (words per sentence) - 0.846 *
(syllables per hundred words): R. Flesch, A new readability yardstick, Journal of Applied
Psychology 32 (1948). Both run from about 0 (very hard) to 100 (very easy); 60 to 70 is an ordinary text.
"""

import re

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"'”’)]|$)|\n\s*\n")
# One match is one syllable: the longest group that Dutch speaks as one sound comes first.
DUTCH_SYLLABLE = re.compile(
    r"aai|ooi|oei|eeuw|ieuw|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|(?<![a-z])y(?![aeiou])|(?<=[a-z])y|[aeiouàáâäèéêëìíîïòóôöùúûü]"
)
ENGLISH_SYLLABLE = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
ENGLISH_SILENT = re.compile(r"(?:[^aeiouyl]|[aeiouy]l)e$|[^aeioudt]ed$|[^aeiouszxcgh]es$")

FORMULA = {"nl": (206.84, 0.93, 77.0), "en": (206.835, 1.015, 84.6)}  # constant, per sentence length, per word length
FLOOR = {"nl": 45.0, "en": 50.0}  # where Douma's and Flesch's own tables begin to call a text difficult
FEWEST_WORDS = 15  # the formulas were fitted on samples of a hundred words; a label says nothing


def syllables(word: str, language: str) -> int:
    """Count the syllables of one word by its spelling; a number counts as one."""
    word = word.lower()
    if language == "nl":
        return max(1, len(DUTCH_SYLLABLE.findall(word)))
    found = len(ENGLISH_SYLLABLE.findall(word))
    return max(1, found - bool(ENGLISH_SILENT.search(word)))


def level(text: str, language: str) -> float:
    """Return the reading ease of `text`: the higher, the easier.

    Raises `ValueError` for a language without a published formula and for a text without words.
    """
    if language not in FORMULA:
        raise ValueError(f"no reading formula for {language!r}; known: {', '.join(sorted(FORMULA))}")
    words = WORD.findall(text)
    if not words:
        raise ValueError("a text without words has no reading level")
    sentences = [part for part in SENTENCE_END.split(text) if WORD.search(part)]
    constant, per_sentence_length, per_word_length = FORMULA[language]
    word_length = sum(syllables(word, language) for word in words) / len(words)
    return constant - per_sentence_length * len(words) / len(sentences) - per_word_length * word_length


def too_hard(text: str, language: str) -> bool:
    """Say whether a text of at least `FEWEST_WORDS` words is difficult; a shorter one never is. Raises as `level`."""
    return len(WORD.findall(text)) >= FEWEST_WORDS and level(text, language) < FLOOR[language]
