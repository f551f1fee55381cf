"""A company's brand: one place in the configuration, and everything that it reaches."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from notices.rendering.brand import Brand, branded_tokens, faint_accents
from notices.rendering.colours import AA, colours_of, contrast, mixed
from tests.project import CLONE, Project

NOW = "2026-12-01 09:00"
HOSTS = ("plain", "mkdocs")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><path d="M0 0h9v3H0z"/></svg>\n'
TOKENS = colours_of((CLONE / "theme/overrides/assets/frame.css").read_text("utf-8"))
ACCENT = "#0b6bcb"
DARK = branded_tokens(TOKENS, Brand(ACCENT))["accent-dark"]
# All hues, from nearly black to nearly white.
COLOURS = [
    f"#{red:02x}{green:02x}{blue:02x}"
    for red in range(0, 256, 51)
    for green in range(0, 256, 51)
    for blue in range(0, 256, 51)
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A company's project, with a theme that has pictures alone."""
    project = Project.create(tmp_path / "project")
    (project.root / "theme").unlink()
    for name in ("logo", "logo-dark", "mark"):
        project.write(f"theme/overrides/assets/{name}.svg", SVG)
    project.release("payroll-engine")
    return project


def configured(project: Project, brand: str, theme: str = "") -> Project:
    project.write(
        "mkdocs.yml",
        "site_name: Acme\n"
        "site_url: https://updates.acme.example/\n"
        "docs_dir: content/pages\n"
        f"theme: {{name: material, language: vi, font: false{theme}}}\n"
        "plugins: [notices]\n"
        f"{brand}",
    )
    return project


WHOLE = f"""\
extra:
  brand:
    accent: "{ACCENT}"
    logo: assets/logo.svg
    logo_dark: assets/logo-dark.svg
    favicon: assets/mark.svg
"""


def built(project: Project, host: str = "plain") -> dict[str, bytes]:
    answer = project.run_at(NOW, "build", "--host", host)
    assert (answer.status, "[configuration]" in answer.err) == (0, False), answer.err
    return project.bytes_of_site()


def said(project: Project, host: str = "plain") -> list[str]:
    """What a build says of the configuration and the brand's files."""
    lines = project.run_at(NOW, "build", "--host", host).err.splitlines()
    return [
        line
        for before, line in pairwise(["", *lines])
        if _OWN.match(line) or (_OWN.match(before) and line.startswith("    help: "))
    ]


_OWN = re.compile(r"mkdocs\.yml|theme/")


# What it reaches.


@pytest.mark.parametrize("host", HOSTS)
def test_logo_and_icon_stand_on_every_page(project: Project, host: str) -> None:
    site = built(configured(project, WHOLE), host)

    page = site["en/releases/payroll-engine/index.html"].decode()
    for scheme, name in (("light", "logo"), ("dark", "logo-dark")):
        image = rf'<img data-logo="{scheme}" src="\.\./\.\./\.\./assets/{name}\.svg\?\w+" alt="">'
        assert re.search(image, page)
    assert '<link rel="icon" href="../../../assets/mark.svg">' in page
    assert site["assets/logo-dark.svg"].decode() == SVG
    assert '<link rel="icon" href="/assets/mark.svg">' in site["404.html"].decode()


def test_both_hosts_give_the_same_bytes(project: Project) -> None:
    configured(project, WHOLE)

    assert built(project, "plain") == built(project, "mkdocs")


def test_the_accent_is_in_the_style_sheet_light_once_and_dark_in_both_dark_schemes(
    project: Project,
) -> None:
    css = built(configured(project, WHOLE))["assets/frame.css"].decode()

    assert re.findall(r"--nt-accent:(#\w+);", css) == [ACCENT, DARK, DARK]
    assert re.findall(r"--nt-accent-ink:(#\w+);", css) == ["#ffffff", "#0d1a33", "#0d1a33"]
    actions = re.findall(r"--nt-action:(#\w+);", css)
    assert actions == ["#0a61b7", "#54a5f6", "#54a5f6"]
    assert css.count('[data-logo="dark"]') == 3


def test_the_accent_is_in_share_pictures_and_in_the_drawn_icon(project: Project) -> None:
    site = built(configured(project, WHOLE))

    for name in ("og/site.vi.png", "og/icon-192.png"):
        picture = Image.open(io.BytesIO(site[name])).convert("RGB")
        colours = {colour for _, colour in picture.getcolors(1 << 20) or ()}
        assert tuple(bytes.fromhex(ACCENT[1:])) in colours, name
        assert tuple(bytes.fromhex(TOKENS["accent"][1:])) not in colours, name


