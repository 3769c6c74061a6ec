"""`make up`: a Prefect server with its UI on loopback, the work pool, the deployments and a worker, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from copydesk import display
from copydesk.errors import CopydeskError

POOL = "desk"
_FIRST_PORT = 4200
_PATIENCE = 90  # seconds until the server must answer
_GRACE = 15  # seconds to stop before a process is killed


def main() -> int:
    """Start everything, wait for Ctrl-C, stop everything."""
    environment = {**os.environ, **server_environment(free_port())}
    ui = environment["PREFECT_API_URL"].removesuffix("/api")
    for stop_signal in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # SIGINT too: a shell that starts us with & has it ignored
        signal.signal(stop_signal, _interrupt)
    try:
        with running_server(environment), running_worker(environment) as worker:
            display.out.print(f"Prefect UI      [bold]{ui}[/]")
            display.out.print(
                "Deployments     ingest-inbox (every 15 minutes, folder inbox/), fetch-feeds (hourly, feeds.toml),"
                " nightly-audit (02:30 UTC)"
            )
            display.out.print("Run one now     prefect deployment run ingest/ingest-inbox")
            display.out.print(f"From a shell    export PREFECT_API_URL={environment['PREFECT_API_URL']}")
            display.out.print("Ctrl-C stops all of it.")
            worker.wait()
    except KeyboardInterrupt:
        display.say("stopped")
        return 0
    except CopydeskError as error:
        display.complain(str(error))
        return 1
    display.complain("the worker stopped by itself; its messages stand above")
    return 1


def server_environment(port: int) -> dict[str, str]:
    """Give the settings of a server on loopback that keeps its state here and calls nobody."""
    return {
        "PREFECT_HOME": os.environ.get("PREFECT_HOME", str(Path(".copydesk/prefect").absolute())),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    }


def free_port(first: int = _FIRST_PORT) -> int:
    """Give the first port from `first` on that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise CopydeskError(
        f"No free port from {first} to {first + 99} on loopback; stop a server that holds one"
    )


@contextmanager
def running_server(environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Prefect server and wait until it answers. Raises CopydeskError where it does not."""
    Path(environment["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
    api = environment["PREFECT_API_URL"]
    port = api.removesuffix("/api").rsplit(":", 1)[1]
    command = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", port]
    with _running(command, environment, quiet=True) as server:
        deadline = time.monotonic() + _PATIENCE
        while not _answers(f"{api}/health"):
            if server.poll() is not None or time.monotonic() > deadline:
                raise CopydeskError(
                    f"The Prefect server did not start on port {port}; see: prefect server start --port {port}"
                )
            time.sleep(0.3)
        yield server


@contextmanager
def running_worker(environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Make the pool, deploy what prefect.yaml names, and run a worker."""
    Path("inbox").mkdir(exist_ok=True)
    _prefect(environment, "work-pool", "create", POOL, "--type", "process", "--overwrite")
    _prefect(environment, "--no-prompt", "deploy", "--all")
    with _running(["prefect", "worker", "start", "--pool", POOL], environment) as worker:
        yield worker


def _prefect(environment: Mapping[str, str], *words: str) -> None:
    done = subprocess.run(
        [_script("prefect"), *words], env=dict(environment), capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stdout + done.stderr).strip().splitlines()[-1:]
        raise CopydeskError(f"`prefect {' '.join(words)}` failed: {' '.join(last)}")


@contextmanager
def _running(
    command: list[str], environment: Mapping[str, str], *, quiet: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process of our own group and stop it, children first asked, then killed, by pid."""
    sink = subprocess.DEVNULL if quiet else None
    process = subprocess.Popen(
        [_script(command[0]), *command[1:]],
        env=dict(environment),
        stdout=sink,
        stderr=sink,
        start_new_session=True,
        preexec_fn=_listen_to_signals,  # noqa: PLW1509 - this process has one thread here
    )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    for stop_signal in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, stop_signal)
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                continue


def _listen_to_signals() -> None:
    """Undo an ignored SIGINT inherited from a shell: with it, a Prefect worker ignores SIGTERM too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _script(name: str) -> str:
    """Give a console script of this environment."""
    return str(Path(sys.executable).with_name(name))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - an address of ours on loopback
            return bool(response.status == 200)
    except OSError:
        return False


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
