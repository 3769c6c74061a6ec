"""DuckDB: the writer's own database, the published snapshot, and SQL by name.

One process writes, under a lock that tells others who holds it. Analysts open the published copy, which is replaced by
renaming: who reads keeps the file they opened, who opens gets the newest.
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from copydesk.errors import LockedError, WarehouseError
from copydesk.landing import replace_file
from copydesk.settings import Settings

# Files that DuckDB 1.5 can open as well; 2.0 writes a newer format by default.
_STORAGE_VERSION = "v1.5.0"
# A line of a generated table definition: `    name type` or `    name type not null`.
_COLUMN = re.compile(r"^    (\w+) ([\w\[\]]+)(?: not null)?,?$", re.MULTILINE)
_COLUMNS = "select column_name from duckdb_columns() where database_name = 'warehouse' and table_name = ?"
_OURS = "select 1 from duckdb_tables() where table_name in ('runs', 'articles') having count(*) = 2"
_HOLDER = re.compile(r"Conflicting lock is held.*?\(PID (\d+)\)", re.DOTALL)
_ENGINE_CANNOT_GO_ON = (
    duckdb.IOException,
    duckdb.TransactionException,  # a commit that could not be written
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
)


def now() -> datetime:
    """Give the time in UTC."""
    return datetime.now(UTC)


def sql_files(kind: str) -> dict[str, str]:
    """Give the SQL of a folder under sql/, by name."""
    folder = resources.files("sql").joinpath(kind)
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name
    )
    return {file.name.removesuffix(".sql"): file.read_text("utf-8") for file in files}


@contextmanager
def open_writer(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the writer's database for this process alone, its tables and views created.

    Raises LockedError while another process writes, WarehouseError where the folder or the file cannot be used, then
    or later: a full disk shows while writing.
    """
    _spare_others(settings)  # before the lock, which makes a folder
    with _writer_lock(settings):
        try:
            con = _connect(settings)
        except duckdb.Error as error:
            sentence = _unopenable_sentence(settings.writer_file, error, "; close it there")
            raise WarehouseError(sentence) from error
        try:
            with transaction(con):  # half the time of one for each statement
                _create_tables(con)
            yield con
        except ConnectionError:  # of a pipe or a server, no fault of these files
            raise
        except (OSError, *_ENGINE_CANNOT_GO_ON) as error:
            raise WarehouseError(_unwritable_sentence(settings, error)) from error
        finally:
            con.close()


def publish(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Put a snapshot of the writer's database in the place of the published file; the connection is closed.

    Closed first, because closing any handle of a file ends the process's locks on it.
    """
    with suppress(duckdb.ConnectionException):  # closed by a first try that could not copy
        con.execute("checkpoint warehouse")
    con.close()
    target = settings.database.absolute()
    try:
        # Left by someone who wrote into the snapshot: the engine would refuse to open the new one beside it.
        target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
        replace_file(settings.writer_file, target)
    except OSError as error:
        raise WarehouseError(
            f"The snapshot {settings.database} cannot be written: {error.strerror}"
        ) from error


@contextmanager
def open_reader(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published file read-only, without access to other files, the network or settings.

    Raises WarehouseError where there is none, another program writes into it, or it is no database of Copydesk.
    """
    if not settings.database.exists():
        raise WarehouseError(f"{settings.database} does not exist; fill it with: copydesk ingest PATH")
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "TimeZone": "UTC",
    }
    try:
        con = duckdb.connect(str(settings.database), read_only=True, config=config)
    except duckdb.Error as error:
        cure = " for writing; close it there, or open it there read-only"
        raise WarehouseError(_unopenable_sentence(settings.database, error, cure)) from error
    try:
        if not con.execute(_OURS).fetchall():
            raise WarehouseError(
                f"{settings.database} is a database, but not of Copydesk: it has no tables of runs and articles; name"
                " with --db a file that a run published"
            )
        con.execute("set lock_configuration = true")
        yield con
    finally:
        con.close()


def query(
    con: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] | None = None
) -> pl.DataFrame:
    """Run one query and give its rows. Raises WarehouseError with the engine's own explanation."""
    try:
        relation = con.sql(sql, params=dict(parameters) if parameters else None)
    except duckdb.Error as error:
        raise WarehouseError(f"The query failed: {str(error).strip()}") from error
    if relation is None:
        raise WarehouseError("That is no query: only statements that return rows can be run here")
    try:
        frame: pl.DataFrame = relation.pl()
    except duckdb.Error as error:
        raise WarehouseError(f"The query failed: {str(error).strip()}") from error
    return frame


