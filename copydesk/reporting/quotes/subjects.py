"""Who a clause speaks of: the subjects of verbs."""

from collections.abc import Iterator

from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.mentions import LONGEST_NOUN_PHRASE, Mention, run_start, write_words
from copydesk.reporting.quotes.names import capitals, is_capital, is_person, strip_titles
from copydesk.reporting.quotes.nouns import read_leading, read_name, read_opening, read_phrase
from copydesk.reporting.quotes.sentences import HERE, Sentence, is_stop

_GROUP_MARKS = frozenset(",—–-()[]")
_LONGEST_ASIDE = 3
_OF_PEOPLE = frozenset(["who", "qui", "quien"])
_CLAUSE_MARKS = frozenset(";:.!?…" + HERE)


def subject_before(words: list[str], verb: int, wording: Wording) -> Mention | None:
    """Give the subject that stands before the verb at a place in a sentence."""
    end = _skip_fillers(words, verb, wording)
    if end == 0:
        return None
    low = words[end - 1].lower()
    if low in wording.conjunctions:
        return sentence_subject(words[: end - 1], wording)
    if low in wording.who and not (low == "that" and end == 1):
        return (_person_before if low in _OF_PEOPLE else thing_before)(words[: end - 1], wording)
    return _of_clause(list(_groups(words[_clause_start(words, end) : end])), wording)


def _of_clause(groups: list[Sentence], wording: Wording) -> Mention | None:
    """Give the subject of a clause whose verb follows: a name by itself, or else the noun phrase before the verb."""
    last = groups[-1]
    inner = _after_boundary(last, wording)
    if len(inner) < len(last) and (mention := read_name(inner, wording)):
        return mention  # `…, to deliver what Ida Brandt calls`
    for group in (last, *groups[-7:-1]):
        if mention := read_name(group, wording):
            return mention
    if last and not _is_aside(inner, wording):
        return read_phrase(inner, wording)
    openings = (read_opening(group, wording) for group in groups)
    return next((mention for mention in openings if mention), None)


def _is_aside(words: list[str], wording: Wording) -> bool:
    """Tell `for some reason` before a verb from `with one` before a participle."""
    if not 0 < len(words) <= _LONGEST_ASIDE or words[0] == "with":
        return False
    return words[0] in wording.prepositions and words[-1].islower() and words[-1] not in wording.pronouns


def subject_after(words: list[str], wording: Wording, *, oblique: bool = False) -> Mention | None:
    """Give the subject that stands after its verb, at the beginning of the words given.

    An article that no subject has, as in `sagte dem Blatt`, ends the search unless `oblique` tells otherwise.
    """
    start = 0
    while start < len(words) and words[start].lower() in wording.fillers:
        start += 1
    phrase = _until_clause(words[start : start + LONGEST_NOUN_PHRASE], wording)
    if not phrase or (phrase[0].lower() in wording.oblique and not oblique):
        return None
    mention, end = read_leading(phrase, wording), start + len(phrase)
    if mention and mention.kind == "role" and words[end : end + 1] == [","]:
        return read_name(_until_stop(words[end + 1 : end + 7]), wording) or mention
    return mention


def _until_clause(words: list[str], wording: Wording) -> list[str]:
    """Give the words before the next clause; none where they have a verb of their own."""
    for place, word in enumerate(words):
        low = word.lower()
        if low in wording.auxiliaries or (place and low in wording.pronouns):
            return []
        if is_stop(word) or low in wording.who or low in wording.subordinators:
            return words[:place]
        if low in wording.conjunctions and not _goes_on_as_name(words, place):
            return words[:place]
    return words


def _until_stop(words: list[str]) -> list[str]:
    return words[: next((place for place, word in enumerate(words) if is_stop(word)), len(words))]


def _goes_on_as_name(words: list[str], place: int) -> bool:
    """Tell `Trade and Industry Minister Brandt` from two speakers."""
    return (
        place + 1 < len(words) and is_capital(words[place + 1]) and place > 0 and is_capital(words[place - 1])
    )


