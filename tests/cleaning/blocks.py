"""Building blocks for generated documents: what news texts are made of, and what anything may be made of."""

from hypothesis import strategies as st

# The sentences are of several lengths, scripts and habits; none stands alone as a question.
SENTENCES = st.sampled_from(
    [
        "The ferry company will stop its service to Marlund at the end of the month.",
        "The board said so in a letter to its passengers on Tuesday, March 5, 2024.",
        "“We have counted the tickets three times,” said chairwoman Dorrit Hansgaard.",
        "Whether another company takes over the line is open.",
        "Two have asked for the timetable, the harbour office said.",
        "It takes 3 points to win: 1. a boat; 2. a pilot; 3. a quay.",
        "He did not say [when] the talks would go on, ”he added.",
        "Nobody asked the pilots.",
        "Shares in Wendt\u00a0Line closed 1.4% lower at 86.20 crowns .",
        "Lange war von der Fähre nichts zu hören, dann kamen gleich zwei.",
        "Le conseil a voté « oui » et puis « non », a dit le maire.",
        "La lonja cerró a las 10.15, según la cofradía.",
        "Порт заработает в марте, сообщил директор.",
        "Причали відремонтовано, буї виставлено.",
        "渡し船の運賃が七月から上がる。",
    ]
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=5).map(" ".join)
HEADINGS = st.sampled_from(
    [
        "What the council says",
        "Boats wait at both ends",
        "Berths from 74 crowns",
        "Springtide am 11. März",
        "Un compromis à trois conditions",
        "Is this the last boat?",
        "A price — and a bracket",
    ]
)
TURNS = st.sampled_from(
    [
        "– I agree.",
        "“Harbour Gazette”: – What would you do?",
        "– They refused to discuss it.",
        "– Of course, there will be progress, and it will not take another year.",
        "- a new seal for gate nine;",
        "- the handover itself",
        "1. The fee is counted by length.",
        "(a) the captain signs;",
        "He named three conditions:",
    ]
)
NAVIGATION = st.sampled_from(
    [
        "All news",
        "Home",
        "Menu",
        "Skip to content",
        "0 0",
        "Share this:",
        "Facebook",
        "Subscribe to our newsletter",
        "We use cookies to improve this site.",
        "March 5, 2024",
        "Politics | March 5, 2024",
        "Home > News > Harbour",
    ]
)
TITLES = st.sampled_from(
    [
        [],
        ["Harbour talks end without a price list"],
        ["Ferry to Marlund stops at the end of the month", "Ferry to Marlund stops at the end of the month"],
        [
            "Tor neun klemmt: Warum das Sperrwerk fehlt",
            "Seit Oktober fehlt eine Dichtung, die Anwohner packen Taschen",
        ],
        ["Is this the last boat?"],
    ]
)
CAPTION = "A ferry leaves the quay / photo MERIDIAN"
HEADS = st.sampled_from(
    [
        "By Anna Example",
        "By Anna Example – March 5, 2024 – 3 min read",
        "Published: 18 April 2024, 16:20",
        "Anna Example • March 5, 2024",
        "Photo: Lena Oswald / MERIDIAN",
        "A boat at the quay. (Photo: Lena Oswald)",
        "3 comments",
        "Share on Facebook",
        "5 min read",
        f"Operators may raise fares in April.{CAPTION}{CAPTION}",
    ]
)
INSERTS = st.sampled_from(
    [
        "Read also: Who pays for the sand?",
        "Advertisement",
        "Photo: Lena Oswald / MERIDIAN",
        "A boat at the quay. (Photo: Lena Oswald)",
        "Subscribe to our newsletter",
        "Read more",
        "X",
    ]
)
DATELINES = st.sampled_from(
    [
        "",
        "date 2024-03-05 ",
        "LISBON, March 5. /NORDWIRE/. ",
        "PORT CALDERBY, March 5 (Reuters) - ",
        "BRUSSELS — ",
        "Berlin (dpa) - ",
        "(ANSA) - ROMA, 5 MAR - ",
    ]
)
GLUED_TAGS = st.sampled_from(["", "", "PortsTradeHarbour and shipping"])
THREADS = st.sampled_from(
    [
        [],
        [
            "3 comments",
            "Anna Example says:",
            "March 6, 2024 at 10:15 am",
            "I took that boat to school.",
            "Reply",
        ],
        [
            "  1. I took that boat to school.",
            "    Liked by 2 people",
            "  2. So did I.",
            "    Liked by 1 person",
        ],
        ["Kommentare", "Ulf Tarrant · 2 days ago", "Nobody asked us.", "So it goes.", "Like · Reply · 3d"],
    ]
)
FOOTERS = st.sampled_from(
    [
        "Tags: ports, boats",
        "Article Categories:",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
        "(C)HARBOURPOST 2024",
        "© 2024 Harbour Gazette",
        "Most read",
        "Otter holds up lock repairs",
    ]
)
BREAKS = st.sampled_from(["\n\n", "\n", "\r\n\r\n"])


@st.composite
def news_texts(draw: st.DrawFn) -> str:
    """Give a text dump of an article as extractors leave it."""
    first = draw(DATELINES) + draw(PARAGRAPHS)
    middle = st.lists(st.one_of(PARAGRAPHS, PARAGRAPHS, HEADINGS, TURNS, INSERTS), max_size=10)
    last = draw(PARAGRAPHS) + draw(GLUED_TAGS)
    above = [
        *draw(st.lists(NAVIGATION, max_size=4)),
        *draw(TITLES),
        *draw(st.lists(HEADS, max_size=4, unique=True)),
    ]
    below = [*draw(THREADS), *draw(st.lists(FOOTERS, max_size=6))]
    return draw(BREAKS).join([*above, first, *draw(middle), last, *below])


ANY_BLOCK = st.one_of(
    PARAGRAPHS,
    HEADINGS,
    TURNS,
    NAVIGATION,
    HEADS,
    INSERTS,
    DATELINES,
    GLUED_TAGS,
    FOOTERS,
    st.text(max_size=30),
)
# What ends lines, joins words or shows nothing.
ODDITIES = st.sampled_from(
    [
        "\n",
        "\r\n",
        "\u2028",
        "\x0b",
        "\x85",
        "\x00",
        "\u00a0",
        "\u00ad",
        "\u200b",
        "\ufeff",
        "\u202e",
        "\U0001f6a2",
        "1. ",
    ]
)
ANY_TEXTS = st.one_of(
    st.text(max_size=300), st.lists(st.one_of(ANY_BLOCK, ODDITIES), max_size=30).map("".join)
)

TAGS = st.sampled_from(
    "<p> </p> <div> </div> <br> <h1> </h1> <h2> </h2> <ul> <li> </li> <a\u00a0href='x'> </a> <b> </b> <!-- --> <script> "
    "</script> <style> <table><tr><td> </table> <figcaption> </figcaption> <time\u00a0datetime='2024-03-05'> <title> "
    "</title> <article> </article> <meta\u00a0charset=utf-8> &nbsp; &amp; &#0; &bogus; < > <![CDATA[ ]]> <?xml ?> <svg> "
    "<template> <noscript> <textarea> <div\u00a0class=comments> <li\u00a0class=comment> <span\u00a0class=author> "
    "<p\u00a0hidden> <html> </body>".split(" ")
)
ANY_MARKUP = st.lists(st.one_of(TAGS, TAGS, ANY_BLOCK, ODDITIES), max_size=50).map(
    lambda parts: "".join(part.replace("\u00a0", " ") for part in parts)
)
