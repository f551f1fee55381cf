"""The pipeline: sources and ``now`` in; problems, the public site and new records out.

Belongs here: the order of things (``edition``), what files a project has (``sources``), what
becomes visible (``showing``) and may not vanish again (``announced``), when anything changes next
(``ahead``), what a person may enter (``sent``), what a branch is held against (``base``), and a
live site (``comparison``). Does not belong here: any rule, any wording, the disk, the clock.
"""

from generator.pipeline.ahead import next_change, planned_notices
from generator.pipeline.base import Base, evaluate_against
from generator.pipeline.comparison import Finding, differences
from generator.pipeline.edition import Edition, NoPolicy, evaluate, render
from generator.pipeline.sent import sent_record
from generator.pipeline.sources import (
    CONTENT,
    LEDGER,
    PAGES,
    PLANS,
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
    "PLANS",
    "POLICY",
    "PUBLISHED",
    "RELEASES",
    "SYSTEMS",
    "Base",
    "Edition",
    "Finding",
    "NoPolicy",
    "Sources",
    "differences",
    "evaluate",
    "evaluate_against",
    "next_change",
    "planned_notices",
    "render",
    "sent_record",
]
