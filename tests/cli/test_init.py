"""`notices init` writes a company's own project, which publishes at once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from notices.cli import main
from notices.cli.init_project import translated_languages
from notices.cli.policy_library import policies
from tests.project import POLICY, Answer, Project

ANSWERS = (
    "--name",
    "Acme GmbH",
    "--url",
    "https://updates.acme.example",
    "--timezone",
    "Europe/Berlin",
)


def init(folder: Path, *options: str, typed: str | None = None) -> Answer:
    answer = CliRunner().invoke(main, ["init", str(folder), *options], input=typed)
    assert "Traceback" not in answer.stderr
    return Answer(answer.exit_code, answer.stdout, answer.stderr)


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


FRONT = [".gitattributes", ".gitignore", ".pre-commit-config.yaml", "README.md"]
PAGES = ["content/pages/index.md", "content/pages/subscribe.md"]


@pytest.mark.parametrize("language", translated_languages())
def test_its_readme_names_what_marketing_needs_each_day(tmp_path: Path, language: str) -> None:
    """Whoever has the project alone learns from it which command answers which question."""
    init(tmp_path / "acme", *ANSWERS, "--languages", language)
    readme = (tmp_path / "acme/README.md").read_text(encoding="utf-8")

    assert re.findall(r"^notices (\w+).* # ", readme, re.MULTILINE) == [
        "slots", "new", "serve", "check", "explain", "agenda", "outbox", "next", "publish",
    ]  # fmt: skip


def test_it_writes_the_files_that_a_company_owns_and_no_theme(tmp_path: Path) -> None:
    answer = init(tmp_path / "acme", *ANSWERS)

    assert answer == Answer(
        0,
        "",
        f"wrote 9 files into {tmp_path / 'acme'}; its README.md says what they are\n"
        f"see the site with: notices -f {tmp_path / 'acme/mkdocs.yml'} serve\n",
    )
    written = files(tmp_path / "acme")
    assert [name for name in written if not name.startswith(".notices/")] == sorted(
        [*FRONT, *PAGES, "content/policy.yml", "content/systems.yml", "mkdocs.yml"]
    )
    # For editors; git ignores them.
    assert [name for name in written if name.startswith(".notices/")] == [
        f".notices/schemas/{kind}.json"
        for kind in ("channels", "holidays", "plan", "policy", "release", "systems")
    ]


@pytest.mark.parametrize(
    "policy, languages",
    [
        *((policy, "de,en") for policy in policies()),
        *(("simple", languages) for languages in ("en", "vi,en", "en,vi")),
        ("procedure", "vi,en"),
    ],
)
def test_what_it_writes_has_no_problem_and_publishes(
    tmp_path: Path, policy: str, languages: str
) -> None:
    assert init(tmp_path / "a", *ANSWERS, "--policy", policy, "--languages", languages).status == 0
    project = Project(tmp_path / "a")

    checked = project.run("check")
    # In the last days of a month the plan of the next one is asked for.
    strictly = project.run("check", "--strict", "--now", "2099-06-01 09:00")
    published = project.run("publish")

    assert checked.status == 0, checked.err
    assert strictly.status == 0, strictly.out
    assert published.status == 0, published.err
    assert "Acme GmbH" in project.page("index.html")
    for other in languages.split(",")[1:]:
        assert "Acme GmbH" in project.page(f"{other}/index.html")


@pytest.mark.parametrize("policy", policies())
def test_the_release_of_its_readme_passes(tmp_path: Path, policy: str) -> None:
    assert init(tmp_path / "a", *ANSWERS, "--policy", policy, "--languages", "en,vi").status == 0
    project = Project(tmp_path / "a")
    readme = (project.root / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert found is not None

    project.release("my-first-release", found[1])

    checked = project.run("check")
    assert checked.status == 0, checked.err


@pytest.mark.parametrize("policy", ["bank", "carrier", "university"])
@pytest.mark.parametrize(
    "language, heading", [("en", "Days off"), ("de", "Freie Tage"), ("vi", "Ngày nghỉ")]
)
def test_where_working_days_count_it_says_how_to_list_the_days_off(
    tmp_path: Path, policy: str, language: str, heading: str
) -> None:
    answer = init(tmp_path / "a", *ANSWERS, "--policy", policy, "--languages", language)

    year = yaml.safe_load((tmp_path / "a/content/policy.yml").read_bytes())["ledger_starts"].year
    command = f"notices holidays COUNTRY {year} {year + 1} > "
    [said] = answer.err.splitlines()[1:-1]
    assert said == (
        "the policy counts working days; before the first release, write the days off with: "
        f"{command}{tmp_path / 'a/content/holidays.yml'}"
    )
    readme = (tmp_path / "a/README.md").read_text(encoding="utf-8")
    assert f"\n## {heading}\n" in readme
    assert f"\n{command}content/holidays.yml\n" in readme


@pytest.mark.parametrize("policy", ["cloud-host", "developer-tool", "procedure", "simple"])
def test_where_none_counts_nothing_is_said_of_days_off(tmp_path: Path, policy: str) -> None:
    answer = init(tmp_path / "a", *ANSWERS, "--policy", policy)

    assert "holidays" not in answer.err
    assert "holidays" not in (tmp_path / "a/README.md").read_text(encoding="utf-8")


def test_the_years_in_a_policy_are_those_of_the_day_in_its_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An hour before midnight in UTC it is 2027 in Berlin."""
    now = datetime(2026, 12, 31, 23, tzinfo=UTC)
    monkeypatch.setattr("notices.cli.commands.init.clock", lambda: now)
    assert init(tmp_path / "a", *ANSWERS, "--policy", "bank").status == 0

    policy = yaml.safe_load((tmp_path / "a/content/policy.yml").read_bytes())

    assert [(each["id"], str(each["from"]), str(each["to"])) for each in policy["freezes"]] == [
        ("half-year-2027", "2027-06-26", "2027-07-03"),
        ("year-end-2027", "2027-12-18", "2028-01-06"),
        ("half-year-2028", "2028-06-26", "2028-07-03"),
        ("year-end-2028", "2028-12-18", "2029-01-06"),
    ]