def test_the_accent_colours_the_browsers_bar_and_the_home_screen(project: Project) -> None:
    site = built(configured(project, WHOLE))

    bars = re.findall(r'name="theme-color" .*? content="(#\w+)"', site["index.html"].decode())
    assert bars == [ACCENT, ACCENT]
    assert json.loads(site["manifest.json"])["theme_color"] == ACCENT


def test_the_accent_is_that_of_the_banner_and_can_be_read_there(project: Project) -> None:
    script = built(configured(project, WHOLE))["embed.js"].decode()

    light, dark = re.findall(r"--t:(#\w{6});", script)
    # A little darker than the accent: a label's own ground has some of it.
    assert (light, dark) == ("#0a61b7", "#54a5f6")
    assert contrast(light, mixed(light, "#ffffff", 0.12)) >= AA
    assert contrast(dark, mixed(dark, "#252836", 0.12)) >= AA


def test_without_an_icon_of_its_own_a_brand_has_one_in_its_accent(project: Project) -> None:
    configured(project, f'extra: {{brand: {{accent: "{ACCENT}"}}}}\n')

    site = built(project)

    assert '<link rel="icon" href="og/icon-192.png">' in site["index.html"].decode()
    assert "og/icon-192.png" in site


def test_without_any_icon_in_the_configuration_pages_name_that_of_the_program(
    project: Project,
) -> None:
    site = built(configured(project, ""))

    assert '<link rel="icon" href="assets/favicon.svg">' in site["index.html"].decode()
    assert "assets/favicon.svg" in site


def test_a_logo_without_a_dark_one_stands_in_both_schemes(project: Project) -> None:
    page = built(configured(project, "extra: {brand: {logo: assets/logo.svg}}\n"))["index.html"]

    assert re.search(rb'<img src="assets/logo.svg\?\w+" alt="">', page)


def test_what_mkdocs_says_of_logo_and_icon_still_counts_without_a_brand(project: Project) -> None:
    theme = ", logo: assets/logo.svg, favicon: assets/mark.svg"

    page = built(configured(project, "", theme))["index.html"]

    assert b'<img src="assets/logo.svg" alt="">' in page
    assert b'<link rel="icon" href="assets/mark.svg">' in page


# Contrast.


def test_any_accent_is_readable_in_dark_colours_and_what_is_written_on_it() -> None:
    for colour in COLOURS:
        tokens = branded_tokens(TOKENS, Brand(colour))

        dark = tokens["accent-dark"]
        for ground in ("ground", "surface", "tint"):
            assert contrast(dark, TOKENS[f"{ground}-dark"]) >= AA, colour
        assert contrast(dark, tokens["accent-ink-dark"]) >= AA, colour


def test_the_colour_that_a_warning_names_passes_in_its_scheme() -> None:
    faint = [
        (light, dark, each)
        for colour in COLOURS
        for light, dark in ((colour, ""), ("#123456", colour))
        for each in faint_accents(TOKENS, Brand(light, dark))
    ]

    assert {each.scheme for *_, each in faint} == {"light", "dark"}
    for light, dark, each in faint:
        better = Brand(light, each.better) if dark else Brand(each.better)
        assert each.contrast < AA
        assert list(faint_accents(TOKENS, better)) == [], each


def test_the_programs_own_accent_passes_in_both_schemes() -> None:
    own = Brand(TOKENS["accent"], TOKENS["accent-dark"])

    assert list(faint_accents(TOKENS, own)) == []


def test_an_accent_does_without_the_tokens_that_a_companys_own_style_left_out(
    project: Project,
) -> None:
    project.write("theme/overrides/assets/frame.css", ":root { --nt-accent: #123; }\n")

    site = built(configured(project, WHOLE))

    assert site["assets/frame.css"].startswith(f":root{{--nt-accent:{ACCENT}}}\n".encode())


@pytest.mark.parametrize("host", HOSTS)
def test_a_faint_accent_is_a_warning_with_the_nearest_colour_that_passes(
    project: Project, host: str
) -> None:
    brand = 'extra:\n  brand:\n    accent: "#fc0"\n    accent_dark: "#333"\n'

    assert said(configured(project, brand), host) == [
        (
            "mkdocs.yml:8:5: warning[configuration] extra.brand.accent: texts in #ffcc00 have a"
            " contrast of 1.33 in light colours, and WCAG AA asks for 4.5"
        ),
        '    help: Write `accent: "#856b00"`, the nearest that passes.',
        (
            "mkdocs.yml:9:5: warning[configuration] extra.brand.accent_dark: texts in #333333 have a"
            " contrast of 1.15 in dark colours, and WCAG AA asks for 4.5"
        ),
        '    help: Write `accent_dark: "#909090"`, the nearest that passes.',
    ]


