"""Layout: where the files of a project are."""

from datetime import UTC, datetime, timedelta, timezone

from notices.domain.layout import outbox_path

START = datetime(2026, 12, 12, 20, tzinfo=timezone(timedelta(hours=7)))


def test_a_message_has_the_start_that_it_speaks_of_in_utc() -> None:
    """As in the anchors of pages and feeds."""
    expected = "outbox/payroll-engine/20261212T130000Z-final.vi.eml"
    assert outbox_path("payroll-engine", START, "final", "vi") == expected
    assert outbox_path("payroll-engine", START.astimezone(UTC), "final", "vi") == expected


def test_the_short_form_lies_beside_it() -> None:
    """With another ending, and nothing else."""
    assert outbox_path("x", START, "final", "en", form="txt") == (
        "outbox/x/20261212T130000Z-final.en.txt"
    )


def test_a_number_cannot_be_taken_for_a_part_of_another_notice() -> None:
    """A policy may have a notice `completed-2`, and none with a dot."""
    assert outbox_path("x", START, "completed", "en", 2) == (
        "outbox/x/20261212T130000Z-completed.2.en.eml"
    )
    assert outbox_path("x", START, "completed-2", "en") == (
        "outbox/x/20261212T130000Z-completed-2.en.eml"
    )