def test_the_procedure_is_the_policy_of_this_repository(tmp_path: Path) -> None:
    options = ("--name", "Anviec", "--url", "https://x.example/", "--timezone", "Asia/Ho_Chi_Minh")
    assert (
        init(tmp_path / "a", *options, "--languages", "vi,en", "--policy", "procedure").status == 0
    )

    written = (tmp_path / "a/content/policy.yml").read_text(encoding="utf-8")

    today = yaml.safe_load(written)["ledger_starts"]
    first, _, policy = written.partition("\n")
    assert first == "# yaml-language-server: $schema=../.notices/schemas/policy.json"
    own = POLICY.read_text(encoding="utf-8").split("\n\n")
    # Whom network operators write to is nobody else's to copy.
    told = [part for part in own if "\norganizer:" not in part]
    assert len(told) == len(own) - 1
    assert policy.replace(str(today), "2025-07-01") == "\n\n".join(told)


def test_every_language_with_texts_can_be_chosen(tmp_path: Path) -> None:
    for language in translated_languages():
        folder = tmp_path / language
        assert init(folder, *ANSWERS, "--languages", language).status == 0
        assert Project(folder).run("check", "--strict").status == 0


@pytest.mark.parametrize("policy", ["simple", "procedure"])
def test_a_german_company_gets_german_files_and_a_german_site(tmp_path: Path, policy: str) -> None:
    options = ("--languages", "de,en", "--policy", policy)
    assert init(tmp_path / "a", *ANSWERS, *options).status == 0
    project = Project(tmp_path / "a")
    assert project.run("publish").status == 0

    assert "# Updates von Acme GmbH" in (project.root / "README.md").read_text(encoding="utf-8")
    labels = yaml.safe_load((project.root / "content/policy.yml").read_text(encoding="utf-8"))
    assert labels["languages"] == ["de", "en"]
    assert labels["categories"]["feature"]["label"] == {"en": "New feature", "de": "Neue Funktion"}
    page = project.page("index.html")
    assert '<html lang="de"' in page
    assert "<h2>Was Sie hier finden</h2>" in re.sub(r' id="[^"]*"', "", page)
    assert "Zurzeit läuft kein Update" in page
    assert "What this page is for" in project.page("en/index.html")


