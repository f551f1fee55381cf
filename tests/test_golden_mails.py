"""Mails keep their bytes: whoever changes how they look looks at what changed."""

from email import charset

import pytest

from tests.golden_mails import FOLDER, golden_mails
from tests.project import bytes_below


def test_every_kind_of_mail_has_the_bytes_that_somebody_looked_at() -> None:
    """`python -m tests.golden_mails` writes them anew."""
    assert golden_mails() == bytes_below(FOLDER)


def test_a_library_that_changes_how_the_process_encodes_headers_changes_no_byte(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(charset, "CHARSETS", dict(charset.CHARSETS))
    charset.add_charset("utf-8", charset.QP, charset.QP, "utf-8")
    assert golden_mails() == bytes_below(FOLDER)
