"""What the remote has acknowledged: the model that every step of a walk is compared with.

Belongs here: which ledgers the remote has had, which of their lines may be missing and why.
Does not belong here: who takes which step (``walk``).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from notices.loading import read_ledger


@dataclass
class Acknowledged:
    """The ledgers that the remote had under ``heads``, oldest first.

    ``ledger`` is the longest that counts. It is ``lost`` from a person's own push of one that
    lacks lines of it, or is broken, until a publish brings them back. A machine that cannot know
    of them may go on without: then there are two ledgers, and either counts (``others``).
    """

    ledger: bytes = b""
    heads: list[tuple[str, bytes]] = field(default_factory=list)
    lost: bool = False
    others: list[bytes] = field(default_factory=list)

    def pushed_by_a_person(self, head: str, data: bytes) -> None:
        """What the remote has after a person's own push, which may have lost lines.

        One that has others in their place is one of two ledgers: git knows both, and nobody
        knows which of them counts.
        """
        grown = data.startswith(self.ledger) or self.ledger.startswith(data)
        if not grown and not read_ledger("", data).problems:
            self.others.append(self.ledger)
            self.ledger = data
        self._take(head, data)

    def pushed_by_the_program(self, head: str, data: bytes, *, known: bytes) -> None:
        """What the remote has after a command of the program, or after what its help says.

        ``known`` is the part of ``ledger`` that the machine has in its git.
        """
        before = self.heads[-1][1]
        if data != before:
            text = read_ledger("", data)
            assert not text.problems, text.problems
            keys = [(r.kind, r.entry, r.notice, r.start) for r in text.ledger.records]
            assert len(keys) == len(set(keys)), "a notice is recorded twice"
            if not any(data.startswith(one) for one in (self.ledger, *self.others)):
                assert self.lost, "a record that the remote acknowledged is missing from it"
                assert data.startswith(known), "records that the machine has in its git are lost"
                self.others.append(self.ledger)
                self.ledger = data
        self._take(head, data)

    def known_from(self, commits: Collection[str]) -> bytes:
        """The longest part of ``ledger`` that the remote had at one of these commits."""
        known = (data for head, data in self.heads if head in commits)
        return max((data for data in known if self.ledger.startswith(data)), key=len, default=b"")

    def _take(self, head: str, data: bytes) -> None:
        if data.startswith(self.ledger):
            self.ledger = data
        self.lost = not data.startswith(self.ledger)
        for other in self.others:
            # The other of two ledgers is the remote's again.
            if self.lost and data.startswith(other):
                self.others = [one for one in self.others if one != other]
                self.others.append(self.ledger)
                self.ledger, self.lost = data, False
                break
        if not self.heads or self.heads[-1] != (head, data):
            self.heads.append((head, data))