def test_nothing_of_our_own_company_is_in_another_ones_project(tmp_path: Path) -> None:
    assert init(tmp_path / "a", *ANSWERS, "--policy", "procedure", "--ci", "github").status == 0

    for path in (tmp_path / "a").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search("anviec|vietnam|việt|ho_chi_minh", text, re.IGNORECASE), path


def test_the_workflows_install_the_program_with_hashes_and_need_no_clone(tmp_path: Path) -> None:
    for ci, names in (
        ("github", [f".github/workflows/{name}.yml" for name in ("notices", "record", "agenda")]),
        ("gitlab", [".gitlab-ci.yml"]),
    ):
        folder = tmp_path / ci
        assert init(folder, *ANSWERS, "--ci", ci).status == 0
        assert set(names) <= set(files(folder))
        for name in names:
            text = (folder / name).read_text(encoding="utf-8")
            yaml.safe_load(text)
            assert ".ci/" not in text
            assert ".venv" not in text
            assert "pip install --quiet --require-hashes -r requirements-build.txt" in text
            assert re.search(r"pip install --quiet --no-deps notices==\d", text)
        for name in ("requirements.txt", "requirements-build.txt"):
            locked = (folder / name).read_text(encoding="utf-8")
            packages = re.findall(
                r"^\S+==.+ \\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", locked, re.MULTILINE
            )
            assert "".join(packages) == locked.split("\n", 1)[1]


def test_nothing_that_exists_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "README.md").write_text("ours", encoding="utf-8")

    answer = init(folder, *ANSWERS)

    assert answer.status == 2
    assert answer.err == (
        f"notices: nothing was written: {folder / 'README.md'} exists; name another folder\n"
    )
    assert files(folder) == ["README.md"]
    assert (folder / "README.md").read_text(encoding="utf-8") == "ours"


def test_a_new_repository_may_have_been_made_before(tmp_path: Path) -> None:
    (tmp_path / "acme/.git").mkdir(parents=True)

    assert init(tmp_path / "acme", *ANSWERS).status == 0


