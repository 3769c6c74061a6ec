"""Spans in quotation marks: which of them report speech, and whose."""

import pytest

from copydesk import Quote, quotes


def only(text: str) -> Quote:
    (quote,) = quotes(text)
    return quote


MARKS = [
    ('"We open in May," Ida Brandt said.', "We open in May,"),
    ("“We open in May,” Ida Brandt said.", "We open in May,"),
    ("“We open in May, ”Ida Brandt said.", "We open in May,"),
    ('"We open in May, "Ida Brandt said.', "We open in May,"),
    ('“We open in May," Ida Brandt said.', "We open in May,"),
    ('"We open in May,” Ida Brandt said.', "We open in May,"),
    ("«We open in May», Ida Brandt said.", "We open in May"),
    ("« We open in May », Ida Brandt said.", "We open in May"),
    ("»We open in May«, Ida Brandt said.", "We open in May"),
    ("„We open in May“, Ida Brandt said.", "We open in May"),
    ("„We open in May”, Ida Brandt said.", "We open in May"),
    ("‘We open in May,’ Ida Brandt said.", "We open in May,"),
    ("'We open in May,' Ida Brandt said.", "We open in May,"),
    ("‘It’s the workers’ bridge,’ Ida Brandt said.", "It’s the workers’ bridge,"),
    ("'It's the workers' bridge,' Ida Brandt said.", "It's the workers' bridge,"),
    ("”We open in May,” Ida Brandt said.", "We open in May,"),
    ("“I said “no” and left,” Ida Brandt said.", "I said “no” and left,"),
    ("“I said ‘no’ and left,” Ida Brandt said.", "I said ‘no’ and left,"),
    ("“They say “all or nothing,” Ida Brandt said.", "They say “all or nothing,"),
]


@pytest.mark.parametrize(("text", "inner"), MARKS, ids=[text for text, _ in MARKS])
def test_marks(text: str, inner: str) -> None:
    quote = only(text)
    assert (quote.text, quote.kind, quote.speaker) == (inner, "quote", "Ida Brandt")


def test_apostrophes_are_no_marks() -> None:
    assert quotes("The nurses' union won't meet Brandt's team in the '90s hall, rock 'n' roll or not.") == []


SPEAKERS = [
    # the verb behind the span
    ("“We open in May,” said Ida Brandt, who runs the port.", "Ida Brandt", "person", "said"),
    ("“We open in May,” said harbour master Ida Brandt in a statement.", "Ida Brandt", "person", "said"),
    ("“We open in May,” Ida Brandt, the head of the port, told reporters.", "Ida Brandt", "person", "told"),
    ("“We open in May,” Ida Brandt, 44, a pilot from Corrin, told the Echo.", "Ida Brandt", "person", "told"),
    ("“Do we open in May?” Brandt asked. Ida Brandt runs the port.", "Ida Brandt", "person", "asked"),
    ("“We open in May,” a spokeswoman for the port said.", "a spokeswoman for the port", "unnamed", "said"),
    ("“We open in May,” the ministry said.", "the ministry", "group", "said"),
    ("“We open in May,” the report says.", "the report", "document", "says"),
    ("“We open in May,” according to Ida Brandt.", "Ida Brandt", "person", "according to"),
    ("“We open in May,” said the head of the port, Ida Brandt.", "Ida Brandt", "person", "said"),
    # before it
    ("Ida Brandt said: “We open in May.”", "Ida Brandt", "person", "said"),
    ("Ida Brandt, who runs the port, said it would “open in May or never”.", "Ida Brandt", "person", "said"),
    ("According to Ida Brandt, the port “will open in May”.", "Ida Brandt", "person", "according to"),
    ("In a post on Monday, harbour master Ida Brandt wrote: “We open in May.”", "Ida Brandt", "person", "wrote"),
    ("Ida Brandt rejected the plan, calling it “a bad joke”.", "Ida Brandt", "person", "calling"),
    ("The plan was described by Ida Brandt as “a bad joke”.", "Ida Brandt", "person", "described"),
    ("Downing Hall said the bridge “rests with the county”.", "Downing Hall", "group", "said"),
    ("The letter described the port as “unfit for ships”.", "The letter", "document", "described"),
    ("A source close to the talks said the port was “all but lost”.", "A source close to the talks", "unnamed", "said"),
    ("Residents said the smell was “beyond a joke”.", "Residents", "unnamed", "said"),
    # at the end of the sentence
    ("The port might look like “a challenge to Corrin”, but it is none, Ida Brandt said.", "Ida Brandt", "person", "said"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "kind", "cue"), SPEAKERS, ids=[text for text, *_ in SPEAKERS])
def test_speaker(text: str, speaker: str, kind: str, cue: str) -> None:
    quote = only(text)
    assert (quote.kind, quote.speaker, quote.speaker_kind, quote.cue) == ("quote", speaker, kind, cue)


