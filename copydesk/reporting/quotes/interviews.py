"""Interviews: turns that a dash opens, questions with the asker's name before it (`“HC”: – Will it hold?`)."""

import re

from copydesk.document import Quote
from copydesk.reporting.quotes.marks import Marked
from copydesk.reporting.quotes.speakers import Stage
from copydesk.reporting.quotes.subjects import last_name
from copydesk.reporting.quotes.voices import Speaker, Spot, make_quote

_QUESTION = re.compile(r"[“\"„«]?(?P<asker>[^\W\d_][\w .&-]{0,30}?)[”\"“»]?\s?:\s?[–—-]\s*(?=\S)")
_ANSWER = re.compile(r"\s*[–—-]\s+(?=\S)")
_SIGNS = (": –", ": —", ": -")


def read_turns(stage: Stage) -> list[tuple[int, Quote]]:
    """Give the turns of the interviews in an article, each with the number of its paragraph."""
    text, paragraphs = stage.text, stage.paragraphs
    if not any(sign in text for sign in _SIGNS):
        return []
    kinds = [_kind(text, one.start, one.stop) for one in paragraphs]
    if not any(kind == "question" for kind, _, _ in kinds):
        return []
    turns: list[tuple[int, Quote]] = []
    speaker: Speaker | None = None
    for number, (kind, start, asker) in enumerate(kinds):
        stop = _stop(text, paragraphs[number].stop)
        if kind == "question":
            turns.append((number, _turn(text, start, stop, Speaker(asker, "group", asker))))
        elif kind == "answer":
            if speaker is None or (number and kinds[number - 1][0] == ""):
                speaker = _introduced(stage, number)
            turns.append((number, _turn(text, start, stop, speaker)))
        elif turns and turns[-1][0] == number - 1 and speaker and _goes_on(kinds, number):
            turns.append((number, _turn(text, paragraphs[number].start, stop, speaker)))
    return [turn for turn in turns if turn[1].stop > turn[1].start]


def _kind(text: str, start: int, stop: int) -> tuple[str, int, str]:
    """Tell what a paragraph is in an interview, where its words begin and, of a question, who asks."""
    if match := _QUESTION.match(text, start, stop):
        return "question", match.end(), match["asker"]
    if match := _ANSWER.match(text, start, stop):
        return "answer", match.end(), ""
    return "", start, ""


def _stop(text: str, stop: int) -> int:
    while text[stop - 1].isspace():
        stop -= 1
    return stop


def _goes_on(kinds: list[tuple[str, int, str]], number: int) -> bool:
    """Tell a further paragraph of an answer, which a question follows, from one that brings in somebody else."""
    following = next((kind for kind, _, _ in kinds[number + 1 :] if kind), "")
    return following == "question"


def _introduced(stage: Stage, number: int) -> Speaker:
    """Give the person whom the paragraph before an answer names."""
    spot = Spot(number, 0, stage.paragraphs[number].start)
    for place in range(number - 1, max(-1, number - 3), -1):
        for words in stage.sentences(place):
            if mention := last_name(words, stage.wording):
                return stage.resolve(mention, spot)
    found = stage.focus(spot, ("person",))
    return found or Speaker(None, None, None, "nobody named before the answer")


def _turn(text: str, start: int, stop: int, speaker: Speaker) -> Quote:
    return make_quote(text, Marked(start, stop, start, stop), "interview", speaker)
