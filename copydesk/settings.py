"""Settings: one frozen object, read once at the edge from arguments and COPYDESK_* environment variables."""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where things live and how much is done at once."""

    model_config = SettingsConfigDict(env_prefix="COPYDESK_", frozen=True)

    database: Path = Path("copydesk.duckdb")
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    shard_documents: int = Field(default=2000, ge=1)
    shard_bytes: int = Field(default=32 * 2**20, ge=1)
    max_bytes: int = Field(default=16 * 2**20, ge=1)  # of one document; larger ones are quarantined
    max_unpacked_ratio: int = Field(default=200, ge=1)  # of a gzip file; more is taken for a bomb
    memory_limit: str = "320MB"  # of the database engine

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
