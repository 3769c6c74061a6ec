"""Reading the citations of an article: outlets that are named as the source of what is told."""

import re
from functools import cache

from copydesk.document import Citation
from copydesk.reporting.citations.names import Mention, find_mentions
from copydesk.reporting.citations.wording import Wording, load_wording
from copydesk.reporting.outlets import Outlets, load_outlets

_TOKEN = re.compile(r"(?:\w\.){2,}|\w+(?:[-’'ʼ]\w+)*|[^\w\s]")
_LISTED = re.compile(r"(?:,| and| und| et| y| e| и| та| і|, and)(?: the)? ?")
_QUOTED = frozenset("'’\"“”„«»‘")
_MARKS = "’“”«»„‘—–…"  # beside words, or within those of which a part is a name: `BBC’s`
_ASCII_MARKS = bytes.maketrans(marks := b".,;:!?()[]\"'/+-", b" " * len(marks))
_REACH = 90  # characters
_FARTHEST_CUE = 8  # words before an outlet
_FARTHEST_HEAD = 4  # words before a preposition
_FARTHEST_VERB = 4  # words behind an outlet
_FARTHEST_SIGNATURE = 8  # words from an outlet to `contributed to this report`
_DATELINE_REACH = 120
_LONGEST_NAME = 4  # words
_OF_NAME = re.compile(r" (?:of|for|in) (?:the )?[A-Z]")
_DAY = re.compile(r" (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_DASHES = ("-", "–", "—")


def read_citations(text: str, outlets: Outlets | None = None) -> list[Citation]:
    """Give each place of a text that leans on an outlet or agency, in order, with the word that tells so.

    An outlet that is merely named, or that speaks of itself, is not cited.
    """
    outlets, wording = outlets or load_outlets(), load_wording()
    citations: list[Citation] = []
    words = _words(text, _sought(outlets))
    for mention in find_mentions(text, words, outlets, wording):
        cue = _find_cue(text, mention, wording) or _shared_cue(text, mention, citations)
        if cue:
            name = text[mention.start : mention.stop]
            outlet, start, stop = mention.outlet, mention.start, mention.stop
            citations.append(Citation(outlet.name, outlet.kind, name, cue, start, stop))
    return citations


@cache
def _sought(outlets: Outlets) -> frozenset[bytes]:
    return frozenset(word.encode() for word in outlets.words | load_wording().telling)


def _words(text: str, sought: frozenset[bytes]) -> frozenset[str]:
    """Give which words of some are in a text; to split it as bytes takes half the time of an expression for words."""
    for mark in _MARKS:
        text = text.replace(mark, " ")
    found = sought.intersection(text.encode("utf-8", "replace").translate(_ASCII_MARKS).split())
    return frozenset(word.decode() for word in found)


def _find_cue(text: str, mention: Mention, wording: Wording) -> str | None:
    """Give the word that makes a source of an outlet, or None where it is merely named."""
    if _signs(text, mention):
        return "dateline"
    behind = _tokens(text[mention.stop : mention.stop + _REACH].split("\n", 1)[0])
    if behind and behind[0] in wording.companies:
        return None
    ahead = _tokens(text[max(0, mention.start - _REACH) : mention.start].rsplit("\n", 1)[-1])
    if _is_other(text, mention, ahead, wording):
        return None
    cue = _cue_ahead(ahead, behind, wording)
    if cue in wording.loose and mention.is_weak:
        return None
    return cue or _cue_behind(text, mention, behind, wording)


def _signs(text: str, mention: Mention) -> bool:
    """Tell an agency that signs a dispatch: `/TASS/`, `(Reuters) -`, `— RIA Novosti.` in the first line."""
    before, after = text[: mention.start][-3:], text[mention.stop : mention.stop + 3]
    if before.endswith("/") and after.startswith("/"):
        return not (before[-2:-1].isalnum() or after[1:2].isalnum())
    if before.endswith("(") and after.startswith(")"):
        return text[mention.stop + 1 : mention.stop + 5].split("\n", 1)[0].strip().startswith(_DASHES)
    is_dashed = before.rstrip().endswith(_DASHES)
    is_first = mention.stop <= _DATELINE_REACH and "\n" not in text[: mention.start].strip()
    is_last = not text[mention.stop :].strip()
    return is_dashed and (is_last or (is_first and after.startswith(".")))


def _is_other(text: str, mention: Mention, ahead: list[str], wording: Wording) -> bool:
    """Tell what only begins or ends with the same words as an outlet: `Los Angeles Metro`, `the Sun Valley road`."""
    name, following = text[mention.start : mention.stop], text[mention.stop : mention.stop + 2]
    goes_on = following[:1] == " " and following[1:].isupper()
    if name in wording.ambiguous:
        return goes_on or (len(ahead) > 1 and ahead[-1][:1].isupper())
    if mention.outlet.kind is None:  # `Journal of Alpine Ecology`
        return (goes_on and mention.is_weak) or _OF_NAME.match(text, mention.stop) is not None
    return goes_on and name.startswith("the ") and _DAY.match(text, mention.stop) is None


def _cue_ahead(ahead: list[str], behind: list[str], wording: Wording) -> str | None:
    """Give the cue before an outlet: `told the Russian agency`, `according to`, `in an interview with`."""
    for distance, word in enumerate(reversed(ahead[-_FARTHEST_CUE:]), 1):
        low, place = word.lower(), len(ahead) - distance
        heads = wording.leads.get(low)
        if heads and (head := _head(ahead[:place], heads)):
            return f"{head} {low}"
        if low in wording.before:
            is_staff = bool(behind) and behind[0] in wording.staff
            return None if is_staff and not low.startswith("t") else low
        if low in wording.breaks or (not word[0].isalnum() and word not in _QUOTED):
            return None
    return None


def _head(ahead: list[str], heads: frozenset[str]) -> str | None:
    """Give the word that a preposition belongs to, as in `interview last week with`."""
    for word in reversed(ahead[-_FARTHEST_HEAD:]):
        if word.lower() in heads:
            return word.lower()
        if word in (".", "!", "?", ";"):
            return None
    return None


def _cue_behind(text: str, mention: Mention, behind: list[str], wording: Wording) -> str | None:
    """Give the verb whose subject an outlet is: `UNIAN reported`, `Reuters, citing two sources, said`."""
    if work := _work(behind, wording):
        return work
    if behind and behind[0] in wording.reporters:
        return behind[0]
    if "contributed" in behind[:_FARTHEST_SIGNATURE]:
        return "contributed"
    for place, word in enumerate(behind[:_FARTHEST_VERB]):
        low, rest = word.lower(), behind[place + 1 :]
        if low in wording.after:
            is_bare = low in wording.weak and (
                mention.is_weak
                or (text[mention.start : mention.stop] in wording.ambiguous and rest[:1] != ["that"])
                or (bool(rest) and rest[0].lower() in wording.of_itself)
            )
            return None if is_bare else low
        is_aside = word == "," and bool(rest) and rest[0].lower() in ("citing", "quoting")
        if not (is_aside or low in wording.amid or low in wording.media or word in _QUOTED - {"'", "’"}):
            return None
    return None


def _work(behind: list[str], wording: Wording) -> str | None:
    """Give what an outlet has made, right behind it or a partner's name: `Reuters investigation`, `AP-NORC poll`."""
    if len(behind) > 1 and behind[0] in "'’":
        return _owned(behind[1 + (behind[1] == "s") :], wording)
    words = behind[2:] if behind[:1] in (["-"], ["/"], ["–"]) else behind
    return words[0] if words and words[0] in wording.products else None


def _owned(behind: list[str], wording: Wording) -> str | None:
    """Give what somebody of an outlet does, or what is said to be its work: `Harbour Post's Ida Brandt reported`."""
    place = 0
    while place < min(len(behind), _LONGEST_NAME) and behind[place][:1].isupper():
        place += 1
    word = "".join(behind[place : place + 1])
    if word in wording.products or (place and word in wording.after):
        return word
    return None


def _shared_cue(text: str, mention: Mention, citations: list[Citation]) -> str | None:
    """Give the cue of the outlet before in a list: `told Reuters, AFP and dpa`."""
    if not citations or citations[-1].cue == "dateline":
        return None
    between = text[citations[-1].stop : mention.start]
    return citations[-1].cue if _LISTED.fullmatch(between) else None


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)
