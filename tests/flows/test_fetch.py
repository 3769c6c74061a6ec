"""The flow `fetch` with a list in which no feed is enabled: it does nothing, and says so."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT, Server

_CALL = "from flows.fetch import fetch; print(fetch(feed_list={!r}, return_state=True).message)"


def test_without_an_enabled_feed_the_flow_says_that_there_is_nothing_to_do(
    server: Server, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CALL.format(str(ROOT / "feeds.toml"))],
        cwd=tmp_path,
        env=server.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "is enabled: nothing to do" in done.stdout
    assert not (tmp_path / "copydesk.duckdb").exists()
