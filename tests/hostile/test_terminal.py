"""What commands write is text: no control sequence, no command to a job's log, no markup in a summary."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import icalendar
import pytest
from markdown_it import MarkdownIt

from notices.loading import load_channels, load_policy
from tests.hostile.fields import CLOSED, Dealer
from tests.hostile.payloads import PAYLOADS, REFUSED
from tests.hostile.probe import words
from tests.hostile.sites import ANNOUNCED, STATES, HostileProject
from tests.project import FEATURE, POLICY, Answer, Project

TURNS = range((len(PAYLOADS) + 1) // 2)
GITHUB = MarkdownIt("gfm-like", {"linkify": False, "html": True})
PROPERTY = r"(?:file|line|col|title)=[^,:\n]*"
ANNOTATION = re.compile(rf"::(?:error|warning|notice) {PROPERTY}(?:,{PROPERTY})*::[^\r\n]*")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> HostileProject:
    """Releases with every payload in every field, none of them announced yet."""
    made = HostileProject.create(tmp_path_factory.mktemp("hostile") / "project", Dealer(), TURNS)
    made.write(ANNOUNCED, STATES[1:2])
    return made


def lines_of(answer: Answer) -> list[str]:
    """All lines that a command wrote; none of them is more than text."""
    lines = f"{answer.out}\n{answer.err}".split("\n")
    assert [line for line in lines if not line.isprintable()] == []
    return lines


def is_command(line: str) -> bool:
    """Whether a git host's job takes the line for a command (`::error`, `##[group]`)."""
    return line.lstrip().startswith(("::", "##["))


@pytest.mark.parametrize(
    "command",
    [
        "check --no-host",
        "agenda --days 60",
        "next",
        "slots c-0",
        "explain done-0",
        "explain 2026-12",
        "record done-1",
        "outbox done-2",
    ],
)
def test_no_line_is_a_control_sequence_or_a_command(hostile: HostileProject, command: str) -> None:
    answer = hostile.project.run("--lang", "vi", *command.split(), "--now", ANNOUNCED)

    lines = lines_of(answer)
    assert len(lines) > 2
    assert [line for line in lines if is_command(line)] == []


def test_every_annotation_is_one_of_the_program(hostile: HostileProject) -> None:
    answer = hostile.project.run("check", "--no-host", "--format", "github", "--now", ANNOUNCED)

    lines_of(answer)
    annotations = answer.out.removesuffix("\n").split("\n")
    assert len(annotations) > len(TURNS)
    assert [line for line in annotations if not ANNOTATION.fullmatch(line)] == []


def test_a_timeline_shows_a_title_as_it_was_typed(hostile: HostileProject) -> None:
    said = hostile.said
    for turn in TURNS[::10]:
        name = f"done-{turn}"
        shown = words(hostile.project.run("--lang", "en", "explain", name, "--now", ANNOUNCED).out)
        assert words(said[name]["release.title", "vi"].replace("\t", "\\t")) in shown


@pytest.mark.parametrize("form", ["json", "ics", "html"])
def test_an_agenda_in_each_form_has_nothing_but_texts(hostile: HostileProject, form: str) -> None:
    answer = hostile.project.run("agenda", "--days", "60", "--format", form, "--now", ANNOUNCED)

    assert answer.status == 0
    if form == "json":
        assert len(answer.json()["items"]) > len(TURNS)
    elif form == "ics":
        parts = icalendar.Calendar.from_ical(answer.out).walk()
        assert {part.name for part in parts} <= {
            "VCALENDAR",
            "VEVENT",
            "VTODO",
            "VTIMEZONE",
            "STANDARD",
            "VALARM",
        }
        assert not {"ATTACH", "ATTENDEE"} & {
            key for part in parts for key, _ in part.property_items()
        }
    else:
        # As in a mail program, or on a page of the company's own.
        assert not re.search(rf"<(?!/?(?:{HARMLESS})\b|!doctype)", answer.out, re.IGNORECASE)


