"""What a person sees in the Prefect UI, in a real browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.conftest import ROOT, Server

pytestmark = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")),
    reason="needs Debian's packages chromium and chromium-driver (.ci/run installs them)",
)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for word in (
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "window-size=1400,1000",
    ):
        options.add_argument(f"--{word}")
    options.add_argument("--disable-background-networking")
    options.add_argument("--disable-component-update")
    options.add_argument("--disable-sync")
    options.add_argument(f"--user-data-dir={tmp_path / 'browser'}")
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


def test_the_summary_of_a_run_is_readable_in_the_ui(
    server: Server, browser: webdriver.Chrome, tmp_path: Path
) -> None:
    copydesk = str(Path(sys.executable).with_name("copydesk"))
    command = [copydesk, "ingest", str(ROOT / "seeds"), "--db", str(tmp_path / "ui.duckdb")]
    subprocess.run(command, env=server.environment, check=True, capture_output=True, timeout=120)
    summary = server.find(
        "artifacts", artifacts={"key": {"any_": ["copydesk-summary"]}}, sort="CREATED_DESC"
    )[0]
    browser.get(f"{server.ui}/v2/artifacts/artifact/{summary['id']}")
    wait = WebDriverWait(browser, 60)
    wait.until(lambda page: "documents in" in page.find_element(By.TAG_NAME, "body").text)
    shown = browser.find_element(By.TAG_NAME, "body").text
    assert "known already" in shown
    assert "spans_tile_text" in shown
    assert len(browser.find_elements(By.TAG_NAME, "table")) >= 2, "markdown tables are drawn as tables"
    if folder := os.environ.get("COPYDESK_SCREENSHOTS"):
        browser.save_screenshot(str(Path(folder) / "prefect-summary.png"))
