"""A page is laid out in the blocks that a reader sees, in their order, each with where it stood."""

import time

import pytest

from copydesk.cleaning import _CAPTION_MARKS, _SIGNUP_MARKS
from copydesk.cleaning.headline import _DECK_MARKS
from copydesk.cleaning.labeller.elements import _MARKS
from copydesk.cleaning.threads.units import _AUTHOR_MARKS, _LIKE_MARKS
from copydesk.document import Block, Page
from copydesk.errors import ReadError
from copydesk.reading import read
from copydesk.reading.elements import _COMMENT_PART, MARKS
from copydesk.reading.html import page_of_html, read_html


def page_of(markup: str) -> Page:
    return page_of_html(markup, "utf-8")


def text_of(page: Page, block: Block) -> str:
    return page.text[block.start : block.stop]


def blocks_of(markup: str) -> list[str]:
    page = page_of(markup)
    return [text_of(page, block) for block in page.blocks]


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<h1>One</h1><p>Two</p>three<ul><li>Four<li>Five</ul>", ["One", "Two", "three", "Four", "Five"]),
        ("<div>One<div>Two</div>three</div>", ["One", "Two", "three"]),
        ("<!doctype html><title>Name</title><article>One<p>Two</article>three", ["One", "Two", "three"]),
        ("<title>Name</title><main>One</main><meta name=a content=b><nav>Two</nav>", ["One", "Two"]),
        ("<p>One <b>two</b><i> three</i>, <a href=x>four</a>.</p>", ["One two three, four."]),
        ("<p>One\n\t two  \r\n three</p>", ["One two three"]),
        ("<p> One <b> two </b> three </p>", ["One two three"]),
        ("<p>One\u00a0\u00a0two</p>", ["One\u00a0\u00a0two"]),
        ("<table><tr><td>One<td>Two<tr><td>Three</table>", ["One\tTwo", "Three"]),
        ("<p>One &amp; two &lt;three&gt; &#8220;four&#148;</p>", ["One & two <three> “four”"]),
        ("<p>One<p>Two", ["One", "Two"]),
        ("<p>One<!-- no --> two<?php no ?> three</p>", ["One two three"]),
        ("<custom-tag>One</custom-tag><o:p>two</o:p>", ["Onetwo"]),
        ("<p>One</p><p> </p><p>&nbsp;</p><p>Two</p>", ["One", "\u00a0", "Two"]),
    ],
)
def test_blocks_follow_the_page(markup: str, blocks: list[str]) -> None:
    assert blocks_of(markup) == blocks


def test_a_row_of_data_is_one_block_and_a_layout_is_columns() -> None:
    long = "The ferry company will stop its service to Marlund at the end of the month, the board said on Tuesday."
    page = page_of(
        f"<table><tr><th>Port<th>Boats<tr><td><a href=x>Corrin</a><td>340</tr><tr><td>Menu<td>{long}</table>"
    )
    texts = [text_of(page, block) for block in page.blocks]
    assert texts == ["Port\tBoats", "Corrin\t340", "Menu", long]
    assert [(block.tag, round(block.link_density, 1)) for block in page.blocks[:2]] == [
        ("tr", 0),
        ("tr", 0.6),
    ]
    assert page.containers[page.blocks[1].container].tag == "tr"
    nested = page_of("<table><tr><td>One<table><tr><td>2<td>3</table><td>4</table>")
    assert [text_of(nested, block) for block in nested.blocks] == ["One", "2\t3", "4"]


@pytest.mark.parametrize("gap", ["", " ", "\n", "\n\t", "&nbsp;", "<!-- -->", "<b> </b>"])
def test_two_line_breaks_make_a_new_block(gap: str) -> None:
    assert blocks_of(f"<p>One<br>{gap}<br/>two</p>") == ["One", "two"]


def test_one_line_break_stays_within_the_block() -> None:
    assert blocks_of("<p>One <br> two<br>three<br></p><br>four") == ["One\ntwo\nthree", "four"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>no</script>",
        "<style>no</style>",
        "<template><p>no</p></template>",
        "<noscript><p>no</p></noscript>",
        "<svg><text>no</text></svg>",
        "<textarea>no</textarea>",
        "<select><option>no</option></select>",
        "<iframe>no</iframe>",
        "<p hidden>no</p>",
        "<div style='color: red; display : none'><p>no<br>no</p></div>",
        "<p style='visibility:hidden'>no</p>",
        "<!-- no -->",
    ],
)
def test_what_no_reader_sees_is_left_out(hidden: str) -> None:
    assert blocks_of(f"<title>no</title><p>One</p>{hidden}<p>two</p>") == ["One", "two"]
    assert blocks_of(f"<div>One {hidden} two</div>")[0].startswith("One")
    assert "no" not in page_of(f"<div>One {hidden} two</div>").text


@pytest.mark.parametrize("hidden", ["hidden", "style='display: none'"])
def test_hidden_prose_is_kept(hidden: str) -> None:
    prose = ["The ferry leaves at nine, the mayor said. " * 8 + "End." for _ in range(2)]
    assert blocks_of(f"<div {hidden}><p>{prose[0]}</p><p>{prose[1]}</p></div>") == prose


def test_many_hidden_elements_take_no_time() -> None:
    started = time.perf_counter()
    page_of("<div hidden>" * 1000 + "<p>The ferry leaves at nine, the mayor said.</p>" * 5000)
    assert time.perf_counter() - started < 3  # 12 s where each element looked through all that it holds


def test_text_behind_a_hidden_element_is_kept() -> None:
    assert blocks_of("<p>One <span hidden>no</span>two <script>no</script>three</p>") == ["One two three"]


