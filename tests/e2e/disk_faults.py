"""Steers the disk under a daemon's ledger: a library preloaded into it (faults/disk_shim.cpp) fails its writes, syncs,
reads and opens with an errno, or kills it at a step."""
import errno
import mmap
import os
import struct
from pathlib import Path

SHIM = Path(os.environ.get("MODERATO_DISK_SHIM", Path(__file__).parents[2] / "build/release/tests/e2e/disk_shim.so"))
FIELDS = {"write_error": ("i", 0), "sync_error": ("i", 4), "read_error": ("i", 8), "open_error": ("i", 12),
          "kill_at": ("q", 16), "steps": ("q", 24)}


class Disk:
    """disk.write_error = errno.ENOSPC, and so on; 0 ends it. `environment` is for the daemon's process."""

    def __init__(self, folder):
        path = Path(folder) / "faults"
        path.write_bytes(bytes(32))
        with open(path, "r+b") as file:
            super().__setattr__("memory", mmap.mmap(file.fileno(), 32))
        super().__setattr__("environment", {"LD_PRELOAD": str(SHIM), "MODERATO_FAULTS": str(path)})

    def __setattr__(self, name, value):
        kind, at = FIELDS[name]
        struct.pack_into(kind, self.memory, at, value)

    def __getattr__(self, name):
        kind, at = FIELDS[name]
        return struct.unpack_from(kind, self.memory, at)[0]

    def heal(self):
        for name in ("write_error", "sync_error", "read_error", "open_error", "kill_at"):
            setattr(self, name, 0)


# What can go wrong with a write: how, and the word for it in the daemon's log and stats.
WRITE_FAULTS = {
    "full": (("write_error", errno.ENOSPC), "full"),
    "quota": (("write_error", errno.EDQUOT), "quota"),
    "read-only": (("write_error", errno.EROFS), "Read-only"),
    "broken": (("write_error", errno.EIO), "Input/output error"),
    "not syncing": (("sync_error", errno.EIO), "Input/output error"),
}
