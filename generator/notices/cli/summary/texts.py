"""A company's texts in the language of the messages.

Belongs here: which of several languages is shown. Does not belong here: texts of ours.
"""

from __future__ import annotations

from notices.cli.language import chosen
from notices.domain.policy import Policy, Texts

__all__ = ["text_of"]


def text_of(texts: Texts, policy: Policy) -> str:
    """A text in the language of the messages; where it has none, in the policy's first."""
    wanted = (chosen(), policy.default_language, *texts)
    return next((texts[language] for language in wanted if texts.get(language)), "")
