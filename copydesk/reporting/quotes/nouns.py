"""Noun phrases: names, pronouns and descriptions of those who may speak."""

from collections.abc import Iterator

from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.leads import leads_up, past_time
from copydesk.reporting.quotes.mentions import (
    POINTERS,
    Mention,
    description_kind,
    hanging,
    head_of,
    is_head,
    main_noun,
    read_description,
    run_start,
    write_words,
)
from copydesk.reporting.quotes.names import bare, is_capital, is_given, is_particle, is_person, strip_titles

_REACH = 9
_ENDINGS = ("er", "or", "ist", "ian", "man", "woman")  # how nouns for people end


def read_name(group: list[str], wording: Wording) -> Mention | None:
    """Give the name that a group ends with, where all else in the group says what the person is."""
    if not group or not is_capital(group[-1]) or group[-1][-2:] in ("'s", "’s"):
        return None
    while group and group[0].lower() in wording.openers:
        group = group[1:]
    if len(group) == 1 and group[0].lower() in wording.pronouns:
        return _pronoun(group[0], wording)
    start = run_start(group, len(group))
    name = strip_titles(group[start:], wording)
    if not name or not is_person(name, wording):
        return None
    if len(group) == 1 and (is_head(name[0], wording) or leads_up(group, wording)):
        return None
    if start and (len(name) < 2 or not _says_what(group[:start], wording)):
        return None
    introduced = len(name) < len(group)
    return Mention("name", write_words(group[start:]), name, definite=introduced)


def _says_what(before: list[str], wording: Wording) -> bool:
    """Tell words before a name that say what somebody is, an adjective among them: `mechanical engineer`."""
    if before[0].lower() in wording.prepositions or before[-1].lower() in wording.prepositions:
        return False
    words = [word for word in before if word.islower()]
    known = wording.says_what
    strange = [
        word for word in words if not (word in known or bare(word) in known or word.endswith(_ENDINGS))
    ]
    if strange and (len(words) > 3 or words[-1] not in wording.roles):
        return False
    return not any(word in wording.functions or word in wording.cues for word in strange)


def read_opening(group: list[str], wording: Wording) -> Mention | None:
    """Give the noun phrase that a group begins with."""
    while group and group[0].lower() in wording.openers:
        group = group[1:]
    group = past_time(group, wording)
    if not group or leads_up(group, wording):
        return None
    first = group[0].lower()
    if first in wording.pronouns:
        return _pronoun(group[0], wording)
    end = _phrase_end(group, wording)
    if end <= 1 and first in POINTERS:
        stop = len(group) if len(group) <= 3 else _verb_place(group, 1, wording)
        return read_description(group[:stop], wording) if 2 <= stop <= 4 else None
    mention = read_phrase(group[:end], wording) if end else None
    if mention and mention.kind in ("role", "crowd"):
        further = read_description(group[: _verb_place(group, end, wording)], wording)
        return further if further and further.noun == mention.noun else mention
    return mention


def read_phrase(words: list[str], wording: Wording) -> Mention | None:
    """Give who a noun phrase speaks of, whose verb follows."""
    while words and (words[0].lower() in wording.openers):
        words = words[1:]
    if not words:
        return None
    if words[-1].lower() in wording.pronouns:
        return _pronoun(words[-1], wording)
    if is_capital(words[-1]):
        return _capitalised(words, wording)
    return _named_first(words, wording) or read_description(words, wording)


def _named_first(words: list[str], wording: Wording) -> Mention | None:
    """Read `Ida Brandt from the press office`."""
    end = hanging(words, wording)
    if end == 0 or end == len(words) or not is_capital(words[end - 1]):
        return None
    start = run_start(words, end)
    name = strip_titles(words[start:end], wording)
    introduced = start == 1 and not wording.english and words[0].lower() in wording.determiners
    if (start and not introduced) or len(name) < 2 or not is_person(name, wording):
        return None
    return Mention("name", write_words(words[:end]), name)