def sentence_subject(words: list[str], wording: Wording) -> Mention | None:
    """Give the subject of a sentence, past the phrases that lead up to it."""
    groups = _groups([word for word in words if word != HERE] if HERE in words else words)
    for group in groups:
        mention = read_opening(group, wording)
        if mention is None:
            continue
        if mention.kind in ("role", "group"):
            return read_name(next(groups, []), wording) or mention
        return mention
    return None


def last_name(words: list[str], wording: Wording) -> Mention | None:
    """Give the last name of a person in a sentence that is more than the object of a preposition."""
    start = len(words)
    for last in reversed(capitals(words)):
        if last >= start:
            continue  # within the run looked at before
        end = last + 1
        start = run_start(words, end)
        name = strip_titles(words[start:end], wording)
        before = words[start - 1].lower() if start else ""
        if words[last][-2:] in ("'s", "’s"):
            continue  # `Ida Brandt's diaries`
        free = before not in wording.prepositions or before == "by" or len(name) < end - start
        if len(name) >= 2 and free and is_person(name, wording):
            return Mention("name", write_words(words[start:end]), name)
    return None


def _skip_fillers(words: list[str], verb: int, wording: Wording) -> int:
    end = verb
    while end > 0:
        low = words[end - 1].lower()
        if low in wording.fillers or (low == "on" and end < verb and words[end].lower() in wording.weekdays):
            end -= 1
        else:
            break
    return end


def _clause_start(words: list[str], end: int) -> int:
    for place in range(end - 1, -1, -1):
        if words[place] in _CLAUSE_MARKS:
            return place + 1
    return 0


def _groups(words: list[str]) -> Iterator[list[str]]:
    """Part a clause at its commas, dashes and brackets."""
    start = 0
    for place, word in enumerate(words):
        if word in _GROUP_MARKS:
            yield words[start:place]
            start = place + 1
    yield words[start:]


def _after_boundary(group: list[str], wording: Wording) -> list[str]:
    """Give the words of a group after the last one that begins another clause or phrase."""
    for place in range(len(group) - 1, -1, -1):
        low = group[place].lower()
        if low in wording.subordinators or low in wording.who or low in wording.conjunctions:
            return group[place + 1 :]
        if place and place < len(group) - 1 and low in wording.speech and group[place].islower():
            return group[:place] if low[-3:] == "ing" else group[place + 1 :]  # `a note saying so`
    return group


def thing_before(words: Sentence, wording: Wording) -> Mention | None:
    """Give what `which` stands for: the last name in the noun phrase just before it, or the noun phrase."""
    *_, group = _groups(words[:-1] if words and words[-1] in _GROUP_MARKS else words)
    if not group:
        return None
    for end in range(len(group), 0, -1):
        if is_capital(group[end - 1]):
            start = run_start(group, end)
            name = strip_titles(group[start:end], wording)
            if end - start >= 2 and name:
                return Mention("name", write_words(group[start:end]), name)
    if mention := read_name(group, wording):
        return mention
    begins = [place for place, word in enumerate(group) if word.lower() in wording.determiners]
    return read_phrase(group[begins[-1] if begins else 0 :], wording)


def _person_before(words: Sentence, wording: Wording) -> Mention | None:
    """Give whom `who` stands for: the noun phrase just before it, or the name that this one explains."""
    if words and words[-1] in _GROUP_MARKS:
        words = words[:-1]
    groups = list(_groups(words))
    for group in reversed(groups[-3:]):
        if mention := read_name(group, wording) or _name_at_end(group, wording):
            return mention
    return read_phrase(groups[-1], wording) if groups[-1] else None


def _name_at_end(group: Sentence, wording: Wording) -> Mention | None:
    """Give the name that a group ends with, unless it only tells where somebody is."""
    start = run_start(group, len(group))
    name = strip_titles(group[start:], wording)
    before = group[start - 1].lower() if start else ""
    if len(name) < 2 or before in ("at", "of", "for", "from", "in", "the") or not is_person(name, wording):
        return None
    return Mention("name", write_words(group[start:]), name)
