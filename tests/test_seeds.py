"""The five real articles of ../shared/seeds come out exactly as a careful editor expects (issue 2, point 3).

The articles belong to their publishers, so no sentence of theirs stands here. What is expected is said by lines of
the raw files (counted from 1), by SHA-256 digests and by markers of at most four words.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from copydesk import Article, clean
from copydesk.cleaning.draft import normalise
from tests.cleaning.desk import assert_in_order, assert_tiled, body, difference, pick, picked, verdicts

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"the five real articles belong to their publishers and are not at {SEEDS}"
)


@dataclass(frozen=True)
class Removed:
    """A piece that is not in the body: where it begins, what it is, and the first 16 digits of its digest."""

    line: int
    role: str
    rule: str
    digest: str
    marker: str


@dataclass(frozen=True)
class Seed:
    """A raw file and what must become of it."""

    name: str
    raw_digest: str
    body_lines: tuple[int, int]
    paragraph_count: int
    body_digest: str
    removed: tuple[Removed, ...]
    published_on: date | None
    evidence: str | None
    cut_before: str = ""  # cut off the first line of the body
    cut_after: str = ""  # cut off its last line
    title_digest: str | None = None
    deck_digest: str | None = None
    dateline: tuple[str | None, str | None] = (None, None)
    copyright: tuple[str | None, int | None] = (None, None)
    subheadings: tuple[str, ...] = ()
    kept: tuple[str, ...] = field(default=())  # what a cleaner may be tempted to touch


SEED_LIST = (
    Seed(
        name="000_aedae9b9cc462b75.txt",
        raw_digest="afdf5e6b08180003e96c1643993d3dd8d1860ddbdf7bab96024dd896093011ca",
        body_lines=(1, 19),
        cut_before="date 2022-01-12 ",
        paragraph_count=10,
        body_digest="fd87210e2ea557bfecbb4c34ee88e9ba9b1fd9442474ea6d3545d5b867802d9d",
        published_on=date(2022, 1, 12),
        evidence="leading marker: 2022-01-12",
        removed=(Removed(1, "date", "date.leading_marker", "8e5ba1f993f849a3", "date 2022-01-12"),),
        kept=("this issue, ”he said.",),
    ),
    Seed(
        name="001_3e48816562cc7343.txt",
        raw_digest="e4f58d7075e698107b17e3875ab3d0e214a248e6585ab3004f03db9027b4b771",
        body_lines=(7, 21),
        cut_before="KIEV, January 12. /TASS/. ",
        paragraph_count=8,
        body_digest="b92a2e4cf64c3d01de66495f96e6338a2c10a43ed7abf1e73fd47ac25afd8f2f",
        title_digest="06e29ff6c7e88a65170f25ce978181bdb33a98471e611a0d4c96c1481c143162",
        deck_digest="88dbe12e5c4f22ff7d0d26ff63a79ffdb37700209562cd1ae66a6866f3ec5698",
        published_on=None,
        evidence="dateline: January 12 (no year)",
        dateline=("KIEV", "TASS"),
        removed=(
            Removed(1, "boilerplate", "navigation.site", "67c7790c9f96d431", "All news"),
            Removed(3, "title", "title.above_body", "06e29ff6c7e88a65", "— expert"),
            Removed(5, "deck", "deck.under_title", "88dbe12e5c4f22ff", "by informal agreements"),
            Removed(
                7, "dateline", "dateline.first_paragraph", "58deb29b047d097f", "KIEV, January 12. /TASS/."
            ),
        ),
        kept=("[they]", "[USSR President"),
    ),
    Seed(
        name="002_7401456f4b8e631e.txt",
        raw_digest="58ccaf15ec4b02cd11ee13d5ec8498096ec746fa0551eadd2ce22701794db66a",
        body_lines=(10, 68),
        paragraph_count=30,
        body_digest="a48635bbdda4a8fb6f83ae853732901bd5ce9d963447dbb87fdcdd07026c8fb5",
        title_digest="bdd6a14ae7052749708a3b9cb1a75e2846e4f89e427989e79ae3dc02811b2a26",
        published_on=date(2022, 1, 11),
        evidence="date line: Jan 11, 2022",
        removed=(
            Removed(1, "date", "date.line", "535e052c25df9c79", "Jan 11, 2022"),
            Removed(2, "boilerplate", "counter.reactions", "933305f987bcf5fb", "0 0"),
            Removed(4, "title", "title.twice", "bdd6a14ae7052749", "doors of NATO"),
            Removed(6, "title", "title.repeated", "bdd6a14ae7052749", "doors of NATO"),
            Removed(8, "caption", "caption.credit", "688968f5c414b670", "Photo:"),
            Removed(70, "boilerplate", "tags.list", "489b98a545dc6b0b", "Article Categories:"),
            Removed(72, "boilerplate", "comment_form.heading", "3b43fb1323e91009", "Leave a Reply"),
        ),
        kept=(
            "“SP”: –",
            "– In addition,",
            "[гарантиях]",
            "problems: 1. non-expansion",
            "alliance, ”she said",
            "etc.",
        ),
    ),
    Seed(
        name="003_86d88f5456c1cfa9.txt",
        raw_digest="0ea2e08f7b9f2afb2604060919b8458460ed5f10cc465879844b0a37e03a6aac",
        body_lines=(5, 27),
        cut_after="USANATOUSA and Russia",
        paragraph_count=12,
        body_digest="3b7aa245c6139da1988259c7146765592f38758b70b6cf586aa04184053e847c",
        title_digest="9422c8ad0d3ee07a67f865c35ca97b795a0027c67ca4928ebe55c09383e15700",
        deck_digest="363765a9c45f5ab5f32012b85c3165f9fd44df8260b2a52260abbfc793142eab",
        published_on=None,
        evidence="copyright line: 2021 (a year of copyright, not a day of publication)",
        copyright=("UNIAN", 2021),
        subheadings=("a7d483cd8a5e27db",),
        removed=(
            Removed(1, "title", "title.above_body", "9422c8ad0d3ee07a", "“security guarantees”"),
            Removed(3, "deck", "deck.under_title", "363765a9c45f5ab5", "early next year."),
            Removed(3, "caption", "caption.glued", "da09a049f543b2f6", "/ photo REUTERS"),
            Removed(27, "boilerplate", "tags.glued", "3c10bbe98d2124e1", "USANATOUSA and Russia"),
            Removed(29, "boilerplate", "copyright.line", "b88994877641bc9f", "(C)UNIAN 2021"),
            Removed(32, "comment", "comments.header", "c977dbe785221d34", "1."),
            Removed(32, "comment", "comments.text", "a198e2d6ec899d4d", "“negotiate.”"),
            Removed(33, "comment", "comments.text", "64e225ceb3cb91ac", "Ugh!"),
            Removed(35, "comment", "comments.footer", "deba2fd31c4cb07c", "Liked by 1 person"),
            Removed(37, "boilerplate", "comment_form.heading", "3b43fb1323e91009", "Leave a Reply"),
            Removed(39, "boilerplate", "comment_form.field", "e4f0e5b9a09e8b2f", "icon to log in:"),
            Removed(41, "boilerplate", "comment_form.field", "e7d80b2d311157a1", "using your account."),
            Removed(43, "boilerplate", "comment_form.field", "3118581802a4b060", "Google photo"),
            Removed(45, "boilerplate", "comment_form.field", "59beb91c4d08c28f", "your Google account."),
            Removed(47, "boilerplate", "comment_form.field", "75c4b4de2a566f0c", "Twitter picture"),
            Removed(49, "boilerplate", "comment_form.field", "cd66a7be832dd718", "your Twitter account."),
            Removed(51, "boilerplate", "comment_form.field", "9be4dea1a76090f2", "Facebook photo"),
            Removed(53, "boilerplate", "comment_form.field", "9a723b4288770ec8", "your Facebook account."),
            Removed(55, "boilerplate", "comment_form.field", "2907a8aa8b5124ff", "Connecting to %s"),
            Removed(
                57, "boilerplate", "comment_form.spam_notice", "d294ac20f1f37b9a", "uses Akismet to reduce"
            ),
        ),
        kept=("Radio Liberty .", "“red line” .", "people , not"),
    ),
    Seed(
        name="004_3d086fda2b0acaf1.txt",
        raw_digest="f8b76cacc550df7f66ae761dd0479aaee23620bd7800987e187fe0f68ca25e97",
        body_lines=(1, 19),
        cut_before="date 2022-01-18 ",
        paragraph_count=10,
        body_digest="02ab93ecb45a8c1d6020e3f982a6bb2f0d4d484686f9d5b204d737973db9cbcc",
        published_on=date(2022, 1, 18),
        evidence="leading marker: 2022-01-18",
        removed=(Removed(1, "date", "date.leading_marker", "36238338f94c7a45", "date 2022-01-18"),),
        kept=("cargo, ”Martynov concluded.",),
    ),
)
COMMENT_DIGEST = "ffe465547b44908bc5834c0aa565279df8f8a576a5156d653df118d696b0877e"
NO_BREAK_SPACES = 59  # in 003

every_seed = pytest.mark.parametrize("seed", SEED_LIST, ids=lambda seed: seed.name[:3])


@cache
def raw(seed: Seed) -> str:
    return (SEEDS / seed.name).read_bytes().decode()


@cache
def cleaned(seed: Seed) -> Article:
    return clean((SEEDS / seed.name).read_bytes(), uri=str(SEEDS / seed.name))


def digest(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def expected_paragraphs(seed: Seed) -> list[str]:
    """Give the raw lines of the body with white space normalised, without what is cut off the first and the last."""
    first, last = seed.body_lines
    lines = [" ".join(line.split()) for line in raw(seed).split("\n")[first - 1 : last]]
    paragraphs = [line for line in lines if line]
    assert paragraphs[0].startswith(seed.cut_before)
    assert paragraphs[-1].endswith(seed.cut_after)
    paragraphs[0] = paragraphs[0].removeprefix(seed.cut_before)
    paragraphs[-1] = paragraphs[-1].removesuffix(seed.cut_after)
    return paragraphs


def test_these_are_all() -> None:
    assert sorted(path.name for path in SEEDS.iterdir()) == [seed.name for seed in SEED_LIST]


@every_seed
def test_raw_file_is_the_one_that_was_read(seed: Seed) -> None:
    assert digest(raw(seed)) == seed.raw_digest, "the expectations below belong to other bytes"


@every_seed
def test_body_paragraph_by_paragraph(seed: Seed) -> None:
    article = cleaned(seed)
    if found := difference(expected_paragraphs(seed), body(article), verdicts(article)):
        pytest.fail(found, pytrace=False)


@every_seed
def test_body_exactly(seed: Seed) -> None:
    assert len(cleaned(seed).paragraphs) == seed.paragraph_count
    assert digest(cleaned(seed).body) == seed.body_digest


@every_seed
def test_title_and_deck(seed: Seed) -> None:
    assert digest(cleaned(seed).title) == seed.title_digest
    assert digest(cleaned(seed).deck) == seed.deck_digest


@pytest.mark.parametrize("seed", [SEED_LIST[0], SEED_LIST[4]], ids=["000", "004"])
def test_text_without_a_headline_gets_no_title(seed: Seed) -> None:
    assert cleaned(seed).title is None
    assert cleaned(seed).title_source is None


@every_seed
def test_date_with_its_evidence(seed: Seed) -> None:
    assert (cleaned(seed).published_on, cleaned(seed).published_evidence) == (
        seed.published_on,
        seed.evidence,
    )


@every_seed
def test_dateline_and_copyright(seed: Seed) -> None:
    article = cleaned(seed)
    assert (article.dateline_place, article.agency) == seed.dateline
    assert (article.copyright_holder, article.copyright_year) == seed.copyright


@every_seed
def test_everything_removed_has_its_role_and_rule(seed: Seed) -> None:
    """Whole and in order: nothing else is taken out of the body."""
    article = cleaned(seed)
    removed = [span for span in article.spans if span.role not in ("space", "body", "subheading")]
    found = [
        (
            article.text.count("\n", 0, span.start) + 1,
            span.role,
            span.rule,
            (digest(pick(article, span)) or "")[:16],
        )
        for span in removed
    ]
    assert found == [(one.line, one.role, one.rule, one.digest) for one in seed.removed]
    for span, one in zip(removed, seed.removed, strict=True):
        assert one.marker in pick(article, span)
        assert len(one.marker.split()) <= 4


@every_seed
def test_subheadings_are_part_of_the_body(seed: Seed) -> None:
    found = picked(cleaned(seed), "subheading")
    assert [(digest(text) or "")[:16] for text in found] == list(seed.subheadings)
    assert set(found) <= set(body(cleaned(seed)))


@every_seed
def test_what_looks_odd_is_kept(seed: Seed) -> None:
    """Interview turns, bracketed insertions, lists in a sentence and mis-spaced quotation marks stand as they are."""
    for marker in seed.kept:
        assert marker in normalise(raw(seed)), f"{marker!r} is not in the raw text"
        assert marker in cleaned(seed).body
        assert len(marker.split()) <= 4


@every_seed
def test_white_space_is_normalised(seed: Seed) -> None:
    for paragraph in cleaned(seed).paragraphs:
        assert paragraph.text == " ".join(paragraph.text.split())
        assert "\u00a0" not in paragraph.text


def test_no_break_spaces_of_003_were_there() -> None:
    assert raw(SEED_LIST[3]).count("\u00a0") == NO_BREAK_SPACES


@every_seed
def test_comments(seed: Seed) -> None:
    comments = cleaned(seed).comments
    if not seed.name.startswith("003"):
        assert comments == ()
        return
    (comment,) = comments
    assert comment.text.count("\n\n") == 1, "two paragraphs"
    assert digest(comment.text) == COMMENT_DIGEST
    assert (comment.author, comment.like_count) == (None, 1)


@every_seed
def test_language_and_flags(seed: Seed) -> None:
    assert cleaned(seed).language == "en"
    assert cleaned(seed).flags == ()
    assert cleaned(seed).media_type == "text/plain"
    assert cleaned(seed).encoding == "utf-8"


@every_seed
def test_ledger(seed: Seed) -> None:
    assert_tiled(cleaned(seed))
    assert_in_order(cleaned(seed))


@every_seed
def test_cleaning_its_own_body_changes_nothing(seed: Seed) -> None:
    paragraphs = body(cleaned(seed))
    again = clean("\n\n".join(paragraphs))
    if found := difference(paragraphs, body(again), verdicts(again)):
        pytest.fail(found, pytrace=False)
