"""Where outlets are named in a text: those of the table, and others that a word in their name or beside it tells."""

import re
from bisect import bisect
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from copydesk.reporting.citations.wording import Wording
from copydesk.reporting.outlets import Outlet, Outlets

_CAPITALS = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
_PART = rf"[{_CAPITALS}][\w’'&\-]*(?:\.[\w’'&\-]+)*"
_RUN = rf"{_PART}(?: (?:of |and |de |della |du |& ){{0,1}}{_PART}){{0,4}}"
_BEFORE = re.compile(rf"(?:{_PART} (?:(?:of|and|the|de|&) )?){{1,4}}$")
_AFTER = re.compile(rf"[ «“\"„]{{1,2}}(?P<name>{_RUN})")
_OPENED = re.compile(rf" (?P<name>{_RUN})")
# What stands around a name where only an outlet does, by what a text is looked through for first: `/NORDWIRE/`;
# `told KHBR`, `according to The Quay`, with no article but one that is part of the name;
_PHRASES = {
    "/": re.compile(rf"/(?P<name>[{_CAPITALS}][^/\n]{{1,30}})/(?=[.\s–—-])"),
    "told ": re.compile(rf"told (?P<name>[A-Z][A-Z0-9]{{2,4}}(?:-TV)?|The {_RUN})(?![\w-])"),
    "to The ": re.compile(rf"to (?P<name>The {_RUN})(?![\w-])"),
    "with The ": re.compile(rf"with (?P<name>The {_RUN})(?![\w-])"),
}
# and, with a verb: `As Harbourpost wrote earlier`, `…, writes Harbourpost.`
_LATELY = "(?:has |had |previously |earlier |already ){0,2}"
_REPORTING = {
    sign: re.compile(rf"{sign}(?P<name>{_PART}) {_LATELY}(?:reported|wrote|writes|reports)\b")
    for sign in ("As ", "as ")
} | {
    sign: re.compile(rf"{sign}(?P<name>{_PART}) ?(?=[.\n])")
    for sign in (", reports ", ", writes ", ", informs ")
}
_ADDRESS = re.compile(rf"[{_CAPITALS}][\w\-]+\.$")
_GOES_ON = re.compile(r" (?:Agency|Channel|Network|Service|Corporation|Online)\b")
_SENTENCE_OPENERS = frozenset(
    ["The", "In", "On", "At", "As", "By", "To", "But", "And", "According", "Meanwhile", "Earlier", "From"]
)
_REACH = 60  # characters


class Mention(NamedTuple):
    """A place where an outlet is named; `is_weak` where only the last word of the name tells that it is one."""

    start: int
    stop: int
    outlet: Outlet
    is_weak: bool = False


def find_mentions(text: str, words: frozenset[str], outlets: Outlets, wording: Wording) -> list[Mention]:
    """Give the outlets named in a text, in order; of names that overlap the longest counts."""
    found = [*_known(text, words, outlets), *_unknown(text, words, outlets, wording)]
    kept: list[Mention] = []  # in order of place
    for mention in sorted(found, key=lambda one: (one.start - one.stop, one.start, one.is_weak)):
        at = bisect(kept, mention.start, key=itemgetter(0))
        is_behind = at == 0 or kept[at - 1].stop <= mention.start
        if is_behind and (at == len(kept) or mention.stop <= kept[at].start):
            kept.insert(at, mention)
    others = _other_bodies(kept, text)
    if others:
        kept = [mention for mention in kept if text[mention.start : mention.stop] not in others]
    return _in_full(kept, text, wording)


def _other_bodies(mentions: list[Mention], text: str) -> set[str]:
    """Give abbreviations that an article gives to somebody else: `Administration of Northern Ports (ANP)`."""
    others, before = set[str](), 0
    for start, stop, *_ in mentions:
        name, is_outlet = text[start:stop], before == start - len(" (")
        before = stop
        if text[start - 1 : start] != "(" or text[stop : stop + 1] != ")" or is_outlet or not name.isupper():
            continue
        words = text[max(0, start - _REACH) : start - 1].split()
        if "".join(word[0] for word in words if word[0].isupper()).endswith(name):
            others.add(name)
    return others


def _in_full(mentions: list[Mention], text: str, wording: Wording) -> list[Mention]:
    """Lead a short form back to the name told in full before: `the Gazette` or `HG` to `Harbour Gazette (HG)`."""
    full: dict[str, Outlet] = {}
    found: list[Mention] = []
    at = 0
    for mention in [*mentions, Mention(len(text), len(text), Outlet("", None))]:
        for last, outlet in full.items():
            found += [
                Mention(place, place + len(last), outlet) for place in _alone(text, last, at, mention.start)
            ]
        words = text[mention.start : mention.stop].removeprefix("the ").removeprefix("The ").split(" ")
        if found and text[at : mention.start] == " (" and text[mention.stop : mention.stop + 1] == ")":
            full[words[0]] = found[-1].outlet
        is_short = len(words) == 1 and words[0] in full
        if len(words) > 1 and words[-1] in wording.calling:
            full[words[-1]] = mention.outlet
        found.append(mention._replace(outlet=full[words[0]]) if is_short else mention)
        at = mention.stop
    return sorted(found[:-1])


