"""What tests of several rooms share: a real Prefect server on loopback, started once."""

import json
import os
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from flows.up import free_port, running_server, server_environment

os.environ.setdefault("COPYDESK_RELATE", "true")  # every run of the tests also finds who copied whom

# The same examples at every run, however slow the machine.
settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile("suite")

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A running Prefect server: the environment that points to it and its interface."""

    environment: dict[str, str]

    @property
    def api(self) -> str:
        return self.environment["PREFECT_API_URL"]

    @property
    def ui(self) -> str:
        return self.api.removesuffix("/api")

    def find(self, kind: str, **filters: Any) -> list[dict[str, Any]]:
        """Ask the server for flow_runs, task_runs, artifacts ..."""
        request = urllib.request.Request(
            f"{self.api}/{kind}/filter",
            data=json.dumps(filters).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as response:
            rows: list[dict[str, Any]] = json.load(response)
        return rows


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a free port with its state in a folder of its own."""
    home = tmp_path_factory.mktemp("prefect")
    settings = server_environment(free_port(4300)) | {"PREFECT_HOME": str(home)}
    environment = {**os.environ, **settings}
    with running_server(environment):
        yield Server(environment)