def _capitalised(words: list[str], wording: Wording) -> Mention | None:
    """Read a noun phrase that ends with capitalised words."""
    start = run_start(words, len(words))
    run, name = words[start:], strip_titles(words[start:], wording)
    before = words[start - 1].lower() if start else ""
    leads = _leading_word(words, start, wording)
    if leads in wording.prepositions:
        if len(name) >= 2 and len(name) < len(run) and is_person(name, wording):
            return Mention("name", write_words(run), name)
        head = words[: hanging(words, wording)]  # `Ida Brandt of the Danube Centre`
        is_named = (
            head
            and len(head) < len(words)
            and is_capital(head[-1])
            and not is_head(head[-1], wording)
            and head[-1].lower() not in wording.roles
        )
        return _capitalised(head, wording) if is_named else read_description(words, wording)
    if len(words) == 1 and is_head(words[0], wording):
        return read_description(words, wording)
    if not name:
        return _titled(words, start, wording)
    if before == "the" and name[-1].lower() in wording.roles:
        return Mention("role", write_words(words[start - 1 :]), noun=name[-1].lower(), definite=True)
    introduced = len(name) < len(run) or before in wording.roles
    return Mention("name", write_words(run), name, definite=introduced)


def _leading_word(words: list[str], start: int, wording: Wording) -> str:
    """Give the word before a run of capitalised ones, past an article: `of` for `the editor of the Echo`."""
    before = words[start - 1].lower() if start else ""
    if start > 1 and before in wording.determiners and before not in wording.prepositions:
        return words[start - 2].lower()
    return before


def read_leading(words: list[str], wording: Wording) -> Mention | None:
    """Give who is spoken of at the beginning of words whose end is not known to belong to it."""
    if words[0].lower() in wording.pronouns:
        return _pronoun(words[0], wording)
    if words == ["her"]:
        return Mention("she", "her")
    if words[0].lower() in wording.prepositions or words[0].isdigit():
        return None
    titled = None
    for place, end in _runs(words):
        if described := _described(words, place, end, wording):
            return described
        name = strip_titles(words[place:end], wording)
        before = _leading_word(words, place, wording)
        if (
            name
            and end < len(words)
            and main_noun(words[end]) in wording.heads
            and not is_person(name, wording)
        ):
            continue  # `one Western envoy`
        if name and (before not in wording.prepositions or (len(name) >= 2 and len(name) < end - place)):
            return _leading_name(words, place, end, wording)
        if not name and place <= 1 and (end == len(words) or bare(words[end]).lower() not in wording.heads):
            titled = titled or _titled(words[:end], place, wording)
    return titled or (read_description(words, wording) if _ends_in_head(words, wording) else None)


def _described(words: list[str], place: int, end: int, wording: Wording) -> Mention | None:
    """Read `die Gewerkschaft`, `ein früherer Lotse der Fähre`, where any noun has a capital."""
    first = words[0].lower()
    if wording.english or place == 0 or end - place > 1 or first not in wording.determiners:
        return None
    noun = main_noun(words[place].lower())
    if is_given(noun, wording) or noun in wording.titles:
        return None
    while end + 1 < len(words) and words[end].lower() in wording.genitives and is_capital(words[end + 1]):
        end += 2
    definite = first not in wording.indefinite
    is_body = len(noun) > 1 and words[place].isupper()
    kind = "group" if is_body else description_kind(noun, wording) or ("role" if definite else "crowd")
    return Mention(kind, write_words(words[:end]), noun=noun, definite=definite)


def _leading_name(words: list[str], start: int, end: int, wording: Wording) -> Mention | None:
    name = strip_titles(words[start:end], wording)
    if _takes_verb(words, end, wording):
        return None
    if is_person(name, wording):
        return Mention("name", write_words(words[start:end]), name, definite=len(name) < end)
    return Mention("group", write_words(words[:end]), noun=name[-1].lower())