def _alone(text: str, word: str, start: int, stop: int) -> Iterator[int]:
    """Give the places of a word with an article before it and no other capital behind it."""
    sign = f"he {word}"
    at = text.find(sign, start, stop)
    while at >= 0:
        end = at + len(sign)
        is_whole = text[at - 1 : at] in ("t", "T") and not _is_inside(text[end : end + 1])
        if is_whole and not (text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()):
            yield end - len(word)
        at = text.find(sign, end, stop)


def _known(text: str, words: frozenset[str], outlets: Outlets) -> Iterator[Mention]:
    for word in words & outlets.by_word.keys():
        for alias, needed in outlets.by_word[word]:
            for at in _places(text, alias) if needed <= words else ():
                yield Mention(at, at + len(alias), outlets.by_alias[alias])


def _is_inside(character: str) -> bool:
    return character.isalnum() or character in ("_", "@", "#")


def _unknown(text: str, words: frozenset[str], outlets: Outlets, wording: Wording) -> Iterator[Mention]:
    """Give names that no table knows."""
    for word in words & wording.telling:
        if word in wording.strong_endings or word in wording.weak_endings:
            yield from _ended(text, word, outlets, is_weak=word not in wording.strong_endings)
        if word in wording.openings:
            yield from _opened(text, word, outlets)
        if word in wording.domains:
            yield from _addresses(text, word, outlets)
        if word in wording.media:
            yield from _beside(text, word, outlets, wording)
    if "agency" in words:
        yield from _agencies(text, outlets, wording)
    yield from _in_phrases(text, words, outlets, wording)


def _opened(text: str, word: str, outlets: Outlets) -> Iterator[Mention]:
    """Give the names that begin with a word, such as `Radio Skarholm`."""
    for at in _places(text, word):
        if match := _OPENED.match(text, at + len(word), at + len(word) + _REACH):
            yield _mention(text, at, match.end("name"), outlets)


def _ended(text: str, word: str, outlets: Outlets, *, is_weak: bool) -> Iterator[Mention]:
    """Give the names that end with a word, such as `Harbour Gazette`."""
    for at in _places(text, word):
        match = _BEFORE.search(text, max(0, at - _REACH), at)
        start = match.start() if match else at
        start += _owner_length(text[start:at])
        if start < at:
            longer = _GOES_ON.match(text, at + len(word))
            yield _mention(text, start, longer.end() if longer else at + len(word), outlets, is_weak=is_weak)


def _owner_length(words: str) -> int:
    """Give the length of what stands before a name with a capital and is no part of it: `In Britain's Sky`."""
    length = 0
    for word in words.split(" "):
        if word in _SENTENCE_OPENERS or word.endswith(("'s", "’s", "s'", "s’")):
            length = words.index(word, length) + len(word) + 1
    return length


def _beside(text: str, word: str, outlets: Outlets, wording: Wording) -> Iterator[Mention]:
    """Give the names beside a noun for an outlet: `newspaper Dagens Nyheter`, `the Al-Arabiya television`."""
    for at in _places(text, word):
        if match := _AFTER.match(text, at + len(word), at + len(word) + _REACH):
            yield _mention(text, match.start("name"), match.end("name"), outlets)
            continue
        match = _BEFORE.search(text, max(0, at - _REACH), at)
        if match is None or match[0].split()[0] in _SENTENCE_OPENERS:
            continue
        if word in wording.named or " the " in f" {text[max(0, match.start() - 40) : at]}":
            yield _mention(text, match.start(), match.end() - 1, outlets)


def _addresses(text: str, word: str, outlets: Outlets) -> Iterator[Mention]:
    """Give addresses that are written as names: `Harbourpost.com`."""
    for at in _places(text, word):
        match = _ADDRESS.search(text, max(0, at - _REACH), at)
        if match and not _is_inside(text[match.start() - 1 : match.start()]):
            yield _mention(text, match.start(), at + len(word), outlets)


def _agencies(text: str, outlets: Outlets, wording: Wording) -> Iterator[Mention]:
    """Give the names behind `news agency`; an agency alone may be of another kind."""
    for at in _places(text, "agency"):
        before = text[max(0, at - 14) : at].split()
        match = _AFTER.match(text, at + len("agency"), at + _REACH)
        if match and before and before[-1].lower() in wording.news:
            yield _mention(text, match.start("name"), match.end("name"), outlets)


def _in_phrases(text: str, words: frozenset[str], outlets: Outlets, wording: Wording) -> Iterator[Mention]:
    """Give names that stand where only an outlet does: `/NORDWIRE/`, `As Harbourpost wrote earlier`."""
    phrases = _PHRASES if words.isdisjoint(wording.reporting) else _PHRASES | _REPORTING
    for sign, pattern in phrases.items():
        for match in pattern.finditer(text) if sign in text else ():
            if match["name"] not in wording.bodies:
                yield _mention(text, match.start("name"), match.end("name"), outlets)


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        stop = at + len(word)
        if not (_is_inside(text[at - 1 : at]) or _is_inside(text[stop : stop + 1])):
            yield at
        at = text.find(word, stop)


def _mention(text: str, start: int, stop: int, outlets: Outlets, *, is_weak: bool = False) -> Mention:
    name = text[start:stop].rstrip(".,'’")
    for ending in ("'s", "’s"):
        name = name.removesuffix(ending)
    outlet = outlets.find(name) or outlets.find(name.removesuffix(" News Agency")) or Outlet(name, None)
    return Mention(start, start + len(name), outlet, is_weak)