def test_the_text_is_the_blocks_joined_by_blank_lines() -> None:
    assert page_of("<h1>One</h1><p>Two</p>").text == "One\n\nTwo"


def test_a_block_knows_its_tag_and_where_it_stood() -> None:
    page = page_of('<nav class="top-menu"><ul><li id="Main-Text">One</li></ul></nav><p><em>Two</em></p>')
    first, second = page.blocks
    assert (first.tag, second.tag) == ("li", "p")
    assert first.marks == {"nav", "text"}  # of the words of names those that something is made of
    assert page.containers[first.container].names == "Main-Text"
    assert second.marks == frozenset()


def test_every_mark_that_cleaning_asks_for_is_told() -> None:
    asked = (_CAPTION_MARKS, _SIGNUP_MARKS, _DECK_MARKS, _LIKE_MARKS, _AUTHOR_MARKS, _MARKS, _COMMENT_PART)
    assert frozenset().union(*asked, {"reply", "text", "content", "body", "aside"}) <= MARKS


def test_link_density_is_the_share_of_linked_text() -> None:
    page = page_of("<p><a href=x>One</a> two</p><p>three</p><li><a href=x><b>four</b></a></li>")
    assert [round(block.link_density, 2) for block in page.blocks] == [0.43, 0, 1]


def test_a_name_in_a_value_that_lost_its_quotation_mark_is_no_attribute() -> None:
    page = page_of('<div class="one id="two">Text</div><p>Some <i class="b style="display:none">text')
    assert page.text == "Text\n\nSome text"
    assert page.containers[page.blocks[0].container].names == "one id="


COMMENTS = {
    "by class": '<ol class="comment-list"><li class="comment">One<p>two</p><li class="comment">Three</ol>',
    "by id": '<div id="comments"><div id="comment-7">One<p>two</div><div id="comment-8">Three</div></div>',
    "by repetition": '<div id="disqus"><p class="x">One<b class="date">two</b><p class="x">Three</div>',
    "by repetition, of elements of its own": '<div id="disqus"><my-post class="x"><p>One<p>two</my-post><my-post class="x"><p>Three</my-post></div>',
    "in Polish": '<ul class="komentarze"><li class="komentarz">One<p>two</p><li class="komentarz">Three</ul>',
    "in Dutch": '<div id="reacties"><div class="item">One<p>two</div><div class="item">Three</div></div>',
    "in Turkish": '<div class="yorumlar"><div class="yorum">One<p>two</div><div class="yorum">Three</div></div>',
    "in German": '<ul class="kommentare"><li class="kommentar">One<p>two</p><li class="kommentar">Three</ul>',
}


@pytest.mark.parametrize("markup", COMMENTS.values(), ids=COMMENTS.keys())
def test_single_comments_are_numbered(markup: str) -> None:
    page = page_of(f"<p>Body</p>{markup}<p>End</p>")
    units = [(text_of(page, block), block.unit) for block in page.blocks]
    assert units == [("Body", 0), ("One", 1), ("two", 1), ("Three", 2), ("End", 0)]


def test_an_answer_is_a_comment_of_its_own() -> None:
    page = page_of(
        '<ol class="commentlist"><li class="comment"><p>One</p>'
        '<ul class="children"><li class="comment"><p>Two</p></li></ul></li></ol>'
    )
    assert [block.unit for block in page.blocks] == [1, 2]


def test_the_parts_of_a_comment_are_blocks() -> None:
    page = page_of(
        '<div class="comments"><div class="comment"><span class="author">Edda Frome</span>'
        '<span class="date">today</span> <span>Well said.</span></div></div>'
    )
    assert [text_of(page, block) for block in page.blocks] == ["Edda Frome", "today", "Well said."]


@pytest.mark.parametrize("markup", ["", " ", "<!-- -->", "<!DOCTYPE html>", "\0"])
def test_markup_without_a_tree_or_text_is_no_text(markup: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(markup.encode() or b" ", "text/html")
    assert caught.value.reason in ("no_text", "binary")


@pytest.mark.parametrize("mark", ['"', ""])
def test_an_element_of_countless_attributes_is_read_without_them(mark: str) -> None:
    """The parser would hold each of them against all before it."""
    attributes = " ".join(f"a{number}={mark}{number}{mark}" for number in range(40_000))
    page = read_html(
        f'<body><main class="x" {attributes}><p class="lead">The ferry left.</p></main>'.encode()
    )
    assert page.text == "The ferry left."
    assert [(one.tag, one.names) for one in page.containers if one.tag in ("main", "p")] == [
        ("main", ""),
        ("p", "lead"),
    ]


def test_a_page_deeper_than_the_parser_reads_is_told_and_not_cut_off() -> None:
    assert blocks_of("<p>One</p>" + "<div>" * 2000 + "<p>Two")[-1] == "Two"
    with pytest.raises(ReadError) as caught:
        page_of("<p>One</p>" + "<div>" * 2100 + "<p>Two")
    assert caught.value.reason == "too_deep"


@pytest.mark.parametrize(
    "declaration",
    ["<?xml version='1.0' encoding='utf-16'?>", "<?xml encoding='no-such'?>", "<meta charset=utf-16>"],
)
def test_a_wrong_declaration_does_no_harm(declaration: str) -> None:
    page = read_html(f"{declaration}<p>“Zoë”</p>".encode())
    assert (page.text, page.encoding) == ("“Zoë”", "utf-8")


def test_nul_and_broken_tags_do_not_end_the_page() -> None:
    assert blocks_of("<p\0>One<p>T\0wo</b></div><p a='<p>Three") == ["One", "T\ufffdwo"]
    assert blocks_of("<p>a < b<p>c && d</p>&nosuch;") == ["a < b", "c && d", "&nosuch;"]
