"""Outlets that an article leans on, told from those that it merely names."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import citations

# text, outlets as (normalised, cue)
CITED = [
    ("The economist told Harbour Gazette that it was over.", [("Harbour Gazette", "told")]),
    ("It was a mess, reports Radio Skarholm .", [("Radio Skarholm", "reports")]),
    ("The talks failed, writes Harbourpost.", [("Harbourpost", "writes")]),
    ("As Harbourpost wrote earlier, the delegations parted.", [("Harbourpost", "wrote")]),
    ("As UNIAN reported earlier, the ports are shut.", [("UNIAN", "reported")]),
    ("About it TASS said the head of the port Ida Brandt.", [("TASS", "said")]),
    ("KIEV, January 12. /NORDWIRE/. The ports are shut.", [("NORDWIRE", "dateline")]),
    ("PORT CALDERBY, March 5 (Reuters) - Two of them left.", [("Reuters", "dateline")]),
    ("The ports are shut. — Bernama", [("Bernama", "dateline")]),
    ("A source told the Russian state news agency TASS so.", [("TASS", "told")]),
    ("He said this in an interview with Britain's Sky News.", [("Sky News", "interview with")]),
    ("Speaking to the BBC, she laughed.", [("BBC", "speaking to")]),
    (
        "She told Reuters, AFP and dpa that it was over.",
        [("Reuters", "told"), ("AFP", "told"), ("dpa", "told")],
    ),
    ("According to the New York Times, the fee will rise.", [("New York Times", "according to")]),
    ("A memo seen by Reuters names the price.", [("Reuters", "seen by")]),
    ("He wrote in the Guardian on Sunday.", [("The Guardian", "wrote in")]),
    ("He said on CNN that it was over.", [("CNN", "said on")]),
    ("Citing two sources, Bloomberg reported a deal.", [("Bloomberg", "reported")]),
    ("Reuters, citing two people, wrote of a deal.", [("Reuters", "citing")]),
    ("The newspaper Kronborg Avis wrote that the mayor knew.", [("Kronborg Avis", "wrote")]),
    ("He told the state-owned Al-Nordiya television so.", [("Al-Nordiya", "told")]),
    ("The state news agency Norda said the ports were shut.", [("Norda", "said")]),
    ("The Strait News Agency reported a fire.", [("Strait News Agency", "reported")]),
    ("The American newspaper The Week published an article.", [("The Week", "published")]),
    ("A spokesman told the BBC's Ida Brandt it was over.", [("BBC", "told")]),
    ("Ida Brandt of the Harbour Gazette recalled a storm.", [("Harbour Gazette", "recalled")]),
    ("The memo, first disclosed by the Harbour Gazette, is short.", [("Harbour Gazette", "disclosed by")]),
    ("A Reuters investigation found the leak.", [("Reuters", "investigation")]),
    ("In an AP-NORC poll, half of them agreed.", [("AP", "poll")]),
    ("Harbour Gazette's Ida Brandt reported a fire.", [("Harbour Gazette", "reported")]),
    ("He explained to Nautica magazine how it froze.", [("Nautica", "explained to")]),
    ("The price fell by half, he told Ferryfares.com.", [("Ferryfares.com", "told")]),
    ("She told the Sun that it was over.", [("The Sun", "told")]),
    (
        "The Skua sank, the Harbour Gazette reported. A pilot told the Gazette that it was late.",
        [("Harbour Gazette", "reported"), ("Harbour Gazette", "told")],
    ),
    (
        "He was on the air of the Norda Broadcasting Corporation (NBC). He told the NBC that it froze.",
        [("Norda Broadcasting Corporation", "told")],
    ),
    ("Norda News Agency reported a fire.", [("Norda News Agency", "reported")]),
    ("Reuters News Agency reported a fire.", [("Reuters", "reported")]),
    (
        "The pilot told KHBR it was late; according to The Quay, it was dark.",
        [("KHBR", "told"), ("The Quay", "according to")],
    ),
    ("Quartz notes that the port is full.", [("Quartz", "notes")]),
    ("With files from The Associated Press", [("AP", "files from")]),
    ("Laut dpa sind die Häfen zu.", [("dpa", "laut")]),
    ("Wie der Spiegel meldet, sind die Häfen zu.", [("Der Spiegel", "meldet")]),
    ("„Vorbei“, sagte er der Deutschen Presse-Agentur.", [("dpa", "sagte")]),
    ("Das berichtet die Norddeutsche Zeitung.", [("Norddeutsche Zeitung", "berichtet")]),
    ("„Wir warten“, sagte die Lotsin Ida Brandt der „Bild am Sonntag“.", [("Bild", "sagte")]),
    ("Ida Brandt sagte im Interview mit dem Spiegel, es sei vorbei.", [("Der Spiegel", "interview mit")]),
    ("Ida Brandt schrieb im Spiegel, es sei vorbei.", [("Der Spiegel", "schrieb im")]),
    ("D'après Le Monde, les ports sont fermés.", [("Le Monde", "d'après")]),
    ("« C’est fini », a expliqué Ida Brandt dans Le Monde.", [("Le Monde", "expliqué dans")]),
    ("« C’est fini », a confié Ida Brandt au Parisien.", [("Le Parisien", "confié au")]),
    ("Ida Brandt l’a dit dans un entretien au Figaro.", [("Le Figaro", "entretien au")]),
    ("Interrogée par Le Monde, Ida Brandt se tait.", [("Le Monde", "interrogée par")]),
    ("« C’est fini », a-t-elle déclaré auprès de l’AFP.", [("AFP", "auprès de")]),
    ("Selon les informations du Parisien, les ports sont fermés.", [("Le Parisien", "informations du")]),
    ("Dans une tribune publiée dans Le Monde, elle le regrette.", [("Le Monde", "publiée dans")]),
    ("Selon l'AFP, les ports sont fermés.", [("AFP", "selon")]),
    ("« C'est fini », a-t-il confié à Libération.", [("Libération", "confié à")]),
    ("Según informa El País, los puertos están cerrados.", [("El País", "informa")]),
    ("Lo dijo en una entrevista con la Cadena SER.", [("Cadena SER", "entrevista con")]),
    ("Lo riferisce l'ANSA.", [("ANSA", "riferisce")]),
    ("Secondo il Corriere della Sera, i porti sono chiusi.", [("Corriere della Sera", "secondo")]),
    ("Об этом сообщает ТАСС.", [("TASS", "сообщает")]),
    ("Порты закрыты, сказал он в интервью «Известиям».", [("Izvestia", "в интервью")]),
    ("МОСКВА, 5 мар — РИА Новости. Порты закрыты.", [("RIA Novosti", "dateline")]),
    ("По данным агентства «Нордвайр», порты закрыты.", [("Нордвайр", "по данным")]),
    ("Як повідомляв УНІАН, порти закрито.", [("UNIAN", "повідомляв")]),
    (
        "Про це пише Українська правда з посиланням на Reuters.",
        [("Ukrainska Pravda", "пише"), ("Reuters", "посиланням на")],
    ),
]

NAMED_ONLY = [
    "The admiral told NATO that the sea was calm.",
    "He told the Administration of Northern Ports (ANP) - and it wept. The ANP said so.",
    "They learned it via Quayside Live, an app.",
    "The storm (CBS)\n- Weather",
    "A study published in the Nordic Journal of Alpine Ecology names the price.",
    "According to the Independent Office for Ports, it rained.",
    "According to Brandt's new RIA Benchmarking Study, fees rose.",
    "The president told reporters that talks went on.",
    "The minister told the Times Square crowd a story.",
    "Fox News said it had parted ways with the host.",
    "The Reuters Institute said trust has fallen.",
    "Los Angeles Metro said trains would run late.",
    "Shares in Fox rose after the BBC moved its offices.",
    "The International Atomic Energy Agency said the plant was safe.",
    "Michael Bloomberg said taxes should rise.",
    "He was seen at the Times building in London.",
    "BBC presenter Ida Brandt said she was leaving.",
    "As Ida Brandt wrote, the sea is patient.",
    "The harbour/TASS/port signs were painted.",
    "She told Ida Brandt that the news was good.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), CITED, ids=[text[:40] for text, _ in CITED])
def test_cited(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.outlet, one.cue) for one in citations(text)] == expected


@pytest.mark.parametrize("text", NAMED_ONLY, ids=[text[:40] or "empty" for text in NAMED_ONLY])
def test_named_only(text: str) -> None:
    assert citations(text) == []


def test_one_place_is_cited_once_under_its_longest_name() -> None:
    (citation,) = citations("She told the New York Times so.")
    assert (citation.text, citation.start, citation.outlet_kind) == ("New York Times", 13, "newspaper")


WORDS = [
    "told",
    "the",
    "BBC",
    "Reuters",
    "/TASS/",
    "(AFP) -",
    "Harbour",
    "Gazette",
    "newspaper",
    "said",
    "’s",
    "«",
    "in",
    ",",
    ".\n",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=80))
def test_offsets_point_at_the_text_in_order(text: str) -> None:
    found = citations(text)
    assert all(text[one.start : one.stop] == one.text and one.outlet and one.cue for one in found)
    assert all(one.stop <= other.start for one, other in pairwise(found))
