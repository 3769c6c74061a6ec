"""Paragraphs as sentences of words, in which one sign stands for each span in marks."""

import re
from collections.abc import Iterable, Iterator

from copydesk.reporting.datelines import read_dateline
from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.marks import Paragraph

HERE = "\x02"  # stands for a span in marks
_TITLES = "(?:Mrs?|Ms|Dr|St|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Jr|No|[RD]-[A-Z][a-z]+)"
# A space before a token and a plain word are taken first: half the time of the whole expression without them.
_TOKEN = re.compile(
    r" ?([A-Za-z][a-z]++(?![./\w’'\-&])"
    rf"|\x02|(?:[^\W\d_]\.){{2,}}|[A-Z]\.(?= [A-Z])|{_TITLES}\."
    r"|[\w&][\w’'\-&]*(?:[./]\w[\w’'\-]*)*|[,;:()\[\]—–.!?…-])"
)
_ENDS = {mark: re.compile(rf"\{mark}['”\"’)\]]*\s+") for mark in ".!?…"}  # one for each is many times as fast
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st sen rep gov gen col lt sgt rev hon jr sr vs no oct jan feb aug sept sep nov dec capt cmdr
    maj adm
    """.split()
)
_OPENINGS = frozenset("The A He She It They But In On At This That However And We I".split())
_TAIL_WORDS = 6
_MARKS = "'’\"”"  # that close a span within a span
_DATELINE_REACH = 60
_LONGEST = 300  # words of what is read as one sentence
_PLACE = re.compile(r"[A-Z][A-Z,.' /-]{2,40}:\s+(?=\S)")  # `NEW VARDEN: The ...`
_DATELINE_MARKS = (" - ", " – ", " — ", "--", "/")
_STOPS = frozenset(",;:()[]—–.!?…-" + HERE)

Sentence = list[str]


def is_stop(token: str) -> bool:
    """Tell a punctuation mark, or the sign of a span, from a word."""
    return token in _STOPS


def split_words(text: str) -> list[str]:
    """Give the words and punctuation marks of a text."""
    return _TOKEN.findall(text)


class Sentences:
    """The sentences of a paragraph, each taken apart when it is first asked for."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._parts: list[str | Sentence] = []
        for part in parts:
            if len(part) <= _LONGEST:  # of so many characters, and so of fewer words
                self._parts.append(part)
            else:
                words = split_words(part)
                self._parts += [words[at : at + _LONGEST] for at in range(0, len(words), _LONGEST)]

    def __len__(self) -> int:
        return len(self._parts)

    def __getitem__(self, place: int) -> Sentence:
        part = self._parts[place]
        if isinstance(part, str):
            part = self._parts[place] = split_words(part)
        return part

    def __iter__(self) -> Iterator[Sentence]:
        return (self[place] for place in range(len(self)))

    def with_spans(self) -> Iterator[tuple[int, Sentence]]:
        """Give the sentences that hold spans in marks, each with its place."""
        return ((place, self[place]) for place, part in enumerate(self._parts) if HERE in part)


def split_sentences(text: str, paragraph: Paragraph, wording: Wording) -> Sentences:
    """Give the sentences of a paragraph as words and punctuation marks."""
    skeleton = _skeleton(text, paragraph)
    parts, start = list[str](), _dateline_length(skeleton)
    ends = [match for mark, end in _ENDS.items() if mark in skeleton for match in end.finditer(skeleton)]
    for match in sorted(ends, key=_start) if len(ends) > 1 else ends:
        if match.end() < len(skeleton) and _is_end(skeleton, match, start, wording):
            parts.append(skeleton[start : match.end()])
            start = match.end()
    return Sentences([*parts, skeleton[start:]])


def _start(match: re.Match[str]) -> int:
    return match.start()


def _dateline_length(skeleton: str) -> int:
    if place := _PLACE.match(skeleton):
        return place.end()
    head = skeleton[:_DATELINE_REACH]
    if HERE in head[:3] or not any(mark in head for mark in _DATELINE_MARKS):
        return 0
    dateline = read_dateline(skeleton)
    return dateline.length if dateline else 0


def _skeleton(text: str, paragraph: Paragraph) -> str:
    """Put one sign, and the punctuation mark that a span ends with, in place of each span."""
    if not paragraph.spans:
        return text[paragraph.start : paragraph.stop]
    parts, at = [], paragraph.start
    for span in paragraph.spans:
        last = text[span.stop - 1]
        if last in _MARKS:
            last = text[span.start : span.stop].rstrip(_MARKS)[-1:]
        following = text[span.outer_stop : span.outer_stop + 1]
        parts += [text[at : span.outer], " ", HERE]
        if last and last in ",.?!…" and following not in (".", ",", "?", "!"):
            parts.append(last)
        if following and not following.isspace() and following not in ",.;:?!)":
            parts.append(" ")
        at = span.outer_stop
        if following == "-" and text[at + 1 : at + 2].isalnum():  # `“no-toll”-protests`
            at += 1
    parts.append(text[at : paragraph.stop])
    return "".join(parts)


def _is_end(skeleton: str, match: re.Match[str], start: int, wording: Wording) -> bool:
    at, following = match.start(), skeleton[match.end()]
    if following.islower():
        return False
    if skeleton[at - 1 : at] == HERE:
        return following not in "—–-" and not _attributes(skeleton, match, wording)
    if skeleton[at] != ".":
        return True
    word = skeleton[max(start, at - 20) : at]
    word = word[word.rfind(" ") + 1 :]
    if "." in word or (len(word) == 1 and word.isupper()):
        return skeleton[match.end() : match.end() + 12].split(" ", maxsplit=1)[0] in _OPENINGS
    return word.lower() not in _ABBREVIATIONS


def _attributes(skeleton: str, match: re.Match[str], wording: Wording) -> bool:
    """Tell `"Why?" Brandt asked.` from a sentence that only follows a quotation."""
    tail = _TOKEN.findall(skeleton[match.end() : match.end() + 80])
    clause: list[str] = []
    for token in tail:
        if is_stop(token):
            break
        clause.append(token)
    is_stop_mark = skeleton[match.start()] == "."
    spoken = any(word in wording.speech for word in clause[1 : 4 if is_stop_mark else 9])
    return spoken and (not is_stop_mark or len(clause) <= _TAIL_WORDS)