def count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Give the one number that a query returns."""
    return int(con.execute(sql).fetchall()[0][0])


def insert(con: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Append a frame to a table, by column names."""
    if frame.height == 0:
        return
    columns = ", ".join(frame.columns)
    with registered(con, incoming=frame):
        con.execute(f"insert into {table} ({columns}) select {columns} from incoming")  # noqa: S608 - names of ours


@contextmanager
def registered(con: duckdb.DuckDBPyConnection, **frames: pl.DataFrame) -> Iterator[None]:
    """Let SQL see frames by name for a while."""
    for name, frame in frames.items():
        con.register(name, frame.to_arrow())
    try:
        yield
    finally:
        for name in frames:
            con.unregister(name)


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Do all of it or nothing."""
    con.execute("begin transaction")
    try:
        yield
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")


@contextmanager
def _writer_lock(settings: Settings) -> Iterator[None]:
    """Hold the lock file, which names the holder; the lock goes with the process, however it ends."""
    try:
        settings.state_folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(_lock_file(settings), os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise WarehouseError(
            f"The folder {settings.state_folder} cannot be written: {error.strerror}"
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(_locked_sentence(settings)) from None
        os.ftruncate(handle, 0)
        os.write(
            handle, json.dumps({"pid": os.getpid(), "since": now().isoformat(timespec="seconds")}).encode()
        )
        yield
    finally:
        os.close(handle)


def _spare_others(settings: Settings) -> None:
    """Raise WarehouseError where publishing would replace a file that was not made from what this folder holds.

    A writer's database that is lost comes back from the landed shards.
    """
    database, folder = settings.database, settings.raw_folder
    is_known = settings.writer_file.exists() or (folder.is_dir() and any(folder.iterdir()))
    if not is_known and database.is_file() and database.stat().st_size:
        raise WarehouseError(
            f"{database} was not published from {settings.state_folder}, where nothing is: a run would replace it by"
            " what it loads alone. Bring that folder back, name another file, or move this one away"
        )


def _locked_sentence(settings: Settings) -> str:
    try:
        holder = json.loads(_lock_file(settings).read_text())
        who = f"process {holder['pid']} since {holder['since']}"
    except (ValueError, KeyError, OSError):
        who = "another process"
    return f"{settings.database} is being written by {who}; wait for it, or use another file with --db"


def _lock_file(settings: Settings) -> Path:
    return settings.state_folder / "lock"


def _connect(settings: Settings) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": settings.memory_limit,
        "threads": 2,
        "checkpoint_threshold": "256MB",  # publishing checkpoints; before it, each costs a fifth of a second
    }
    con = duckdb.connect(config=config)
    if not settings.writer_file.exists():
        _create(con, settings.writer_file)
    _attach(con, settings.writer_file)
    con.execute("use warehouse")
    con.execute("set TimeZone = 'UTC'")
    spill = settings.state_folder / "spill"
    shutil.rmtree(spill, ignore_errors=True)  # of an engine that was killed
    con.execute(f"set temp_directory = {_quoted(spill)}")
    return con


def _create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create tables and views; a table made by an older version gets the columns that it lacks, empty."""
    for name, statement in sql_files("tables").items():
        held = {column for (column,) in con.execute(_COLUMNS, [name]).fetchall()}
        for column, kind in _COLUMN.findall(statement) if held else ():
            if column not in held:
                con.execute(f"alter table {name} add column {column} {kind}")
        con.execute(statement)
    for statement in sql_files("views").values():
        con.execute(statement)


def _create(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Create the database under another name: killed half-way, the engine leaves a file that it cannot open."""
    temporary = path.with_suffix(".tmp")
    temporary.unlink(missing_ok=True)
    _attach(con, temporary)
    con.execute("detach warehouse")
    temporary.replace(path)


def _attach(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    con.execute(f"attach {_quoted(path)} as warehouse (storage_version '{_STORAGE_VERSION}')")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _unwritable_sentence(settings: Settings, error: Exception) -> str:
    """Name what could not be written and why: memory or disk is full, a right is missing, a file is in the way."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return (
            f"The database engine needs more than {settings.memory_limit} of memory. What was loaded is safe; "
            "set COPYDESK_MEMORY_LIMIT higher and run the same command again"
        )
    place = getattr(error, "filename", None) or settings.state_folder
    reason = getattr(error, "strerror", None) or _first_line(error)
    return f"{place} cannot be written: {reason}. What was loaded is safe; mend it and run the same command again"


def _unopenable_sentence(path: Path, error: duckdb.Error, cure: str) -> str:
    """Name who holds a file, where the engine tells that, with the cure; else what the engine says."""
    if holder := _HOLDER.search(str(error)):
        return f"{path} is held open by another program (process {holder[1]}){cure}"
    return f"{path} cannot be opened as a database: {_first_line(error)}"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
