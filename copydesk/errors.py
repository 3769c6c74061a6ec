"""Every error Copydesk raises on purpose.

CopydeskError
├── UsageError          the command or call was wrong: exit code 2
├── ReadError           these bytes are no readable document: a quarantine row
├── FetchError          this address gave nothing that may be taken: a row of the ledger of fetches
├── WarehouseError      the database cannot be used: exit code 1
│   └── LockedError     another process is writing
└── ContractError       a frame does not fit its table: a fault of the program, the shard is not loaded
"""


class CopydeskError(Exception):
    """A sentence for a person, with the cure."""


class UsageError(CopydeskError):
    """The command or call was wrong."""


class ReadError(CopydeskError):
    """These bytes are no readable document; `reason` is the code for the quarantine."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type["ReadError"], tuple[str, str]]:
        """Survive the way back from a worker process."""
        return type(self), (self.reason, self.detail)


class FetchError(CopydeskError):
    """This address gave nothing that may be taken; `transient` tells that another try may."""

    def __init__(self, reason: str, detail: str, transient: bool = False) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.transient = transient

    def __reduce__(self) -> tuple[type["FetchError"], tuple[str, str, bool]]:
        """Survive the way back from a worker process."""
        return type(self), (self.reason, self.detail, self.transient)


class WarehouseError(CopydeskError):
    """The database cannot be used."""


class LockedError(WarehouseError):
    """Another process is writing to the same database."""


class ContractError(CopydeskError):
    """A frame does not fit its table's contract."""