def _runs(words: list[str]) -> Iterator[tuple[int, int]]:
    """Give the runs of capitalised words, with particles between them."""
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and (
            is_capital(words[end])
            or (place < end and is_particle(words[end]) and is_capital("".join(words[end + 1 : end + 2])))
        ):
            end += 1
        if end > place:
            yield place, end
        place = max(end, place + 1)


def _verb_place(group: list[str], start: int, wording: Wording) -> int:
    for place in range(start, min(len(group), start + _REACH)):
        low = group[place].lower()
        if low in wording.auxiliaries or low in wording.fillers:
            return place
        if low in wording.cues and group[place - 1].lower() not in wording.determiners:
            return place
    return start


def _phrase_end(group: list[str], wording: Wording) -> int:
    """Tell where the noun phrase at the beginning of a group ends."""
    end, found = 0, 0
    for place, word in enumerate(group[:_REACH]):
        low = word.lower()
        is_name = place > 0 and word[0].isupper() and is_given(word, wording)  # `her spokesman Per Brandt`
        if low in wording.functions and not is_particle(word) and not is_name:
            if place:
                break
        elif word[0].isupper() or main_noun(low) in wording.heads or is_particle(word):
            end = found = place + 1
        elif _is_before_name(group, place, wording):
            continue  # `Brandt's second cousin Ida`
        elif (found and place > found - 1) or (low in wording.cues and place):
            break
    return end


def _is_before_name(group: list[str], place: int, wording: Wording) -> bool:
    """Tell a word between capitalised ones that says what somebody is: `Rovers winger Ida Brandt`."""
    if place == 0:
        return False
    before, behind = group[max(0, place - 3) : place], group[place + 1 : place + 3]
    owned = any(word[-2:] in ("'s", "’s") for word in before)
    if owned and any(main_noun(word.lower()) in wording.heads for word in behind):
        return True  # `Nepal's civil aviation authority`
    if not behind or not is_capital(behind[0]):
        return False
    return before[-1][-2:] in ("'s", "’s") or group[place].endswith(_ENDINGS)


def _titled(words: list[str], start: int, wording: Wording) -> Mention:
    """Give a person or a body told by capitalised words that are no name: `the US President`, `Israel`."""
    last = bare(words[-1]).lower()
    begin = start - 1 if start and words[start - 1].lower() in wording.determiners else start
    people = begin < start and last[-2:] in ("an", "se")  # `the Italian`
    if people or last in wording.roles or (last in wording.titles and last not in wording.places):
        return Mention("role", write_words(words[begin:]), noun=last, definite=True)
    return Mention("group", write_words(words[start:]), noun=last)


def _pronoun(word: str, wording: Wording) -> Mention | None:
    low = word.lower()
    if low in wording.he:
        return Mention("he", word)
    if low in wording.she:
        return Mention("she", word)
    if low in wording.it:
        return Mention("it", word)
    return Mention("they", word) if low in wording.they else None


def _ends_in_head(words: list[str], wording: Wording) -> bool:
    """Tell a noun phrase, with what hangs on it, from a clause: `the head of trade`, not `the head wants`."""
    if words[1:2] == ["of"] and words[0].lower() in wording.indefinite:
        return True  # `one of the survivors`
    end, head = hanging(words, wording), head_of(words, wording)
    if end > 1 and words[end - 1][-2:] == "ed" and words[end - 2] == head:
        return True  # `the papers obtained by the Echo`
    return bool(end) and words[end - 1] == (head or words[-1])


def _takes_verb(words: list[str], end: int, wording: Wording) -> bool:
    """Tell a name that a verb of its own follows, as in `said Brandt's plan would fail`."""
    if words[end - 1][-2:] in ("'s", "’s"):
        return True
    low = words[end].lower() if end < len(words) else ""
    if not low or low in wording.prepositions or low in wording.heads or low in wording.weekdays:
        return False
    return (
        low in wording.auxiliaries
        or low in wording.cues
        or (words[end].islower() and low.endswith(("s", "ed")))
    )
