"""The whole: the same input, the same bytes; any language, by its texts alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from notices.domain.public import PublicSite
from notices.rendering import TextsMissing, render_site
from tests.rendering.builders import POLICY, at, cancelled, completed, public, release, site, theme


def shown() -> PublicSite:
    return site(
        public(release("ahead"), guides_due=at("2026-12-11 20:00")),
        public(release("runs", start=at("2026-11-23 20:00")), "in_progress"),
        completed("done", at("2026-06-06 20:00")),
        cancelled("off", at("2026-05-02 20:00"), at("2026-05-01 09:00")),
        guides=frozenset({("done", "vi"), ("done", "en"), ("ahead", "vi")}),
    )


def test_the_same_site_gives_the_same_bytes() -> None:
    assert list(render_site(shown(), theme())) == list(render_site(shown(), theme()))


def test_each_path_is_written_once() -> None:
    paths = [document.path for document in render_site(shown(), theme())]
    assert len(paths) == len(set(paths))


def test_index_and_subscribe_exist_in_every_language_even_when_nothing_is_public() -> None:
    documents = {d.path: d.shell for d in render_site(site(), theme())}
    assert documents["index.html"] == ("vi", "written:index")
    assert documents["en/index.html"] == ("en", "written:index")
    assert documents["en/subscribe/index.html"] == ("en", "written:subscribe")


def test_no_date_of_today_is_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    years = set()
    for document in render_site(shown(), theme()):
        if document.path.endswith(".png"):
            continue
        text = document.data.decode() + "".join(document.slots.values())
        years |= set(re.findall(r"\b(20\d\d)\b", text))
    # In names of formats: 2000 in SVG's, 2005 in Atom's, 2020 in that of JSON Schema.
    assert years <= {"2000", "2005", "2020", "2025", "2026"}


def test_a_third_language_is_one_more_file_of_texts() -> None:
    own = theme()
    days = [key for key in own.texts["en"] if key.startswith("weekdays.")]
    week = dict(zip(days, "月火水木金土日", strict=True))
    texts = {**own.texts, "ja": {**own.texts["en"], **week}}
    policy = replace(POLICY, languages=("ja", "vi"))
    documents = {
        d.path: d for d in render_site(replace(shown(), policy=policy), replace(own, texts=texts))
    }
    assert "vi/releases/ahead/index.html" in documents
    assert "土 12 12月 2026" in documents["releases/ahead/index.html"].slots["content"]


def test_a_policys_language_without_texts_is_refused_before_anything_is_made() -> None:
    policy = replace(POLICY, languages=("vi", "fr"))
    with pytest.raises(TextsMissing, match="fr"):
        next(iter(render_site(replace(shown(), policy=policy), theme())))
