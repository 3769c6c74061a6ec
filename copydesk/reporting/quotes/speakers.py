"""From who a clause speaks of to who speaks: names in full, pronouns and role nouns back to the person."""

from collections.abc import Iterator

from copydesk.document import SpeakerKind
from copydesk.reporting.quotes.asides import is_aside
from copydesk.reporting.quotes.cues import Wording
from copydesk.reporting.quotes.hearsay import last_document, read_hearsay
from copydesk.reporting.quotes.marks import Paragraph
from copydesk.reporting.quotes.mentions import Mention, main_noun
from copydesk.reporting.quotes.names import bare, capitals, is_capital, is_given, is_person
from copydesk.reporting.quotes.people import Cast, Person
from copydesk.reporting.quotes.sentences import Sentence, Sentences, split_sentences
from copydesk.reporting.quotes.subjects import last_name, sentence_subject
from copydesk.reporting.quotes.voices import Speaker, Spot, describe

_LEADING = 2  # paragraphs that tell of somebody before the name is told
_REACH = 4  # paragraphs looked back,
_MOST_SENTENCES = 20  # and of each so many sentences
_SOURCES = frozenset(["source", "insider", "pal", "informant"])


class Stage:
    """The article as its speakers come and go: sentences, people, and who spoke where."""

    def __init__(self, text: str, paragraphs: list[Paragraph], wording: Wording) -> None:
        self.text, self.paragraphs, self.wording = text, paragraphs, wording
        self.cast = Cast(text, wording)
        self._sentences: dict[int, Sentences] = {}
        self._spoke: dict[tuple[int, int], Speaker] = {}
        self.heard: Speaker | None = None  # the person who spoke last
        self._voices: set[str] = set()  # the names of all who spoke

    def sentences(self, number: int) -> Sentences:
        """Give the sentences of a paragraph."""
        if number not in self._sentences:
            self._sentences[number] = split_sentences(self.text, self.paragraphs[number], self.wording)
        return self._sentences[number]

    def enter(self, spot: Spot, speaker: Speaker) -> None:
        """Remember who speaks in a sentence."""
        if speaker.name:
            self._spoke[spot.paragraph, spot.sentence] = speaker
            if speaker.kind == "person":
                self.heard = speaker
                self._voices.add(speaker.name)

    def only_voice(self) -> Speaker | None:
        """Give the person who is the only one heard up to here."""
        return self.heard if len(self._voices) == 1 else None

    def is_asked(self, number: int) -> bool:
        """Tell whether the paragraph before one is a question, as a reporter's in an interview."""
        before = self.paragraphs[number - 1] if number else None
        return bool(before and not before.spans and self.text[before.stop - 1] == "?")

    def _announced(self, mention: Mention, spot: Spot) -> Person | None:
        """Give whom the first paragraphs tell of without a name, `a pilot has claimed`, and a later one names."""
        is_told = self.wording.english and mention.noun in self.wording.before_names
        if spot.paragraph >= _LEADING or not is_told:
            return None
        return self.cast.announced(mention.noun, self.paragraphs[spot.paragraph].stop)

    def _answering(self, spot: Spot, mention: Mention) -> Speaker | None:
        """Give who was heard last where a span begins its paragraph behind a question of the reporter's."""
        if self.heard is None or self.is_other(self.heard, mention.kind):
            return None
        opens = self.paragraphs[spot.paragraph].start == spot.at
        return self.heard if opens and self.is_asked(spot.paragraph) else None

    def resolve(self, mention: Mention, spot: Spot) -> Speaker:
        """Give the speaker whom a mention stands for."""
        if mention.kind == "name":
            return self._named(mention, spot)
        if mention.kind in ("he", "she", "it", "they", "somebody"):
            return self._referred(mention, spot)
        if mention.kind == "role" and mention.definite:
            return self._by_role(mention, spot)
        if mention.kind == "group" and mention.definite and mention.noun in self.wording.groups:
            body = self.cast.body(mention.noun, spot.at) if len(mention.written.split()) <= 2 else None
            return Speaker(body or mention.written, "group", mention.written)
        if mention.kind == "role" and (person := self._announced(mention, spot)):
            return Speaker(str(person), "person", mention.written)
        return describe(mention)

    def focus(
        self,
        spot: Spot,
        wanted: tuple[SpeakerKind, ...],
        pronoun: str = "",
        heard: tuple[SpeakerKind, ...] = (),
        *,
        vouched: bool = False,
    ) -> Speaker | None:
        """Give who was last spoken of before a place, sentence by sentence backwards, or of some kinds who spoke."""
        sentence = spot.sentence - 1
        for number in range(spot.paragraph, max(-1, spot.paragraph - _REACH), -1):
            if number != spot.paragraph:
                if is_aside(self.text, self.paragraphs[number]):
                    continue
                sentence = len(self.sentences(number)) - 1
            for place in range(sentence, max(-1, sentence - _MOST_SENTENCES), -1):
                spoke = (number, place) in self._spoke
                for speaker in self._spoken_of(number, place):
                    is_wanted = speaker.kind in wanted or (spoke and speaker.kind in heard)
                    if not is_wanted or self.is_other(speaker, pronoun):
                        continue
                    if spoke or not vouched or self._is_vouched(speaker):
                        return speaker
        return None

    def _is_vouched(self, speaker: Speaker) -> bool:
        if speaker.kind == "person":
            return self.cast.is_vouched(tuple((speaker.name or "").split()))
        return speaker.kind != "group" or not self._is_place(speaker.name or "")

    def _is_place(self, name: str) -> bool:
        """Tell a country or its people, `Danish`, who speak only where a verb of speech tells so."""
        return self.wording.places.issuperset(name.lower().split())

    def _named(self, mention: Mention, spot: Spot) -> Speaker:
        person = self.cast.find(mention.name, spot.at)
        if person is None and mention.definite and not self.wording.english:
            person = self.cast.find(mention.name[-1:], spot.at)  # `der Landwirt Brandt`
        if person:
            return Speaker(str(person), "person", mention.written)
        is_bare = len(mention.name) == 1 and (not mention.definite or " " not in mention.written)
        if not self.wording.english and is_bare and not self._is_known(mention, spot):
            return Speaker(
                None, None, mention.written, f"nobody known as {mention.written!r}"
            )  # any noun has a capital
        if is_person(mention.name, self.wording):
            return Speaker(" ".join(mention.name), "person", mention.written)
        return Speaker(mention.written, "group", mention.written)

    def _referred(self, mention: Mention, spot: Spot) -> Speaker:
        if mention.kind in ("he", "she", "somebody"):
            found = (
                self._answering(spot, mention)
                or self.focus(spot, ("person", "unnamed"), mention.kind)
                or self._last_heard(mention.kind)
            )
        else:
            found = self.focus(spot, ("group", "document", "unnamed"), mention.kind, vouched=True)
        if found is None:
            return Speaker(None, None, mention.written, f"nobody named before {mention.written!r}")
        return found.called(mention.written)

    def _last_heard(self, pronoun: str) -> Speaker | None:
        """Give the person heard last, however long ago, if a pronoun may stand for them."""
        return self.heard if self.heard and not self.is_other(self.heard, pronoun) else None

    def _by_role(self, mention: Mention, spot: Spot) -> Speaker:
        """Lead a role back to who has it, or else to the person in focus."""
        if is_capital(mention.written) and (namesake := self.cast.find((mention.written,), spot.at)):
            return Speaker(str(namesake), "person", mention.written)  # Ida Baker is no baker
        if not self._is_role(mention.noun):
            known = self.cast.described(mention.noun, spot.at)
            return Speaker(
                str(known) if known else mention.written, "person" if known else "unnamed", mention.written
            )
        found = self._in_focus(mention, spot)
        return (found or Speaker(mention.written, "unnamed")).called(mention.written)

    def _in_focus(self, mention: Mention, spot: Spot) -> Speaker | None:
        """Give the one in focus if the role is theirs, another who has it, or for a short mention the one in focus."""
        pronoun = self._pronoun_of(mention)
        focus = self.focus(spot, ("person", "unnamed"), pronoun)
        if focus and focus.kind == "unnamed":
            if mention.noun in _SOURCES or mention.noun in (focus.name or "").lower().split():
                return focus
            focus = self.focus(spot, ("person",), pronoun)
        person = self.cast.find(tuple((focus.name or "").split()), spot.at) if focus else None
        if person and self.cast.is_described(person, mention.noun) and not self._is_foreign(mention, person):
            return focus
        other = self.cast.described(mention.noun, spot.at)
        if other and not self._is_foreign(mention, other):
            return Speaker(str(other), "person")
        if self.cast.is_introduced(mention.noun, spot.at):
            return None
        is_plain = (
            len(mention.written.split()) <= 3
            and main_noun(mention.written.split()[-1].lower()) == mention.noun
            and "'" not in mention.written
            and "’" not in mention.written
        )
        return focus if is_plain and not (person and self._is_foreign(mention, person)) else None

    def _pronoun_of(self, mention: Mention) -> str:
        """Give the pronoun that fits the article of a role, where articles tell: `der Lotse` is a he."""
        article = mention.written.split(" ", 1)[0].lower()
        if article in self.wording.he_articles:
            return "he"
        return "she" if article in self.wording.she_articles else ""

    def _is_foreign(self, mention: Mention, person: Person) -> bool:
        """Tell by a country that a role is somebody else's: `the Russian envoy` after `Ireland's envoy Ida Brandt`.

        A party need not have been told before.
        """
        parties = self.wording.parties
        words = {bare(word).lower() for word in mention.written.split()[:-1] if is_capital(word)}
        countries = words & self.wording.places - self.wording.roles - parties
        others = parties - words if words & parties else ()
        return any(not self.cast.is_described(person, word) for word in countries) or any(
            self.cast.is_described(person, word) for word in others
        )

    def _spoken_of(self, number: int, place: int) -> Iterator[Speaker]:
        """Give who speaks in a sentence, then whom it is about, the likelier first."""
        words = self.sentences(number)[place]
        if speaker := self._spoke.get((number, place)):
            yield speaker
            if speaker.kind == "group" and (
                owner := self.cast.find((bare(words[0]),), self.paragraphs[number].stop)
            ):
                yield Speaker(str(owner), "person")  # `Brandt's office said`
            return
        spot = Spot(number, place, self.paragraphs[number].start + 1)
        for find in (read_hearsay, sentence_subject, last_name):
            mention = find(words, self.wording)
            if mention and mention.kind in ("he", "she", "it", "they"):
                if find is read_hearsay:
                    return  # whoever it was before
                if mention.kind in ("he", "she"):
                    yield from self._led_up(words[: words.index(mention.written)], spot)
                    return
            elif mention:
                yield from self._told(mention, words, spot)
        yield from self._surnames(words, spot)
        if document := last_document(words, self.wording):
            yield Speaker(document, "document", document)

    def _told(self, mention: Mention, words: Sentence, spot: Spot) -> Iterator[Speaker]:
        """Give whom a sentence is about, if it is known to be somebody."""
        if mention.kind == "role":
            yield from self._in_role(mention, words, spot)
        elif self._is_known(mention, spot):
            yield self.resolve(mention, spot)

    def _led_up(self, words: Sentence, spot: Spot) -> Iterator[Speaker]:
        """Give who is named in what leads up to a pronoun: `when Brandt saw it, she laughed`."""
        for word in reversed(words):
            if is_capital(word) and (person := self.cast.find((bare(word),), spot.at)):
                yield Speaker(str(person), "person", word)

    def _surnames(self, words: Sentence, spot: Spot) -> Iterator[Speaker]:
        """Give who is named by one word, other than as owner or behind a preposition."""
        for place in reversed(capitals(words)):
            word = words[place]
            if not place or words[place - 1].lower() in self.wording.prepositions or bare(word) != word:
                continue
            if person := self.cast.find((word,), spot.at):
                yield Speaker(str(person), "person", word)

    def may_speak(self, mention: Mention, spot: Spot) -> bool:
        """Tell whether the subject of a sentence without a verb of speech may be who speaks in its marks."""
        wording = self.wording
        if mention.kind == "name":
            if not is_person(mention.name, wording):
                return not self._is_place(" ".join(mention.name))
            person = self.cast.find(mention.name, spot.at)
            if person is None and len(mention.name) == 1 and not wording.english:
                return False  # any noun has a capital
            return self.cast.is_vouched(person.name if person else mention.name)
        if mention.kind == "role":
            return mention.noun in wording.heads or self._is_role(mention.noun)
        return mention.kind != "it"

    def _is_role(self, noun: str) -> bool:
        return noun in self.wording.before_names or noun.endswith(self.wording.role_tails)

    def _is_known(self, mention: Mention, spot: Spot) -> bool:
        """Keep a capitalised word that nothing tells to be a name out of focus."""
        if mention.kind != "name" or not is_person(mention.name, self.wording):
            return True
        if len(mention.name) > 1 or mention.definite:
            return self.cast.is_somebody(mention.name)
        return is_given(mention.name[0], self.wording) or self.cast.find(mention.name, spot.at) is not None

    def _in_role(self, mention: Mention, words: Sentence, spot: Spot) -> Iterator[Speaker]:
        """Give the person who has a role, or a source without a name that speaks in the sentence."""
        person = self.cast.described(mention.noun, spot.at) if mention.definite else None
        if person:
            yield Speaker(str(person), "person", mention.written)
        elif (
            mention.noun in self.wording.heads
            and (len(mention.written.split()) > 2 or mention.written[:3].lower() != "the")
        ) and not self.wording.speech.isdisjoint(words):
            yield Speaker(mention.written, "unnamed", mention.written)

    def is_other(self, speaker: Speaker, pronoun: str) -> bool:
        """Tell by number or by the given name that `he`, `she` or `it` is somebody else."""
        if pronoun not in ("he", "she", "it"):
            return False
        if speaker.is_many or not speaker.name:
            return True
        if pronoun == "it":
            return speaker.kind == "unnamed"
        if speaker.kind == "unnamed":
            nouns = self.wording.she_nouns if pronoun == "he" else self.wording.he_nouns
            return not nouns.isdisjoint(speaker.name.lower().split()[:4])
        return speaker.kind == "person" and self.cast.sex(speaker.name) not in ("", pronoun)