HARMLESS = "html|head|meta|title|style|body|h1|h2|p|table|thead|tbody|tr|th|td|time|code|main|section|ul|ol|li|a|span|div|strong|caption"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_summary_shows_titles_as_they_were_typed_and_nothing_of_them_is_live(
    hostile: HostileProject, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "summary.md"
    hostile.project.run(
        "--lang", language, "check", "--no-host", "--summary", str(file), "--now", ANNOUNCED
    )

    text = file.read_text(encoding="utf-8")
    html = GITHUB.render(text)
    live = re.findall(r"<(?:img|script|svg|iframe|b|form|input|style|math|link|base)\b[^>]*>", html)
    assert live == []
    links = re.findall(r'href="([^"]*)"', html)
    assert [
        link for link in links if "evil" in link or not link.startswith(("https://", "#"))
    ] == []
    # A mention is one in the text itself, in code it is none.
    prose = re.sub(r"<code>.*?</code>|<pre>.*?</pre>", "", html, flags=re.DOTALL)
    assert not re.search(r"@\w|(?<!&)#\d|GH-\d", re.sub(r"<[^>]*>", "", prose))
    shown = words(unescape(re.sub(r"<[^>]*>", "", html)))
    titles = [
        text
        for said in hostile.said.values()
        for (field, of), text in said.items()
        if field == "release.title" and of == language
    ]
    assert [title for title in titles if words(spelt(title)) not in shown] == []


def spelt(title: str) -> str:
    """A title on one line; what nobody can see is spelt out."""
    line = " ".join(title.split())
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


def refused_titles(project: Project) -> None:
    """A release for each character that no text may hold, typed as it is and as an escape."""
    for number, text in enumerate(REFUSED.values()):
        for way, quoted in (("typed", f'"{text}"'), ("escaped", json.dumps(text))):
            body = FEATURE.replace("{vi: Bảng lương thế hệ mới, en: New payroll engine}", quoted)
            project.release(f"{way}-{number}", body)


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_no_character_that_is_more_than_a_letter_gets_into_a_text_or_onto_a_terminal(
    project: Project, form: str
) -> None:
    refused_titles(project)
    # Names of files are texts of people, too.
    stray = project.root / "content/pages/x\x1b]0;owned\x07\r\u202e.yml"
    stray.write_text("", encoding="utf-8")

    answer = project.run("check", "--no-host", "--format", form, "--now", ANNOUNCED)

    assert answer.status == 1
    lines_of(answer)
    if form == "json":
        verdicts = {each["id"]: each["verdict"] for each in answer.json()["entries"]}
        assert set(verdicts.values()) == {"invalid"}
        assert len(verdicts) == 2 * len(REFUSED)


def test_a_name_of_the_site_has_no_such_character_either(project: Project) -> None:
    config = project.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    for bad in REFUSED.values():
        config.write_text(
            text.replace("site_name: Anviec", f"site_name: {json.dumps(bad)}"), encoding="utf-8"
        )

        answer = project.run("build", "--now", ANNOUNCED)

        assert answer.status != 0, bad
        lines_of(answer)
        assert not project.site.exists()


def test_what_a_person_types_into_a_command_comes_back_as_text(project: Project) -> None:
    project.release("one")
    project.run("publish", "--now", "2026-11-22 20:00")

    said = [
        project.run(*command, "--now", "2026-11-30 09:00")
        for command in (
            ("record", "one", "advance-internal", "--channel", "\x1b[31mred\x07"),
            ("explain", "\x1b[31mred"),
            ("agenda", "--role", "\x1b[31mred"),
            ("slots", "\x1b[31mred"),
            ("new", "\x1b[31mred"),
            ("outbox", "\x1b[31mred"),
            ("check", "--base", "\x1b[31mred"),
            ("build", "--site-dir", "x\x1b[31mred"),
        )
    ]

    for answer in said:
        assert lines_of(answer) != ["", ""]


MAIL = "id: list, type: mail, audience: customers, since: 2026-12-01, from: a@b.example, to: [c@d.example]"
SERVER = "smtp: {host: h.example, port: 25}"
POLICY_TEXT = POLICY.read_text(encoding="utf-8")
# Where the text stands in a file that is fine with another one.
FORMS = {
    "policy.timezone": POLICY_TEXT.replace("timezone: Asia/Ho_Chi_Minh", "timezone: TEXT", 1),
    "policy.categories.*.windows.allowed[].zone": POLICY_TEXT.replace(
        "to: 24:00}", "to: 24:00, zone: TEXT}", 1
    ),
    "channels.channels[].smtp.host": f"channels: [{{{MAIL}, {SERVER.replace('h.example', 'TEXT')}}}]",
    "channels.channels[].list_id": f"channels: [{{{MAIL}, {SERVER}, list_id: TEXT}}]",
}


def errors(field: str, text: str) -> int:
    data = FORMS[field].replace("TEXT", text).encode()
    if field.startswith("policy"):
        return len(load_policy("policy.yml", data).problems)
    policy = load_policy("policy.yml", POLICY_TEXT.encode()).value
    assert policy is not None
    return len(load_channels("channels.yml", data, policy, None).problems)


@pytest.mark.parametrize("field", sorted(CLOSED))
def test_a_field_of_a_form_that_no_schema_tells_takes_no_payload(field: str) -> None:
    assert FORMS.keys() == CLOSED
    assert errors(field, "Europe/Berlin" if "zone" in field else "updates.example.com") == 0
    for name, payload in PAYLOADS.items():
        assert errors(field, json.dumps(payload, ensure_ascii=False)), name
