"""Settings: one frozen object, read once at the edge from arguments and COPYDESK_* environment variables."""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from copydesk import __version__


class Settings(BaseSettings):
    """Where things live and how much is done at once."""

    model_config = SettingsConfigDict(env_prefix="COPYDESK_", frozen=True)

    database: Path = Path("copydesk.duckdb")
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    shard_documents: int = Field(default=2000, ge=1)
    shard_bytes: int = Field(default=32 * 2**20, ge=1)
    max_bytes: int = Field(default=16 * 2**20, ge=1)  # of one document; larger ones are quarantined
    max_unpacked_ratio: int = Field(default=200, ge=1)  # of a gzip file; more is taken for a bomb
    outlet_aliases: Path | None = None  # a table of outlets and their spellings, over sql/outlet_aliases.csv
    memory_limit: str = "320MB"  # of the database engine
    # Compare what is new with all before it: a run over texts much alike takes thrice as long.
    relate: bool | None = None  # None: where it was done before

    fetch_contact: str = ""  # an address for webmasters, shown in the user agent
    fetch_interval: float = Field(
        default=1.0, ge=0
    )  # seconds from the end of a request to a host to the next
    fetch_budget: int = Field(default=2000, ge=1)  # requests to a host a day
    fetch_concurrency: int = Field(default=64, ge=1)  # requests under way at once
    fetch_max_bytes: int = Field(default=8 * 2**20, ge=1)  # of one answer, unpacked
    fetch_redirects: int = Field(default=5, ge=0)
    fetch_connect_timeout: float = Field(default=10.0, gt=0)  # seconds
    fetch_read_timeout: float = Field(default=20.0, gt=0)
    fetch_deadline: float = Field(default=60.0, gt=0)  # for one answer as a whole
    fetch_patience: float = Field(
        default=65.0, ge=0
    )  # seconds a run waits for a host; longer is for a later run
    fetch_flush_seconds: float = Field(default=60.0, gt=0)  # after which what was fetched is landed
    fetch_attempts: int = Field(default=6, ge=1)  # failures in a row after which an address is given up
    fetch_retry_seconds: float = Field(
        default=60.0, ge=0
    )  # longest wait after a first failure; doubled with each
    fetch_fresh_seconds: float = Field(
        default=600.0, ge=0
    )  # in which a page is not asked again, whoever asks
    fetch_recheck_hours: float = Field(
        default=6.0, ge=0
    )  # until a new article is looked at again; 0 means never
    fetch_recheck_days: float = Field(default=7.0, ge=0)  # age from which it is not looked at again
    fetch_allow_private: bool = False  # addresses of this machine and of private networks

    @property
    def user_agent(self) -> str:
        """Name the program, and where to complain."""
        return f"Copydesk/{__version__}" + (f" (+{self.fetch_contact})" if self.fetch_contact else "")

    @property
    def fetched_folder(self) -> Path:
        """What became of the addresses whose documents stand in a raw shard of the same name, until it is loaded."""
        return self.state_folder / "fetched"

    @property
    def state_folder(self) -> Path:
        """The writer's own folder beside the published file."""
        return self.database.absolute().parent / ".copydesk" / self.database.stem

    @property
    def writer_file(self) -> Path:
        """The writer's own database."""
        return self.state_folder / "writer.duckdb"

    @property
    def raw_folder(self) -> Path:
        """Landed shards of raw documents: kept for ever, replayed by rebuild and retry."""
        return self.state_folder / "raw"

    @property
    def clean_folder(self) -> Path:
        """Cleaned shards on their way to the database: made again from raw at any time, deleted once loaded."""
        return self.state_folder / "clean"