@pytest.mark.parametrize(
    "option, value, message",
    [
        ("--url", "updates.acme.example", "'updates.acme.example' is no address like https://updates.example.com/"),
        ("--url", "ftp://acme.example/", "'ftp://acme.example/' is no address like https://updates.example.com/"),
        ("--url", "https://a:b@acme.example/", "'https://a:b@acme.example/' is no address like https://updates.example.com/"),
        ("--url", "https://acme.example/?x", "'https://acme.example/?x' is no address like https://updates.example.com/"),
        ("--timezone", "Europe/Berlim", "'Europe/Berlim' is no time zone; did you mean Europe/Berlin?"),
        ("--policy", "simpel", "'simpel' is no policy; did you mean simple?"),
        ("--name", " ", "a name has 1 to 60 letters"),
        ("--languages", "xx", "'xx' is no language with texts; write one like"),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_refused_and_nothing_is_written(
    tmp_path: Path, option: str, value: str, message: str
) -> None:
    answer = init(tmp_path / "acme", *ANSWERS, option, value)

    assert answer.status == 2
    assert message in answer.err
    assert not (tmp_path / "acme").exists()


def test_what_is_missing_is_named_where_nobody_can_be_asked(tmp_path: Path) -> None:
    answer = init(tmp_path / "acme", "--name", "Acme")

    assert answer.status == 2
    assert "Missing option '--url'" in answer.err
    assert not (tmp_path / "acme").exists()


@pytest.mark.parametrize(
    "language, line",
    [
        ("en", "  simple          any small team: two notices ahead of a change, and few rules\n"),
        ("vi", "  simple          nhóm nhỏ bất kỳ: báo trước hai lần, ít quy tắc\n"),
    ],
)
def test_help_and_the_question_say_what_each_policy_is_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, line: str
) -> None:
    def ran(*options: str, typed: str = "") -> str:
        command = ["--lang", language, "init", *options]
        return CliRunner().invoke(main, command, input=typed).output

    asked = ("--languages", "en", "--ci", "none", *ANSWERS, str(tmp_path / "acme"))
    help = ran("--help")
    monkeypatch.setattr("notices.cli.commands.init.is_terminal", lambda: True)
    question = ran(*asked, typed="\n")

    for text in (help, question):
        assert line in text
        assert re.findall(r"^  ([a-z][a-z-]*)  +", text, re.MULTILINE) == list(policies())
    assert not (tmp_path / "acme/content/holidays.yml").exists()
    assert (tmp_path / "acme/content/policy.yml").exists()


def test_on_a_terminal_it_asks_for_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notices.cli.commands.init.is_terminal", lambda: True)

    answer = init(
        tmp_path / "acme", "--policy", "simple", "--ci", "none",
        typed="Acme\nacme.example\nhttps://acme.example\n\nen\n",
    )  # fmt: skip

    assert answer.status == 0, answer.err
    assert "Name of the company or product: " in answer.err
    assert "Error: 'acme.example' is no address" in answer.err
    policy = yaml.safe_load((tmp_path / "acme/content/policy.yml").read_text(encoding="utf-8"))
    assert policy["timezone"] == "UTC"
    config = (tmp_path / "acme/mkdocs.yml").read_text(encoding="utf-8")
    assert "site_url: https://acme.example/\n" in config


def test_a_name_with_signs_of_yaml_and_markup_arrives_as_it_is(tmp_path: Path) -> None:
    options = ("--name", 'A "B" & <C>: #1', *ANSWERS[2:])
    assert init(tmp_path / "acme", *options).status == 0
    project = Project(tmp_path / "acme")
    assert project.run("publish").status == 0

    assert yaml.safe_load((project.root / "mkdocs.yml").read_text(encoding="utf-8"))[
        "site_name"
    ] == ('A "B" & <C>: #1')
    assert "A &quot;B&quot; &amp; &lt;C&gt;: #1" in project.page("index.html").replace(
        "&#34;", "&quot;"
    )


@pytest.mark.parametrize(
    "language, promise, of_everything",
    [
        ("en", "Calendar and feeds need no account, and we do not know who follows them.",
         "You need no account"),
        ("vi", "Lịch và luồng tin không cần tài khoản, và chúng tôi không biết ai đang theo dõi.",
         ". Không cần tài khoản"),
        ("de", "Kalender und Feeds brauchen kein Konto, und wir wissen nicht, wer sie abonniert hat.",
         "Sie brauchen kein Konto"),
    ],
)  # fmt: skip
def test_what_its_page_says_of_followers_is_true_beside_a_mailing_list(
    tmp_path: Path, language: str, promise: str, of_everything: str
) -> None:
    """A list knows its addresses."""
    assert init(tmp_path / "acme", *ANSWERS, "--languages", language).status == 0
    project = Project(tmp_path / "acme")
    project.write(
        "content/channels.yml",
        "channels:\n"
        "  - {id: list, type: mail, audience: customers, since: 2026-12-01, from: a@acme.example,\n"
        "     to: [list@acme.example], subscribe_url: https://lists.acme.example/join,\n"
        "     smtp: {host: mail.acme.example, port: 587}}\n",
    )
    assert project.run("publish").status == 0

    page = project.page("subscribe/index.html")
    assert "https://lists.acme.example/join" in page
    assert promise in page
    assert of_everything not in page
