"""Comments that an extractor left without names and times, one line under the other behind the article.

Readers write in another voice than articles do: they greet, thank, sign, doubt and exclaim. Each line gets the odds
that a reader wrote it; the comments begin where what stands above and what stands below differ most.
"""

import re
import tomllib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import mul

import numpy as np
from numpy.typing import NDArray

from copydesk.cleaning.draft import Piece
from copydesk.cleaning.threads.single import Open, finished
from copydesk.document import Comment

SLOTS = 8192  # of the table of words
_CLIP = 3.0  # odds that one line tells at most
_SURE = 2.5  # how far above and below must differ, in standard errors
_SPREAD = 1.3  # of the odds of lines of one voice
_LIKELY = 0.3  # mean odds of a line of comments
_APART = 1.0  # between the means above and below
_ENOUGH = -0.3  # mean of the lines below, under which looking farther up finds nothing
_FIRST_LOOK = 4  # lines that are read of every text
_LINES_ABOVE = 40  # that the lines below are compared with
_READ = 700  # characters of a line: more would only take longer
_SHORTEST_ARTICLE = 200  # characters
_FURNITURE = 6  # lines that rules have taken, up to which a text has been stripped of its page
# What is taken for granted before any line is read: a few lines that are rather an article's.
_PRIOR_BELOW, _PRIOR_ABOVE = (-1.0, 1), (-1.0, 2)

_BITS = _GREETING, _THANKS, _REGARDS, _FIRST, _SECOND, _SPOKEN, _ABOUT = 1, 2, 4, 8, 16, 32, 64
_MOST_WORDS = 50_000  # that are kept looked up

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_FACE = re.compile(r"[:;]-?[)DPp(](?!\w)|\^\^|<3|[\U0001F300-\U0001FAFF\u2600-\u27BF]")
_MENTION = re.compile(r"@\w|@ [A-ZÄÖÜ]")
_EXCITED = re.compile(r"!!|\?\?|\?!|!\?|(?<!\.)\.\.(?!/)|……|…\.")
_CODE = re.compile(r"[{}<>=|_\\;$]|\(\)")
_LIST_MARKS = tuple("|•✔✅·")
_LIST_STARTS = ("- ", "* ")
_LONG_ITEM = 160  # characters: some extractors print comments as items, and few lists have such items

Floats = NDArray[np.float64]


class Lexicon(dict[str, tuple[float, int]]):
    """What is known of words: the log-odds of a comment, and the lists they stand in, as bits."""

    def __init__(self, table: Floats) -> None:
        """Look words up in a table of log-odds by slot."""
        super().__init__()
        self._table: list[float] = table.tolist()

    def __missing__(self, word: str) -> tuple[float, int]:
        if len(self) > _MOST_WORDS:
            self.clear()
        self[word] = found = (self._table[slot(word)], words().get(word, 0))
        return found


@dataclass(frozen=True, slots=True)
class Voices:
    """What was learned: log-odds of words, and weights of what `describe` sees."""

    lexicon: Lexicon
    weights: list[float]

    def score(self, text: str) -> float:
        """Give the odds, in logarithms, that a reader wrote a line."""
        odds: float = sum(map(mul, describe(text, self.lexicon), self.weights))
        return max(-_CLIP, min(_CLIP, odds))


@cache
def words() -> dict[str, int]:
    """Read voices.toml, once a process: the words, with bits for the lists that they stand in."""
    data = tomllib.loads(
        resources.files("copydesk.cleaning.threads").joinpath("voices.toml").read_text("utf-8")
    )
    bits: dict[str, int] = {}
    for bit, held in zip(_BITS, data.values(), strict=True):
        for word in held.split():
            bits[word] = bits.get(word, 0) | bit
    return bits


@cache
def voices() -> Voices:
    """Read what was learned, once a process."""
    file = resources.files("copydesk.cleaning.threads").joinpath("voices.npz")
    with file.open("rb") as opened, np.load(opened) as held:
        table = held["table"].astype(np.float64) * _CLIP / 127
        return Voices(Lexicon(table), held["weights"].tolist())


def word_list(text: str) -> list[str]:
    """Give the lower-cased words of a line."""
    return _WORD.findall(text.lower().replace("’", "'"))


def slot(word: str) -> int:
    """Give the place of a word in the table."""
    return zlib.crc32(word.encode()) % SLOTS


