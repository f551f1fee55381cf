"""Nothing comes out before it is public, all of it then; a second before, at and after each publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from notices.loading.channels import ChannelsFile
from notices.loading.holidays import HolidaysFile
from notices.loading.plans import PlanFile
from notices.loading.reading import Keys
from notices.loading.release_keys import ReleaseFile
from notices.loading.window_keys import FreezeKeys
from tests.embargo.decoding import signs
from tests.embargo.outputs import Outputs
from tests.embargo.planting import CHOICES, NEVER, Plant, places
from tests.embargo.timeline import BEGUN, OVER, Timeline
from tests.figures import figure
from tests.project import Project

# What is planted in other files than releases; the policy's roles stand in plans and releases.
_ENTRIES: dict[type[Keys], tuple[str, ...]] = {
    PlanFile: ("plr", "pln"),
    FreezeKeys: ("fre",),
    HolidaysFile: ("hol",),
    ChannelsFile: ("cha",),
}


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sweep]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        project = Project.create(tmp_path_factory.mktemp("embargo") / "project")
        patch.chdir(project.root)
        yield Sweep(Timeline(project), Outputs(project, patch))


class Sweep:
    """What was found where at each instant."""

    def __init__(self, timeline: Timeline, outputs: Outputs) -> None:
        self.timeline = timeline
        self.early: list[tuple[datetime, str, str]] = []
        self.never: list[tuple[datetime, str, str]] = []
        self.missing: list[tuple[datetime, str]] = []
        self.outputs: set[str] = set()
        self.decoded = 0
        for now in timeline.instants:
            self._at(now, outputs)

    def _at(self, now: datetime, outputs: Outputs) -> None:
        timeline = self.timeline
        timeline.deeds.get(now, lambda: None)()
        told = outputs.publish(now)
        read = outputs.to_readers()
        found = self._found({"publish": told.encode(), **read})
        committed = self._found(outputs.committed())
        self.decoded += sum(map(len, read.values()))
        for plant, files in found.items():
            if not timeline.is_public(plant.entry, now):
                self.early += [(now, f"{plant}", name) for name in files]
            elif not plant.is_shown and not _is_envelope(plant, files):
                self.never += [(now, f"{plant}", name) for name in files]
        self.early += [
            (now, f"{plant}", name)
            for plant, files in committed.items()
            # The file of a public entry may name a hidden one; readers are not shown that.
            if plant.place != "id" and not timeline.is_public(plant.entry, now)
            for name in files
        ]
        on_site = {
            plant for plant, files in found.items() if any(n.startswith("site/") for n in files)
        }
        self.missing += [
            (now, f"{plant}")
            for plant in timeline.book.plants.values()
            if timeline.since[plant.entry] == now and plant.is_shown and plant not in on_site
            if plant.place != "prepare" or plant.entry not in OVER
        ]

    def _found(self, files: dict[str, bytes]) -> dict[Plant, set[str]]:
        self.outputs |= files.keys()
        found: dict[Plant, set[str]] = {}
        for name, data in files.items():
            for plant in self.timeline.book.found(signs(name.encode()) | signs(data)):
                found.setdefault(plant, set()).add(name)
        return found


def _is_envelope(plant: Plant, files: set[str]) -> bool:
    """A mail says from whom it is and to whom; the site does not."""
    return plant.entry == "cha" and all(name.startswith("sent/") for name in files)


def test_no_output_holds_a_word_of_an_entry_before_it_is_public(swept: Sweep) -> None:
    figure("embargo: words planted", len(swept.timeline.book.plants))
    figure("embargo: instants swept", len(swept.timeline.instants))
    figure("embargo: outputs searched", len(swept.outputs))
    figure("embargo: bytes searched", swept.decoded)
    figure("embargo: words found too early", len(swept.early))
    assert swept.early == []


def test_no_output_ever_holds_what_no_reader_may_see_of_a_public_entry(swept: Sweep) -> None:
    assert swept.never == []


def test_at_its_instant_the_site_holds_every_word_of_an_entry_that_readers_see(
    swept: Sweep,
) -> None:
    assert swept.missing == []


def test_messages_went_out_by_mail_webhook_and_chat_and_lie_in_the_outbox(swept: Sweep) -> None:
    ways = {name.rpartition("/")[0] for name in swept.outputs if name.startswith("sent/")}

    assert len(ways) == 4  # And to the hub.
    assert any(name.startswith("outbox/") for name in swept.outputs)


def test_the_words_on_pictures_of_releases_were_searched(swept: Sweep) -> None:
    assert any(name.startswith("drawn/") for name in swept.outputs)
    assert any(name.endswith("/picture.png") for name in swept.outputs)


@pytest.mark.parametrize("model", [ReleaseFile, *_ENTRIES], ids=lambda model: model.__name__)
def test_every_value_that_a_file_may_hold_is_planted(model: type[Keys], tmp_path: Path) -> None:
    book = Timeline(Project.create(tmp_path / "project")).book
    others = {entry for entries in _ENTRIES.values() for entry in entries}
    planted = {
        # Own times stand below the id of their notice.
        plant.place if not plant.place.startswith("notices.") else "notices"
        for plant in book.plants.values()
        if (plant.entry in _ENTRIES[model] if model in _ENTRIES else plant.entry not in others)
        or plant.entry == "pol"
    }

    assert set(places(model)) - planted - CHOICES.get(model, frozenset()) == set()
    assert planted & CHOICES.get(model, frozenset()) == set()


def test_what_is_never_shown_is_planted_in_entries_that_are_public(tmp_path: Path) -> None:
    timeline = Timeline(Project.create(tmp_path / "project"))
    public = {p.place for p in timeline.book.plants.values() if timeline.since[p.entry] is not None}

    # Who has such a release told of, nobody else is told.
    assert NEVER - public == {"customers", "file"}
    assert timeline.since["mov"] == BEGUN
