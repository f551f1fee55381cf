"""Every delivery of a project: the messages, and the feeds that hubs have to hear of.

Belongs here: reading the feeds of the site as readers are shown it. Does not belong here: which
deliveries follow (``evaluation``), the form of a feed's file (``rendering.feeds``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from notices.domain.channels import WebSubChannel
from notices.domain.deliveries import DeliveryLog
from notices.evaluation import Evaluation
from notices.evaluation.deliveries import Delivery, deliveries_of
from notices.evaluation.hub_deliveries import ShownFeed, hub_deliveries
from notices.project.disk import Workspace

__all__ = ["every_delivery"]


def every_delivery(
    workspace: Workspace, evaluation: Evaluation, log: DeliveryLog, now: datetime
) -> tuple[Delivery, ...]:
    """Every delivery at ``now`` (UTC) that is owed or was begun; ``evaluation`` has a ``site``."""
    messages = deliveries_of(evaluation, evaluation.channels, log, now)
    if not any(isinstance(channel, WebSubChannel) for channel in evaluation.channels):
        return messages
    feeds = _shown_feeds(workspace, evaluation)
    return (*messages, *hub_deliveries(evaluation.channels, feeds, log, now))


def _shown_feeds(workspace: Workspace, evaluation: Evaluation) -> Iterator[ShownFeed]:
    """The feeds of the site that is shown; none where no site is."""
    # Only here: what writes feeds takes its time to load.
    from notices.rendering.feeds.feed_files import feed_digest, feed_patterns

    assert evaluation.policy is not None
    configuration = workspace.configuration()
    # One generation, whatever is shown meanwhile.
    site = configuration.site_dir.resolve()
    found: dict[str, str] = {}
    for language, pattern in feed_patterns(evaluation.policy.languages):
        for path in sorted(site.glob(pattern)):
            found.setdefault(path.relative_to(site).as_posix(), language)
    for name, language in found.items():
        digest = feed_digest((site / name).read_bytes())
        yield ShownFeed(f"{configuration.base_url}{name}", language, digest)