def describe(text: str, lexicon: Lexicon) -> list[float]:
    """Say in numbers how a line is written; the last is 1."""
    is_long = len(text) > 500
    ending, text = text[-1], text[:_READ]
    found = word_list(text)
    count = len(found) or 1
    looked_up = [lexicon[word] for word in found]
    lists = [held for _, held in looked_up if held]
    first, second, spoken = (sum(1 for held in lists if held & bit) for bit in (_FIRST, _SECOND, _SPOKEN))
    odds = sorted(lexicon[word][0] for word in set(found)) or [0.0]
    return [
        bool(found) and looked_up[0][1] & _GREETING > 0,
        any(held & _THANKS for held in lists),
        len(text) <= 45 and any(held & _REGARDS for held in lists),
        "@" in text and _MENTION.search(text) is not None,
        _FACE.search(text) is not None,
        _EXCITED.search(text) is not None,
        text[0].islower() and len(text) > 12,
        first > 0,
        min(10 * first / count, 2),
        second > 0,
        min(10 * second / count, 2),
        spoken > 0,
        min(10 * spoken / count, 2.5),
        any(held & _ABOUT for held in lists),
        ending == "?",
        ending == "!",
        len(text) < 60,
        is_long,
        len(text) < _LONG_ITEM and (text.startswith(_LIST_STARTS) or text[0] in _LIST_MARKS),
        len(_CODE.findall(text)) > 1,
        count < 3,
        sum(odds) / len(odds),
        sum(odds[-3:]) / len(odds[-3:]),
        sum(odds) / len(odds) ** 0.5,
        1.0,
    ]


def find_tail(texts: Sequence[str], score: Callable[[str], float]) -> int | None:
    """Give the first of the lines that readers wrote, if the last of them are theirs.

    Lines are scored from the last up, as far as they may be comments: most texts end where their article does.
    """
    below = _score_up(texts, score)
    if not below:
        return None
    first = len(texts) - len(below)
    above = [score(text) for text in texts[max(0, first - _LINES_ABOVE) : first]]
    scores = np.array(above + below[::-1])
    offset = len(texts) - len(scores)
    number = np.arange(1, len(scores))
    sums = scores.cumsum()
    mean_above = _shrunk(sums[:-1], number, _PRIOR_ABOVE)
    mean_below = _shrunk(sums[-1] - sums[:-1], len(scores) - number, _PRIOR_BELOW)
    lengths = np.cumsum([len(text) for text in texts])[offset : len(texts) - 1]
    sure = (mean_below - mean_above) * np.sqrt(number * (len(scores) - number) / len(scores)) / _SPREAD
    allowed = (mean_below > _LIKELY) & (mean_below - mean_above > _APART) & (lengths > _SHORTEST_ARTICLE)
    sure = np.where(allowed, sure, 0.0)
    best = int(sure.argmax()) if len(sure) else 0
    return offset + best + 1 if len(sure) and sure[best] > _SURE else None


def _score_up(texts: Sequence[str], score: Callable[[str], float]) -> list[float]:
    """Score lines from the last up while those read so far may be comments."""
    scores: list[float] = []
    (prior, weight), best = _PRIOR_BELOW, -_CLIP
    total = likely = 0.0
    for text in reversed(texts):
        scores.append(score(text))
        total += scores[-1]
        best = max(best, scores[-1])
        likely = max(likely, (total + prior * weight) / (len(scores) + weight))
        if len(scores) >= _FIRST_LOOK and (best < 0 or total / len(scores) < _ENOUGH):
            break
    return scores if likely > _LIKELY else []


def _shrunk(sums: Floats, numbers: NDArray[np.int64], prior: tuple[float, int]) -> Floats:
    mean, weight = prior
    shrunk: Floats = (sums + mean * weight) / (numbers + weight)
    return shrunk


def read_tail(pieces: list[Piece]) -> list[Comment]:
    """Give roles to the comments that end a text without saying so, and the comments."""
    if not pieces or any(piece.role not in (None, "date") for piece in pieces[-_FIRST_LOOK:]):
        return []
    if sum(piece.role is not None for piece in pieces) > _FURNITURE:
        return []  # a dump of a whole page, whose comments have names and times
    start = find_tail([piece.text for piece in pieces], voices().score)
    if start is None:
        return []
    opened: list[Open] = []
    for piece in pieces[start:]:
        if piece.role is None:
            _add(piece.text, opened)
            piece.mark("comment", "comments.voice")
    return finished(opened)


def _add(text: str, opened: list[Open]) -> None:
    """Add a line to the last comment, or begin another: at a greeting, thanks or an answer, or after a signature."""
    found = word_list(text)
    begins = text[0] == "@" or (
        bool(found) and words().get(found[0], 0) & (_GREETING | _THANKS) > 0 and not _is_signed(found, text)
    )
    if not opened or opened[-1].closed or begins:
        opened.append(Open())
    opened[-1].paragraphs.append(text)
    opened[-1].closed = _is_signed(found, text)


def _is_signed(found: Sequence[str], text: str) -> bool:
    return len(text) <= 45 and any(words().get(word, 0) & _REGARDS for word in found)
