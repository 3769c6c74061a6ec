"""Who speaks where no verb of speech tells it, and how other languages put their verbs: by the beginning of each span."""

import pytest

from copydesk import quotes

NO_SPEECH = "no speech"

# text, for each span its beginning and who speaks (None: it cannot be told)
ENGLISH: list[tuple[str, dict[str, str | None]]] = [
    (
        "The club wants more. Its spokesman Per Lindqvist stressed that the fare is high. “People go to work by ferry,” he said.",
        {"People": "Per Lindqvist"},
    ),
    ("The club wants more. Its spokesman Per Lindqvist said: “We go by ferry.”", {"We": "Per Lindqvist"}),
    # what stands first in a sentence is nobody
    (
        "Soon a hermit of the hills came down. The goats “jumped and ran about as if they were drunk”.",
        {"jumped": None},
    ),
    (
        "The Corrinese herder slept. Corrinese goats “began to dance and skip as the others had done”.",
        {"began": None},
    ),
    (
        "Proposed in May, the label would “help people choose the boats that are the safest of all”.",
        {"help": None},
    ),
    ("Usually I paint ships. “Dance of the masts” is the best of all pictures.", {"Dance": None}),
    ("You may hear it and think, “Oh no, I cannot believe that I sound like that!”", {"Oh no": None}),
    (
        "These boats are “sold as seen and without any warranty at all”. Ida Brandt runs the port.",
        {"sold": None},
    ),
    ("Look for ropes that were “made in a mill that also makes nets”, and ask. Have a look.", {"made": None}),
    ("There is a rule that “plain is better than painted in any port”. The port is old.", {"plain": None}),
    ("Use the part of the dock that is “not open to ships of any kind”. They use it.", {"not open": None}),
    ("Well, you would say “this is a boat”. The boat is well.", {"this is": None}),
    # headings set in capitals are nobody, and those who were heard go on
    (
        "Ida Brandt builds chairs. “A chair is a boat,” says Brandt.\n\nProper Seat Depth\n\nThe depth of the seat matters more"
        " than any proper cushion.\n\n“A deep seat pushes the back of your legs all day long.”",
        {"A chair": "Ida Brandt", "A deep": "Ida Brandt"},
    ),
    (
        "“We wait,” said Ida Brandt.\n\nHarbour Prompt Example\n\nThis is one example of a prompt for the harbour.\n\n"
        "“The question of the ice has kept me awake for years.”",
        {"We wait": "Ida Brandt", "The question": "Ida Brandt"},
    ),
    ("The Skarholm Strip is cut off.\n\n“We ran out of fuel and the pumps have stopped.”", {"We ran": None}),
    (
        "Deep Water Storage is a way to keep nets.\n\n“It is like a cellar, but it is under the sea.”",
        {"It is": None},
    ),
    # but people are somebody, by a given name, a title, a role, a verb
    (
        "Helen Marsh runs the port.\n\n“We ran out of fuel and the pumps have stopped.”",
        {"We ran": "Helen Marsh"},
    ),
    (
        "Dr. Chidozem Abalu left at noon.\n\n“We ran out of fuel and the pumps have stopped.”",
        {"We ran": "Chidozem Abalu"},
    ),
    (
        "Harbour pilot Tavik Orlun left.\n\n“We ran out of fuel and the pumps have stopped.”",
        {"We ran": "Tavik Orlun"},
    ),
    (
        "Tavik Orlun, 43, is cold.\n\n“We ran out of fuel and the pumps have stopped.”",
        {"We ran": "Tavik Orlun"},
    ),
    (
        "Tavik Orlun came home. “We wait,” said Orlun. The ships are late.\n\n“We ran out of fuel and the pumps stopped.”",
        {"We wait": "Tavik Orlun", "We ran": "Tavik Orlun"},
    ),
    (
        "For Tavik Orlun, a pilot, the winter is “the longest that I can remember”.",
        {"the longest": "Tavik Orlun"},
    ),
    # a cue makes nobody of an adverb, a pronoun, a people or a place
    (
        "Ida Brandt left. Meanwhile the boats, she said, are “dry and safe in the barn”.",
        {"dry": "Ida Brandt"},
    ),
    ("Honestly, some people say “the sea is flat”. Honestly.", {"the sea": "some people"}),
    ("Back home, Ida Brandt told him: “We wait.”", {"We wait": "Ida Brandt"}),
    ("I’d call the boat “heavy at the top and light below”. It is old.", {"heavy": None}),
    ("We’ve said that the boat is “heavy at the top and light below”. It is old.", {"heavy": None}),
    ("Beijing said the toll was “a gift to nobody”.", {"a gift": "Beijing"}),
    ("Those brands “sell what nobody wants to buy at sea” to anybody.", {"sell what": None}),
    ("Reviews describe the boat as “too slow to float”. The reviews are old.", {"too slow": "Reviews"}),
    (
        "On Lighthouse, the app is labeled as “help us find the shore”. A lighthouse stands there.",
        {"help us": None},
    ),
    # pull quotes speak with the voice of the text
    (
        "“I hope that the ice melts soon.”\n\nOlav Renn runs the port. Ida Brandt is a pilot. “I hope that the ice melts soon,”"
        " says Brandt, “before we run out of bread.”",
        {"I hope": "Ida Brandt"},
    ),
    (
        "Olav Renn runs the port.\n\n“We ran out of fuel. The pumps have stopped.”\n\nThe night was long. “We ran out of fuel,”"
        " Ida Brandt said. “The pumps have stopped. We row.”",
        {"We ran out of fuel.": "Ida Brandt"},
    ),
    # who announces a quotation or signs it stands in a paragraph by itself
    (
        "Olav Renn left. It froze.\n\nThe Harbour Gazette reported:\n\n“The pumps stopped at noon.”",
        {"The pumps": "The Harbour Gazette"},
    ),
    (
        "Olav Renn left. Ida Brandt wrote on her page:\n\n“The pumps stopped at noon.”",
        {"The pumps": "Ida Brandt"},
    ),
    (
        "The Harbour Gazette reported:\n\n“The pumps stopped at noon.\n\nA crew of nine was saved.\n\nNobody was hurt.”\n\nIt froze.",
        {
            "The pumps": "The Harbour Gazette",
            "A crew": "The Harbour Gazette",
            "Nobody": "The Harbour Gazette",
        },
    ),
    (
        "Olav Renn left.\n\n“The pumps are the best I ever had.”\n\nIda Brandt, Skarholm Ferries\n\n“They run and run.”\n\nHelen Marsh",
        {"The pumps": "Ida Brandt", "They run": "Helen Marsh"},
    ),
    # one voice in an article is known from afar
    (
        "“We wait,” said Ida Brandt.\n\nIt froze.\n\nIt rained.\n\nIt froze again.\n\nThe ships were late.\n\n"
        "“We ran out of fuel and the pumps have stopped.”",
        {"We ran": "Ida Brandt"},
    ),
]
GERMAN: list[tuple[str, dict[str, str | None]]] = [
    (
        "„Das ist falsch“, sagte die Ministerin Eva Lang am Montag. „Wir bleiben dabei.“",
        {"Das ist": "Eva Lang", "Wir": "Eva Lang"},
    ),
    ("„Das ist falsch“, sagte der frühere Minister Jonas Lind. Der Hafen ist zu.", {"Das ist": "Jonas Lind"}),
    ("„Das ist falsch“, erklärte die stellvertretende Vorsitzende Eva Lang.", {"Das ist": "Eva Lang"}),
    (
        "„Das ist falsch“, so die Halvener Bürgermeisterin Karin Voss auf der Straße.",
        {"Das ist": "Karin Voss"},
    ),
    ("„Das ist falsch“, sagt der 46-jährige Landwirt Uwe Harms.", {"Das ist": "Uwe Harms"}),
    ("„Das ist falsch“, sagt Uwe Harms, Landwirt aus Halven. Er lacht.", {"Das ist": "Uwe Harms"}),
    ("Die Ministerin Eva Lang sagte: „Das ist falsch.“", {"Das ist": "Eva Lang"}),
    ("Uwe Harms ist Landwirt. „Das ist falsch“, sagt der Landwirt.", {"Das ist": "Uwe Harms"}),
    (
        "Karin Voss leitet die Polizei. Der Täter floh. „Der Mann ist weg“, so der Polizeisprecher.",
        {"Der Mann": "der Polizeisprecher"},
    ),
    (
        "Eva Lang ist Ministerin. „Wir warten“, sagte Lang, „bis das Eis weg ist“.",
        {"Wir": "Eva Lang", "bis": "Eva Lang"},
    ),
    (
        "„Wir warten“, sagte der Polizeisprecher, „bis es taut“.",
        {"Wir": "der Polizeisprecher", "bis": "der Polizeisprecher"},
    ),
    (
        "„Wir warten“, so der Polizeisprecher, „nicht lange“.",
        {"Wir": "der Polizeisprecher", "nicht": "der Polizeisprecher"},
    ),
    (
        "„Wir warten“, sagte Eva Lang der „Halvener Zeitung am Sonntag“.",
        {"Wir": "Eva Lang", "Halvener": NO_SPEECH},
    ),
    ("„Wir warten“, sagte sie dem „Seeblick“. Eva Lang ist Lotsin.", {"Seeblick": NO_SPEECH}),
    ("Eva Lang ist Lotsin. „Wir warten“, sagte sie der „Norda“.", {"Wir": "Eva Lang", "Norda": NO_SPEECH}),
    ("Eva Lang sagte der „Halvener Zeitung“: „Wir warten.“", {"Halvener": NO_SPEECH, "Wir": "Eva Lang"}),
    (
        "Diese Klauseln sind neu.\n\n„Eine Änderung des Preises muss dem Kunden gesagt werden.“",
        {"Eine": None},
    ),
    ("Tavik Orlun kam spät. Orlun wohnt in Halven. „Wir warten“, sagt er.", {"Wir": "Tavik Orlun"}),
    ("Uwe Harms kam mit der Lotsin Eva Lang. „Wir warten“, sagt die 43-Jährige.", {"Wir": "Eva Lang"}),
    ("Das fragt sich auch Lotse Uwe Harms: „Wer hebt das Boot aus dem Eis?“", {"Wer hebt": "Uwe Harms"}),
    ("„Das sind stille, betont ruhige Boote, sagt man hier.“ Das Eis kam.", {"Das sind": None}),
    ("Zum Glück kam Uwe Harms. „Ist jemand morgen hier?“, sagt er.", {"Ist": "Uwe Harms"}),
    (
        "Wer Boote kauft, zahlt viel. „Das Boot ist alt und teuer“, meint Uwe Harms.",
        {"Das Boot": "Uwe Harms"},
    ),
    ("Nach Angaben der Sprecherin Eva Lang ist der Hafen „bis Mai gesperrt“.", {"bis": "Eva Lang"}),
]
FRENCH: list[tuple[str, dict[str, str | None]]] = [
    (
        "« Nous attendons le printemps », lui a répondu Claire Martin. Le maire est parti.",
        {"Nous": "Claire Martin"},
    ),
    ("« Nous attendons », nous a expliqué la ministre Claire Martin.", {"Nous": "Claire Martin"}),
    ("« Nous attendons », leur a lancé Paul Morel devant le port.", {"Nous": "Paul Morel"}),
    ("« Nous attendons », s’est indigné le maire Paul Morel.", {"Nous": "Paul Morel"}),
    ("« Nous attendons », avait alors déclaré Paul Morel.", {"Nous": "Paul Morel"}),
    ("« Nous attendons », m’a confié Claire Martin.", {"Nous": "Claire Martin"}),
    ("« Nous attendons », a pour sa part répondu Claire Martin.", {"Nous": "Claire Martin"}),
    (
        "« Nous attendons, a déclaré Paul Morel, que la glace fonde. » Le maire est parti.",
        {"Nous": "Paul Morel"},
    ),
    (
        "« Nous attendons, explique la capitaine Claire Martin, que la glace fonde. »",
        {"Nous": "Claire Martin"},
    ),
    (
        "Claire Martin dirige le port. « Nous attendons, dit-elle, que la glace fonde. »",
        {"Nous": "Claire Martin"},
    ),
    (
        "Claire Martin dirige le port. « Nous attendons, a-t-elle ajouté. La glace fond. »",
        {"Nous": "Claire Martin"},
    ),
    (
        "Interrogée par l’Écho de Halven, Claire Martin répond : « Nous attendons. »",
        {"Nous": "Claire Martin"},
    ),
    ("Paul Morel a expliqué que le port resterait « fermé jusqu’au mois de mai ».", {"fermé": "Paul Morel"}),
    ("Le 5 mai, le port « sera ouvert à tous les bateaux de la région ».", {"sera": None}),
    ("« Nous attendons », a ajouté la présidente du port, Claire Martin.", {"Nous": "Claire Martin"}),
]
OTHERS: list[tuple[str, dict[str, str | None]]] = [
    (
        "«Volveremos en mayo», ha explicado la alcaldesa Clara Bravo. El puerto está cerrado.",
        {"Volveremos": "Clara Bravo"},
    ),
    ("«Volveremos —dijo Tomás Ruiz— en mayo», y se fue.", {"Volveremos": "Tomás Ruiz"}),
    (
        "El último lonjero, Anselmo Iturri, se jubiló. «El mar no se resfría nunca», dijo entre risas.",
        {"El mar": "Anselmo Iturri"},
    ),
    ("«Torneremo a maggio», gli ha risposto Marco Renni. Il porto è chiuso.", {"Torneremo": "Marco Renni"}),
    ("«Torneremo — ha spiegato Marco Renni — a maggio».", {"Torneremo": "Marco Renni"}),
    (
        "“Voltaremos em maio”, disse o prefeito João Lemos. O porto está fechado.",
        {"Voltaremos": "João Lemos"},
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), ENGLISH + GERMAN + FRENCH + OTHERS, ids=lambda value: str(value)[:60]
)
def test_speakers(text: str, expected: dict[str, str | None]) -> None:
    found = quotes(text)
    for beginning, speaker in expected.items():
        quote = next(one for one in found if one.text.startswith(beginning))
        if speaker == NO_SPEECH:
            assert quote.kind != "quote", beginning
        else:
            assert quote.speaker == speaker, (beginning, quote)
            assert (quote.reason is None) == (speaker is not None)
