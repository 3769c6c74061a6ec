import pytest

from copydesk.cleaning.expressions import needed_text, openings


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\bwe may (?:earn|receive) an? (?:\w+ )?commission\b", "commission"),
        (r"\bcookies? (?:for|from) .{0,80}\byou\b", "cookie"),
        (r"harbours?\.", "harbour"),
        (r"\d+ \(of \d+\)", " (of "),
        (r"ab{2,3}c", "a"),
        (r"ab+cd", "ab"),
        (r"[^]a]ferr[yi]", "ferr"),
        (r"\A(?!the )\S+ \S+ writes about", " writes about"),
        (r"(?:the )?(?:harbour|port)", ""),
        (r"the harbour|the port", ""),
    ],
)
def test_the_text_that_every_match_of_a_pattern_holds(pattern: str, text: str) -> None:
    assert needed_text(pattern) == text


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        ("share", "s"),
        (r"\(?reply", "(r"),
        ("(?:share|print)+", "sp"),
        (r"\d+ views", "0123456789"),
        (r"\w", ""),
    ],
)
def test_the_characters_that_a_pattern_can_begin_with(pattern: str, characters: str) -> None:
    assert openings(pattern) == frozenset(characters)
