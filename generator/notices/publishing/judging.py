"""What a run of `deliver` knows of the project, judged anew when something may have changed.

Belongs here: the evaluation, the deliveries that follow from it, and what is sent of each. Does not
belong here: claiming (``claiming``), the record of deliveries (``delivery_run``).
"""

from __future__ import annotations

from notices.domain.channels import AnyChannel, WebSubChannel
from notices.domain.deliveries import DeliveryLog
from notices.domain.layout import LEDGER
from notices.domain.payloads import FeedPayload, Payload
from notices.domain.policy import Policy
from notices.evaluation import Evaluation
from notices.evaluation.deliveries import Delivery
from notices.loading import read_ledger
from notices.project.disk import Workspace
from notices.publishing.deliver_options import DeliverOptions, DeliverResult, Draw
from notices.publishing.owed import every_delivery
from notices.publishing.showing import ledger_bytes

__all__ = ["Judged"]


class Judged:
    """The project as it was judged last; why nothing may be delivered goes into ``result``."""

    def __init__(
        self, workspace: Workspace, options: DeliverOptions, result: DeliverResult
    ) -> None:
        self._workspace, self._options, self._result = workspace, options, result
        self._evaluation: Evaluation | None = None
        self._draw: Draw | None = None

    def judge(self) -> bool:
        """Evaluate the project where that is needed; whether anything can be delivered."""
        if self._evaluation is None:
            self._draw = None
            self._evaluation = self._evaluated()
        if self._evaluation.site is None or not self._evaluation.may_deliver:
            self._result.problems = self._evaluation.problems
            return False
        return True

    @property
    def is_outdated(self) -> bool:
        """Whether the ledger is another one by now: somebody may have recorded a notice."""
        text = read_ledger(LEDGER, ledger_bytes(self._workspace) or b"")
        return self._evaluation is None or self._evaluation.ledger.head != text.ledger.head

    @property
    def channels(self) -> tuple[AnyChannel, ...]:
        """The channels in the order of their turns: what tells people, before hubs."""
        channels = () if self._evaluation is None else self._evaluation.channels
        return tuple(sorted(channels, key=lambda each: isinstance(each, WebSubChannel)))

    @property
    def policy(self) -> Policy | None:
        """The policy, where the project could be read."""
        return None if self._evaluation is None else self._evaluation.policy

    def forget(self) -> None:
        """Judge anew the next time."""
        self._evaluation = None

    def deliveries(self, log: DeliveryLog) -> tuple[Delivery, ...]:
        """Every delivery now, with what a record says of it."""
        assert self._evaluation is not None
        return every_delivery(self._workspace, self._evaluation, log, self._options.now)

    def payload(self, delivery: Delivery) -> Payload:
        """What is sent of a delivery that is owed. Raises what drawing it raises."""
        if isinstance(delivery.channel, WebSubChannel):
            return FeedPayload(delivery.recipient)
        assert self._evaluation is not None
        assert delivery.message is not None
        assert delivery.channel is not None
        self._draw = self._draw or self._options.draw(self._evaluation)
        return self._draw(delivery.message, delivery.channel, delivery.language, delivery.recipient)

    def _evaluated(self) -> Evaluation:
        """The evaluation now. What another run adds meanwhile may look as if it were later."""
        options = self._options.publish
        evaluation = options.evaluate(self._options.now)
        if any(problem.rule == "clock" for problem in evaluation.problems):
            options.sleep(1.0)
            evaluation = options.evaluate(self._options.now)
        return evaluation
