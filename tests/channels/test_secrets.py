"""No secret is in what a channel says."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.channels import MissingSecret
from notices.channels.secrets import Secrets

# The mark that stands in a secret's place is none itself.
SECRET = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="*"), min_size=1
).filter(lambda text: text.strip())
REST = st.text(st.characters(exclude_categories=["Cs"]))


@given(SECRET, REST, REST, st.booleans())
def test_no_text_keeps_a_secret_however_it_was_sent(
    secret: str, before: str, after: str, is_loud: bool
) -> None:
    secrets = Secrets("x", {"VALUE": secret})
    value = secrets.value("VALUE")
    forms = (value, quote(value), quote(value, safe=""), b64encode(value.encode()).decode())

    for form in forms:
        heard = form.upper() if is_loud and form.isascii() else form
        said = secrets.redacted(f"{before}{heard}{after}")
        assert " ".join(heard.split()) not in said
        assert "\n" not in said


def test_a_secret_at_the_place_where_a_text_is_cut_leaves_no_half() -> None:
    secrets = Secrets("x", {"VALUE": "correct-horse"})
    secrets.value("VALUE")

    assert secrets.redacted("a" * 195 + "correct-horse") == "a" * 195 + "***"
    assert secrets.redacted("a" * 300) == "a" * 200


def test_the_longer_of_two_secrets_leaves_no_rest() -> None:
    secrets = Secrets("x", {"A": "horse", "B": "horse-battery"})
    secrets.value("A")
    secrets.value("B")

    assert secrets.redacted("said horse-battery, horse") == "said ***, ***"


@pytest.mark.parametrize("environ", [{}, {"VALUE": ""}, {"VALUE": "\n"}])
def test_what_is_empty_is_missing(environ: dict[str, str]) -> None:
    with pytest.raises(MissingSecret, match="channel x: the environment variable VALUE is not set"):
        Secrets("x", environ).value("VALUE")


def test_a_line_end_after_a_value_is_none_of_it() -> None:
    """As files of secrets have it."""
    assert Secrets("x", {"VALUE": "a b \r\n"}).value("VALUE") == "a b "
