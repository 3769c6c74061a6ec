"""Sentences that are easily misread: each stands for a rule that unseen articles asked for."""

import pytest

from copydesk import quotes

SPEAKERS = [
    # who signs, answers, is told by a party or by a role that an earlier word only begins with
    ("Ida Brandt left.\n\n“The ice was kind to us.”  — Olav Renn, pilot of the Skua", "Olav Renn"),
    ("Is Olav Renn a good pilot? Ida Brandt runs the port. “He is,” says Brandt.\n\nAnd will Olav Renn go on?\n\n“He will,” she adds.", "Ida Brandt"),
    ("Pilots from two ports met Grand Gardeners. Ida Brandt left.\n\nThe pilot said: “We wait.”", "Ida Brandt"),
    ("Olav Renn spoke of a mess. Employment fell.\n\nIda Brandt spoke on Monday.\n\nIn the hall, the Conservative MP said: “We wait.”", "Ida Brandt"),
    ("As Ida Brandt herself said, “the ice was kind”. Olav Renn left.", "Ida Brandt"),
    ("A pilot, Ida Brandt, wrote that Olav Renn spoke “movingly of his years on the ice”.", "Ida Brandt"),
    ("Olav Renn left.\n\n“My father told me often, ‘we survived,’” Ida Brandt said after her oath.", "Ida Brandt"),
    ("“The toll is theft,” noted Corrin-based shipping lawyer Ida Brandt in an interview.", "Ida Brandt"),
    ("Ida Brandt runs the port.\n\nShips in the ice. (Photo by Olav Renn/Nordpix)\n\n“We wait,” she says.", "Ida Brandt"),
    ("A pilot has claimed that the toll is “nothing but theft”.\n\nThe pilot, Ida Brandt, was on her way home.", "Ida Brandt"),
    ("Despite the cost, Ida Brandt said during a talk at the town hall that she would “gladly” sign the sale.", "Ida Brandt"),
    ("“The ice was kind.” -- Marine engineer at a shipyard in Corrin", "Marine engineer at a shipyard in Corrin"),
    ("Thousands work for nothing, says a report highlighting the “alarming rise of unpaid shifts” at sea. Ida Brandt left.", "a report"),
    ("“The toll of the town,” as Ida Brandt put it, also fell.", "Ida Brandt"),
    ("Ida Brandt left. She waves, then for some reason adds, “It is best if we part.”", "Ida Brandt"),
    ("Olav Renn slept. He wrote again saying \"“It is not about who is right, it is about the ice.”", "Olav Renn"),
    ("Ida Brandt runs the port.\n\nHow Olav Renn fell\n\n“We wait for the ice,” she said.", "Ida Brandt"),
    ("Reaching Corrin, she slept. Ida Brandt laughed. Reaching Corrin again, “I slept well,” she said.", "Ida Brandt"),
    # judgements and what leads to them
    ("Ida Brandt cast the plan as “a gift to nobody”.", "Ida Brandt"),
    ("Ida Brandt makes clear that ships “will wait for ice”.", "Ida Brandt"),
    ("The port is, as Ida Brandt puts it, “open to all that floats”.", "Ida Brandt"),
    ("The storm led Ida Brandt to suggest, late on Monday, “we wait for spring”.", "Ida Brandt"),
    ("Ida Brandt spoke up, saying the average sailor views the toll as “theft”.", "Ida Brandt"),
    ("Dock owners set out what harbour chief Ida Brandt calls “the long winter”.", "Ida Brandt"),
    ("Nobody knows. In Dr. Brandt’s words, “could the ice be to blame?” Ida Brandt is a pilot.", "Ida Brandt"),
    # far words that say something of something
    ("Ida Brandt said that a bridge over the river, which the county wants to pay for with the new toll, was an “option”.", "Ida Brandt"),
    ("The toll is wrong and a “bad idea” for the port, harbour chief Ida Brandt said Tuesday.", "Ida Brandt"),
    # sources and writings
    ("According to the papers obtained by the Echo, the move required “steady hands on deck”.", "the papers obtained by the Echo"),
    ("A study of the quay showed that the “only safe berth” was the old one.", "A study of the quay"),
    ("A statement by a port spokesman confirming the sale read: “We wish the buyer well.”", "A statement by a port spokesman"),
    ("According to one of the survivors, “the mast fell first”.", "one of the survivors"),
    # what leads up to a subject
    ("More importantly, Brandt had the nerve to ask: “Who pays for this?” Ida Brandt runs the port.", "Ida Brandt"),
    ("Ida Brandt is a pilot. A week later she “heard the ice break in the bay”.", "Ida Brandt"),
    ("Along with two rivals, Ida Brandt wrote: “We open in May.”", "Ida Brandt"),
    # beside a span
    ("“We open in May,” comments Ida Brandt, who runs the port.", "Ida Brandt"),
    ("The timing of the sale raises “great doubt,” Ida Brandt said.", "Ida Brandt"),
    ("“We open in May,” the man could be heard saying.", "the man"),
    ("“We open in May,” says the former editor of the Echo, Ida Brandt.", "Ida Brandt"),
    ("Ida Brandt runs the port. But the move had a price: She spoke of “the terror of the first week”.", "Ida Brandt"),
    ("“This is it,” Ida Brandt told me.", "Ida Brandt"),
    ("Olav Renn left. Ida Brandt from the harbour office said, “It is over.”\n\n“In May we open,” she continued.", "Ida Brandt"),
    ("Ida Brandt spoke on air. A masked man rode up, and shouted “go home” at her. “We go on,” she added.", "Ida Brandt"),
    # names
    ("King Olav opened the port. The Imperial Crown shone. The King added: “We open in May.”", "King Olav"),
    ("“We open in May,” shared Mr. Scott. Ida Scott runs the port.", "Ida Scott"),
    ("Prof Ida Green of the harbour school left. “We open in May,” she said.", "Ida Green"),
    ("The photo (Olav Renn/Northwire) is old. Ida Brandt laughed. “We open in May,” she said.", "Ida Brandt"),
    ("Ida Brandt is no friend of “Grey Olav”. The pilot was asked. “We open in May,” Brandt said.", "Ida Brandt"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS, ids=[text for text, _ in SPEAKERS])
def test_speaker(text: str, speaker: str) -> None:
    quote = quotes(text)[-1]
    assert (quote.kind, quote.speaker) == ("quote", speaker)


def test_who_asks_is_nobody_where_it_is_not_told() -> None:
    question, answer = quotes("Ida Brandt was asked: “Will the toll go on?” “It will not,” Brandt said.")
    assert (question.kind, question.speaker, question.reason) == (
        "quote",
        None,
        "asked by somebody who is not told",
    )
    assert answer.speaker == "Ida Brandt"


NO_SPEECH = [
    ("The group said that the last two marches should not be counted “no-toll” marches - but theft.", "scare"),
    ("The pilots asked five sailors to perform a “tide guessing” task.", "scare"),
    ("The pilots wondered whether or not the cold was also the cause of our “eureka!” moments.", "scare"),
    ("A new breed of ice, dubbed “Grey Olav,” has sunk four ships, pilots said.", "term"),
    ("The pilots told of their years on the ice in a paper titled: “A short guide to the art of waiting”.", "title"),
    ("The idea of “clean sailing” is old, according to Ida Brandt.", "term"),
    ("Brandt, author of the essay “The Case for Ice,” argued that the winter was kind. Ida Brandt left.", "title"),
    ("The group said the marches should not be counted as “no-toll” protests - but as theft.", "scare"),
    ("Corrin is often called the “Pearl of the Bay,” and the port is full.", "title"),
    ("Ida Brandt said the series should have been called “Salt”.", "term"),
    ("Forests shrank last year (see ‘A map of lost forests’), says Ida Brandt.", "title"),
    ("Colleagues gave her a booklet titled “Nine Tall Tales from the Harbour of Corrin.”", "title"),
    ("Chief pilot says she ‘lost a whole summer’ in Corrin\n\nIt rained for a week.", "title"),
    ("Ida Brandt said the firm would launch in spring, after a long trial, a new “quick berth” service.", "scare"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), NO_SPEECH, ids=[text for text, _ in NO_SPEECH])
def test_no_speech(text: str, kind: str) -> None:
    assert quotes(text)[-1].kind == kind


def test_word_that_was_no_speech_stays_none() -> None:
    text = "The firm sells a so-called “quick berth” pass. While “quick berth” will be free, Ida Brandt says the rest will not."
    assert [quote.kind for quote in quotes(text)] == ["term", "term"]


def test_officer_without_a_name_is_not_whoever_spoke_last() -> None:
    text = (
        "“I smelled smoke,” neighbour Doris Hale told the Echo. A harbour officer came by.\n\n"
        "The officer recalled: “The gate stood open.”"
    )
    assert [quote.speaker for quote in quotes(text)] == ["Doris Hale", "The officer"]


def test_he_is_told_from_she_by_what_the_text_says() -> None:
    text = (
        "Lindsey Marr lost his boat and his house. Marr told his son to wait. Kim Vale kept her house and her boat, "
        "and Vale sold her car.\n\n“I saw it coming,” he said."
    )
    assert quotes(text)[-1].speaker == "Lindsey Marr"


def test_pull_quote_is_told_by_its_twin() -> None:
    text = (
        "“The ice grows thinner every year,” says Ida Brandt, a pilot.\n\nOlav Renn said he would wait.\n\n"
        "“The ice grows thinner every year.”\n\nIt rained."
    )
    assert [quote.speaker for quote in quotes(text)] == ["Ida Brandt", "Ida Brandt"]


def test_answer_to_a_reporters_question_is_the_interviewees() -> None:
    text = (
        "“We open in May,” says Ida Brandt.\n\nIs Olav Renn a good minister?\n\n“I like him. I always did.”"
    )
    assert [quote.speaker for quote in quotes(text)] == ["Ida Brandt", "Ida Brandt"]
