"""Mails keep their bytes: whoever changes how they look looks at what changed."""

from tests.golden_mails import FOLDER, golden_mails
from tests.project import bytes_below


def test_every_kind_of_mail_has_the_bytes_that_somebody_looked_at() -> None:
    """`python -m tests.golden_mails` writes them anew."""
    assert golden_mails() == bytes_below(FOLDER)
