"""The same pages from Hugo: as many, as large, of the same Markdown.

Belongs here: its project, and that its pages are like ours. Does not belong here: which Hugo there
is (``machine``).

Its layout is one of our own pages, with the title, the summary and what the Markdown became taken
out. The layout is then filled up until all pages together are as large as ours, so both write the
same number of bytes.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.costs import Cost, Failed, Output, output, spent
from tests.benchmarks.machine import Other
from tests.benchmarks.sample import Release
from tests.benchmarks.texts import LANGUAGES

__all__ = ["HugoProject", "filled", "layout", "our_pages"]

_CONFIGURATION = """\
baseURL = "https://updates.example/"
defaultContentLanguage = "vi"
buildFuture = true
disableKinds = ["taxonomy", "term", "section", "RSS", "sitemap", "404"]
[languages.vi]
contentDir = "content/vi"
weight = 1
[languages.en]
contentDir = "content/en"
weight = 2
"""
_HOME = '<ul>{{ range .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</ul>\n'
_TEXTS = re.compile(
    r'(<div class="nt-main">\n).*(</div>\n<(?:div|section) class="nt-history"[ >])',
    re.DOTALL,
)
_LIKE = 0.02


def our_pages(site: Path, language: str) -> dict[str, Path]:
    """The pages of our releases in one language, by id."""
    root = site if language == LANGUAGES[0] else site / language
    return {page.parent.name: page for page in root.glob("releases/*/index.html")}


def layout(page: str, release: Release, language: str) -> str:
    """Hugo's layout of a release's page, made from ours of one release."""
    shell, found = _TEXTS.subn(r"\1{{ .Content }}\2", page)
    if found != 1:
        raise Failed("a release's page no longer has the places between which its texts stand")
    # What Go's templates would take for their own.
    shell = (
        shell.replace("{{", "\0").replace("\0 .Content", "{{ .Content").replace("\0", '{{ "{{" }}')
    )
    words = {"Title": release.text.title(language), "Description": release.text.summary(language)}
    for name, text in words.items():
        shell = shell.replace(html.escape(text), f"{{{{ .{name} }}}}")
        shell = shell.replace(text, f"{{{{ .{name} }}}}")
    return shell


def filled(shell: str, count: int) -> str:
    """The layout with so many bytes more; a comment would be taken out by Hugo."""
    if count <= 0:
        return shell
    empty = '<meta name="filling" content="">'
    letters = "0123456789abcdef" * (count // 16 + 1)
    filling = empty.replace('""', f'"{letters[: max(count - len(empty), 0)]}"')
    return shell.replace("</head>", f"{filling}</head>", 1)


@dataclass(frozen=True, slots=True)
class HugoProject:
    """Hugo's project in ``root``, of the releases of which our site has pages."""

    root: Path
    ours: Output

    @classmethod
    def write(
        cls, root: Path, releases: Sequence[Release], site: Path, program: Path
    ) -> HugoProject:
        """The project; ``program`` builds it once, to see how much its pages lack."""
        root.mkdir()
        (root / "hugo.toml").write_text(_CONFIGURATION, encoding="utf-8")
        layouts = root / "layouts/_default"
        layouts.mkdir(parents=True)
        (layouts / "home.html").write_text(_HOME, encoding="utf-8")
        by_id = {release.id: release for release in releases}
        shells, pages = {}, {}
        for language in LANGUAGES:
            pages[language] = our_pages(site, language)
            smallest = min(pages[language].values(), key=lambda page: page.stat().st_size)
            text = smallest.read_text(encoding="utf-8")
            shells[language] = layout(text, by_id[smallest.parent.name], language)
            _write_content(root / "content" / language, by_id, pages[language], language)
        sizes = [page.stat().st_size for each in pages.values() for page in each.values()]
        project = cls(root, Output(len(sizes), sum(sizes)))
        project._write_layouts(shells, dict.fromkeys(LANGUAGES, 0))
        project.spent(program)
        project._write_layouts(
            shells,
            {language: project._lacking(language, pages[language]) for language in LANGUAGES},
        )
        return project

    def spent(self, program: Path) -> Cost:
        """The cost of building all of it, with nothing kept."""
        for name in ("public", "resources", "kept"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        return spent(
            [program, "--quiet", "--source", self.root, "--cacheDir", self.root / "kept"],
            self.root,
            {},
        )

    def pages(self) -> Output:
        """The releases' pages that it wrote."""
        one, two = (output(self.root / "public", f"{at}update-*/index.html") for at in ("", "en/"))
        return Output(one.files + two.files, one.bytes + two.bytes)

    def compared(self, hugo: Other) -> str:
        """What was written by both, in words; `Failed` unless it is as much."""
        theirs, ours = self.pages(), self.ours
        words = (
            f"{hugo.name} {hugo.version}: {theirs.files:,} pages of {theirs.bytes:,} bytes; "
            f"ours: {ours.files:,} of {ours.bytes:,}"
        )
        if theirs.files != ours.files or abs(theirs.bytes - ours.bytes) > _LIKE * ours.bytes:
            raise Failed(f"these cannot be compared: {words}")
        return words

    def _lacking(self, language: str, pages: dict[str, Path]) -> int:
        """Bytes that a page of theirs has less than ours, on average."""
        below = "" if language == LANGUAGES[0] else f"{language}/"
        theirs = output(self.root / "public", f"{below}update-*/index.html")
        ours = sum(page.stat().st_size for page in pages.values())
        return round((ours - theirs.bytes) / max(len(pages), 1))

    def _write_layouts(self, shells: dict[str, str], lacking: dict[str, int]) -> None:
        for language, shell in shells.items():
            path = self.root / f"layouts/_default/single.{language}.html"
            path.write_text(filled(shell, lacking[language]), encoding="utf-8")


def _write_content(
    folder: Path, releases: dict[str, Release], pages: dict[str, Path], language: str
) -> None:
    folder.mkdir(parents=True)
    for name in pages:
        text, start = releases[name].text, releases[name].start
        front = {
            "title": text.title(language),
            "description": text.summary(language),
            "date": f"{start:%Y-%m-%d}",
        }
        lines = (
            f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items()
        )
        page = f"---\n{''.join(lines)}---\n{text.markdown(language)}"
        (folder / f"{name}.md").write_text(page, encoding="utf-8")
