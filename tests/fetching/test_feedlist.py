"""feeds.toml is read whole, or one sentence tells the mistake, its place and the cure."""

from pathlib import Path

import pytest

from copydesk.errors import UsageError
from copydesk.fetching.feedlist import FeedSource, read_feed_list

FEED = '[[feeds]]\nurl = "https://a.example/feed"\n'


def listed(folder: Path, text: str | bytes) -> list[FeedSource]:
    path = folder / "feeds.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_feed_list(path)


def test_the_list_of_the_repository_asks_nobody() -> None:
    sources = read_feed_list(Path(__file__).parents[2] / "feeds.toml")
    assert [source.kind for source in sources] == ["feed", "sitemap", "front page"]
    assert not any(source.enabled for source in sources)
    assert all("example.org/" in source.url for source in sources)


def test_defaults(tmp_path: Path) -> None:
    assert listed(tmp_path, FEED) == [FeedSource("https://a.example/feed", "feed", None, True)]
    assert listed(tmp_path, b"\xef\xbb\xbf" + FEED.encode()) == listed(tmp_path, FEED)
    assert listed(tmp_path, "# nothing yet\n") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[feeds]\n", r"no TOML.*line 1"),
        (b"# caf\xe9\n", "not UTF-8; save it as UTF-8"),
        ('[feeds]\nurl = "https://a.example/"\n', "in two brackets"),
        ("feeds = 3\n", "in two brackets"),
        ("feeds = [3]\n", "in two brackets"),
        ('[[feed]]\nurl = "https://a.example/"\n', r"key 'feed'.*\[\[feeds\]\]"),
        ("[[feeds]]\n", "feed 1: url is missing"),
        ("[[feeds]]\nurl = 7\n", "feed 1: url is missing"),
        ('[[feeds]]\nurl = "a.example/feed"\n', "feed 1: url is 'a.example/feed'. Only http and https"),
        ('[[feeds]]\nurl = "https://"\n', "names no host"),
        (FEED + FEED.replace("a.example", "b.example") + 'kind = "rss"\n', "feed 2: kind is 'rss'; write one of 'feed', 'sitemap', 'front page'"),
        (FEED + "kind = []\n", "feed 1: kind is"),
        (FEED + "outlet = 5\n", "feed 1: outlet is 5; write a name in quotes"),
        (FEED + 'outlet = " "\n', "outlet is ' '"),
        (FEED + 'enabled = "yes"\n', "enabled is 'yes'; write true or false"),
        (FEED + "enable = true\n", "the key 'enable' is not known; there are enabled, kind, outlet, url"),
        (FEED + FEED.replace("feed\"", 'feed?utm_source=x"'), "feed 2: .* is feed 1 already; delete one"),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        listed(tmp_path, text)


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read_feed_list(tmp_path / "feeds.toml")
