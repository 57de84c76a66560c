"""Whom a server that refuses to be root runs as. An ordinary user needs none of this."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from stack.console import Refusal

# The same process, seen by itself as `nobody`: for places that only root can reach.
UNSHARE = shutil.which("unshare")
AS_NOBODY = ("--user", "--map-user=65534", "--map-group=65534")


@dataclass(frozen=True)
class Account:
    """`owner` is the user to become (None: stay), `before` the words that go before the command."""

    owner: int | None = None
    before: tuple[str, ...] = ()

    @classmethod
    def for_server(cls, program: Path, folder: Path) -> Self:
        """The account that can run this program and reach this folder."""
        if os.geteuid() != 0:
            return cls()
        nobody = cls(owner=_nobody())
        if nobody._reaches(program, folder):
            return nobody
        masked = cls(before=(UNSHARE, *AS_NOBODY)) if UNSHARE else nobody
        if masked._reaches(program, folder):
            return masked
        raise Refusal(
            "PostgreSQL refuses to run as root, and the user nobody cannot reach "
            f"{program} and {folder}. Run this as an ordinary user, or move the project to a "
            "folder that everyone may pass, or set DATABASE_URL to a database of yours."
        )

    def own(self, folder: Path) -> None:
        """An earlier start may have run under another account."""
        if os.geteuid() == 0:
            owner = self.owner or 0
            for path in (folder, *folder.rglob("*")):
                os.lchown(path, owner, owner)

    def replace_folder(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        self.own(folder)

    def _reaches(self, program: Path, folder: Path) -> bool:
        tried = subprocess.run(
            [*self.before, "sh", "-c", '"$0" --version && test -x "$1"', str(program), str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self.owner,
            group=self.owner,
            extra_groups=None if self.owner is None else [],
            check=False,
        )
        return tried.returncode == 0


def _nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return 65534
