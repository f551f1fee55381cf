"""The pipeline: sources and ``now`` in; problems, the public site and new records out.

Belongs here: the order of things (``edition``), what files a project has (``sources``), what
becomes visible (``showing``), what a person may enter (``sent``). Does not belong here: any rule, any wording, the disk, the clock.
"""

from generator.pipeline.edition import Edition, NoPolicy, evaluate, next_change, render
from generator.pipeline.sent import sent_record
from generator.pipeline.sources import (
    CONTENT,
    LEDGER,
    PAGES,
    POLICY,
    PUBLISHED,
    RELEASES,
    SYSTEMS,
    Sources,
)

__all__ = [
    "CONTENT",
    "LEDGER",
    "PAGES",
    "POLICY",
    "PUBLISHED",
    "RELEASES",
    "SYSTEMS",
    "Edition",
    "NoPolicy",
    "Sources",
    "evaluate",
    "next_change",
    "render",
    "sent_record",
]