NO_SPEECH = [
    ("The band's new album “Salt and Rust” is out on Friday.", "title"),
    ("She starred in the film “The Quarry” last year.", "title"),
    ("“The Ice Will Hold” also won her a prize that year.", "title"),
    ("Ida Brandt is considering leaving ‘the Harbour Bear’ Bertil Aske ashore.", "scare"),
    ("The so-called “ghost lynx” was seen again.", "term"),
    ("The van was known as “the whale” in the yard.", "term"),
    ("The bill must have a 'B' above the serial number.", "title"),
    ("It cost three million, and the “experts” left.", "scare"),
    ("Quote reference “MLN-2291” when you call.", "term"),
    ("Ida Brandt spoke.\n\n'No port for Corrin'\n\nIt rained.", "title"),
    ("Divers at arm's length are seen as “dreamers” by the port, said Ida Brandt.", "scare"),
]


@pytest.mark.parametrize(("text", "kind"), NO_SPEECH, ids=[text for text, _ in NO_SPEECH])
def test_no_speech(text: str, kind: str) -> None:
    quote = only(text)
    assert (quote.kind, quote.speaker) == (kind, None)
    assert quote.reason


REFERRED = [
    ("He was tired.", "he said", "Olav Renn"),
    ("The diplomat was tired.", "the diplomat added", "Olav Renn"),
    ("Renn was tired.", "Renn told the Echo", "Olav Renn"),
    ("Nobody smiled.", "he said", "Olav Renn"),
    ("", "the expert noted", "Olav Renn"),
    ("A source close to the port was more open and said little.", "he said", "A source close to the port"),
]


@pytest.mark.parametrize(("between", "cue", "speaker"), REFERRED)
def test_reference_goes_back_to_the_fullest_name(between: str, cue: str, speaker: str) -> None:
    text = f"The talks ended on Monday, said the diplomat Olav Renn of the northern mission. {between}\n\n“It was long,” {cue}."
    assert only(text).speaker == speaker


def test_reference_to_nobody_has_a_reason() -> None:
    quote = only("“It was long,” he said.")
    assert quote.speaker is None
    assert quote.speaker_as_written == "he"
    assert quote.reason == "nobody named before 'he'"


def test_quotation_of_several_paragraphs() -> None:
    text = (
        "The harbour is shut, Ida Brandt said.\n\n“It was a long winter.\n\n“It was a longer spring.\n\n"
        "“And now we open,” she said. “At last.”"
    )
    assert [quote.text for quote in quotes(text)] == [
        "It was a long winter.",
        "It was a longer spring.",
        "And now we open,",
        "At last.",
    ]
    assert {quote.speaker for quote in quotes(text)} == {"Ida Brandt"}


def test_interview() -> None:
    text = (
        "Professor Ida Brandt of the harbour school thinks that the worst is over.\n\n– We open in May.\n\n"
        "“HC”: – And if it freezes?\n\n– Then in June.\n\nNobody will starve.\n\n“HC”: – Thank you.\n\n"
        "The pilot Olav Renn sees it otherwise.\n\n– It will freeze."
    )
    turns = quotes(text)
    assert {turn.kind for turn in turns} == {"interview"}
    assert [(turn.text, turn.speaker) for turn in turns] == [
        ("We open in May.", "Ida Brandt"),
        ("And if it freezes?", "HC"),
        ("Then in June.", "Ida Brandt"),
        ("Nobody will starve.", "Ida Brandt"),
        ("Thank you.", "HC"),
        ("It will freeze.", "Olav Renn"),
    ]


OTHER_LANGUAGES = [
    ("„Wir öffnen im Mai“, sagte Hafenmeisterin Ida Brandt am Montag der Zeitung.", "Ida Brandt", "sagte"),
    ("Ida Brandt sagte: „Wir öffnen im Mai.“", "Ida Brandt", "sagte"),
    ("« Nous ouvrirons en mai », a déclaré Ida Brandt lundi.", "Ida Brandt", "déclaré"),
    ("Selon lui, rien ne presse. Ida Brandt a déclaré : « Nous ouvrirons en mai. »", "Ida Brandt", "déclaré"),
    ("Ida Brandt est là. Selon elle, le port sera « ouvert en mai ».", "Ida Brandt", "Selon"),
    ("Le port, selon Ida Brandt, sera « ouvert en mai ».", "Ida Brandt", "selon"),
    ("«No hay dinero», dijo el regidor.", "el regidor", "dijo"),
    ("«Abriremos en mayo», dijo Ida Brandt el lunes.", "Ida Brandt", "dijo"),
    ("«Apriremo a maggio», ha detto Ida Brandt lunedì.", "Ida Brandt", "detto"),
    ("«Мы откроем порт в мае», — сказала Ида Брандт.", "Ида Брандт", "сказала"),
    ("«Ми відкриємо порт у травні», — сказала Іда Брандт.", "Іда Брандт", "сказала"),
]


@pytest.mark.parametrize(
    ("text", "speaker", "cue"), OTHER_LANGUAGES, ids=[text for text, *_ in OTHER_LANGUAGES]
)
def test_other_languages(text: str, speaker: str, cue: str) -> None:
    quote = only(text)
    assert (quote.kind, quote.speaker, quote.cue) == ("quote", speaker, cue)