# What is wrong or has no effect.


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    "line, problem, help",
    [
        ("colour: red", "extra.brand.colour is no key of a brand", "It has accent, accent_dark, logo, logo_dark, favicon."),
        ("acent: '#123456'", "extra.brand.acent is no key of a brand", "Did you mean `accent`?"),
        ("accent: #0b6bcb", "extra.brand.accent is empty", 'Write six digits in quotes, such as `"#0b6bcb"`: without quotes, # begins a comment.'),
        ("accent: blue", "extra.brand.accent has to be a colour, not 'blue'", 'Write six digits in quotes, such as `"#0b6bcb"`: without quotes, # begins a comment.'),
        ("accent_dark: '#abc'", "extra.brand.accent_dark stands without accent", "Write `accent` too: it is that of light colours."),
        ("logo: assets/none.svg", "extra.brand.logo names assets/none.svg, which is not in theme/overrides", "Put it at `theme/overrides/assets/none.svg`."),
        ("logo: ../logo.svg", "extra.brand.logo has to begin with assets/, not ../logo.svg", "Put it at `theme/overrides/assets/logo.svg` and write `assets/logo.svg`."),
        ("logo: assets/../../../mkdocs.svg", "extra.brand.logo has to begin with assets/, not assets/../../../mkdocs.svg", "Put it at `theme/overrides/assets/logo.svg` and write `assets/logo.svg`."),
        ("favicon: assets/mark.gif", "extra.brand.favicon has to be an SVG or a PNG file, not assets/mark.gif", "Export it as SVG or PNG."),
        ("favicon: assets/text.png", "extra.brand.favicon names assets/text.png, which is no PNG picture", "Export it again as PNG."),
    ],
)  # fmt: skip
def test_a_brand_that_cannot_be_used_is_refused_with_its_place(
    project: Project, line: str, problem: str, help: str, host: str
) -> None:
    project.write("theme/overrides/assets/text.png", "no picture")
    configured(project, f"extra:\n  brand:\n    {line}\n")

    assert said(project, host) == [
        f"mkdocs.yml:8:5: error[configuration] {problem}",
        f"    help: {help}",
    ]
    assert not project.site.exists()


def test_all_that_is_wrong_with_a_brand_is_told_at_once(project: Project) -> None:
    configured(project, "extra: {brand: {accent: 5, logo: [], favicon: assets/none.png}}\n")

    assert [line.partition("] ")[2] for line in said(project) if "error" in line] == [
        "extra.brand.accent has to be a colour, not 5",
        "extra.brand.logo has to be the path of a file",
        "extra.brand.favicon names assets/none.png, which is not in theme/overrides",
    ]


def test_a_logo_that_can_run_something_is_refused_at_its_place(project: Project) -> None:
    project.write(
        "theme/overrides/assets/logo.svg",
        '<svg xmlns="http://www.w3.org/2000/svg">\n<script>1</script></svg>\n',
    )

    assert said(configured(project, WHOLE))[:1] == [
        "theme/overrides/assets/logo.svg:2:1: error[unsafe-svg] a drawing cannot have <script>"
    ]


@pytest.mark.parametrize("host", HOSTS)
def test_what_mkdocs_knows_and_we_do_not_use_is_a_warning(project: Project, host: str) -> None:
    theme = (
        "\n  palette: {primary: teal}\n  logo: a.svg\n  icon: {logo: material/bell}\n"
        "  favicon: b.svg\n  font: {text: Roboto}\n"
    )
    configured(project, WHOLE)
    text = (project.root / "mkdocs.yml").read_text("utf-8")
    flow = "{name: material, language: vi, font: false}"
    project.write("mkdocs.yml", text.replace(flow, f"\n  name: material{theme}"))

    assert said(project, host) == [
        "mkdocs.yml:6:3: warning[configuration] theme.palette has no effect",
        "    help: Delete it, and write the colour as `extra.brand.accent`.",
        "mkdocs.yml:10:3: warning[configuration] theme.font has no effect: pages load nothing from another host",
        "    help: Write `font: false`.",
        "mkdocs.yml:7:3: warning[configuration] theme.logo has no effect beside extra.brand.logo",
        "    help: Delete it.",
        "mkdocs.yml:8:10: warning[configuration] theme.icon.logo has no effect beside extra.brand.logo",
        "    help: Delete it.",
        "mkdocs.yml:9:3: warning[configuration] theme.favicon has no effect beside extra.brand.favicon",
        "    help: Delete it.",
    ]
