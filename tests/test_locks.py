"""The locks: what is tested is what a user gets."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / name).read_text(), re.MULTILINE))


def test_developing_adds_packages_and_changes_none() -> None:
    running, developing = pins("requirements.lock"), pins("requirements-dev.lock")
    assert len(running) > 50
    assert running.items() <= developing.items()


def test_no_lock_names_a_host() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (ROOT / name).read_text()
