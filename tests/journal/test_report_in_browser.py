"""The page in a real browser: all of it without scripts, by keyboard, light and dark, wide and narrow.

axe-core checks it against WCAG 2.2 AA; what axe leaves open (letters and marks in pictures) is measured here.
"""

import platform
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from companion.cli_review import feelings_of
from companion.journal.report import as_html
from tests.journal.looking import area, check_in, note, spoken

HELD = [
    check_in(0, "Anna", area("goals", "no"), area("trust", "yes"), spoken("i am sad and worried"), note("<b>call</b>")),
    check_in(7, "Anna", area("goals", "unclear"), area("trust", "yes"), spoken("i am worried")),
    check_in(9, "Ben", area("goals", "yes")),
    check_in(17, "Anna", area("goals", "yes"), area("trust", "yes"), spoken("i am happy and worried")),
    check_in(40, "Ben", area("goals", "unclear")),
    *[check_in(day, "the whole family at the long table", area("goals", "yes")) for day in range(0, 300, 5)],
]
QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LEAST_OF_LETTERS, LEAST_OF_MARKS = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11."""
NARROW, WIDE = 320, 1280
"""CSS pixels; 320 is that of WCAG 2.2, 1.4.10."""

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, with an empty profile; on systems that have no package of it, whatever stands in its place."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        if platform.system() == "Linux" and platform.freedesktop_os_release()["ID"] == "debian":
            pytest.fail("Chromium is not installed: apt-get install chromium")
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Opens the page, or another one, in a window; whatever it asks for beside itself fails the test."""
    file = tmp_path / "report.html"
    asked: list[str] = []

    def open_page(text: str = "", width: int = WIDE, **options: Any) -> Page:
        file.write_text(text or as_html(HELD, feelings_of), encoding="utf-8")
        window = browser.new_context(viewport={"width": width, "height": 800}, **options)
        page = window.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_page
    assert set(asked) <= {file.as_uri()}


def violations(page: Page) -> list[str]:
    """What axe-core finds, with the element."""
    found = Axe().run(page, options=RULES).response
    assert {"color-contrast", "svg-img-alt", "target-size", "region"} <= {rule["id"] for rule in found["passes"]}
    return [f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in found["violations"]]


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(opened: Opened, scheme: str, width: int) -> None:
    """No violation, tables closed or open; nothing is wider than the window; everything stands out enough."""
    page = opened(width=width, color_scheme=scheme)
    assert violations(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert faint(page) == []


def test_axe_would_have_found_something(opened: Opened) -> None:
    """It is axe-core 4, it has rules of WCAG 2.2, and a page that shuts people out does not pass."""
    page = opened("<p style='color: #ccc; background: #fff'>pale<h3>low</h3><img src=data:,><svg role=img></svg>")
    found = {rule["id"] for rule in Axe().run(page, options=RULES).response["violations"]}
    assert {"html-has-lang", "document-title", "color-contrast", "image-alt", "svg-img-alt", "region"} <= found
    assert page.evaluate("axe.version").startswith("4.")
    assert page.evaluate("axe.getRules(['wcag22aa']).map(rule => rule.ruleId)") == ["target-size"]


def test_letters_that_are_too_pale_are_seen(opened: Opened) -> None:
    """The measure that stands in where axe cannot look."""
    page = opened(as_html(HELD, feelings_of).replace("--ink: #23211d", "--ink: #aaa").replace("#2b5f66", "#ccc"))
    found = faint(page)
    assert [each for each in found if each.startswith("text")]
    assert [each for each in found if each.startswith("use")]


def faint(page: Page) -> list[str]:
    """The letters and marks of the pictures that do not stand out enough from the paper."""
    drawn = page.evaluate("""() => [...document.querySelectorAll('svg text, svg use')].map(each =>
        [each.tagName, getComputedStyle(each)[each.tagName == 'use' ? 'stroke' : 'fill']])""")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    least = {"text": LEAST_OF_LETTERS, "use": LEAST_OF_MARKS}
    assert {name for name, _ in drawn} == set(least)
    return [f"{name} {colour}" for name, colour in drawn if contrast(colour, paper) < least[name]]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours such as 'rgb(35, 33, 29)', 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """WCAG's relative luminance, 0 to 1."""
    parts = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_everything_is_there_without_scripts(opened: Opened) -> None:
    """Headings in order, pictures with names, and tables that a keyboard opens."""
    page = opened(java_script_enabled=False)
    headings = [(each.evaluate("each => each.tagName"), each.inner_text()) for each in page.locator("h1, h2, h3").all()]
    assert headings == [
        ("H1", "Looking back"),
        ("H2", "About Anna"),
        ("H3", "What you thought of, and what became of it"),
        ("H2", "About Ben"),
        ("H2", "About the whole family at the long table"),
        ("H2", "What came back"),
    ]
    assert page.get_by_role("img").count() == 5
    picture = page.get_by_role("img", name="Goals opened: a no on 2 March 2026, a yes on 19 March 2026.")
    assert picture.is_visible()
    assert '"<b>call</b>"' in page.locator("li").inner_text()
    table = page.get_by_role("table", name="Goals opened")
    assert not table.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert table.inner_text().split("\n")[-1].split("\t") == ["19 March 2026", "yes"]


SHOWN = r"""figure => {
    const place = use => ['x', 'y'].map(name => parseFloat(use.getAttribute(name)))
    const height = level => parseFloat(level.querySelector('path').getAttribute('d').split(/\s+/)[2])
    const marks = [...figure.querySelectorAll('use')].filter(use => use.style.fill.includes('--mark'))
    const levels = [...figure.querySelectorAll('g[id*=ytick]')]
    return {
        marks: marks.map(place),
        levels: levels.map(level => [level.querySelector('text').textContent, height(level)]),
        rows: [...figure.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.textContent)),
    }
}"""


def test_every_picture_shows_what_its_table_says(opened: Opened) -> None:
    """Mark by mark, from left to right."""
    figures = [figure.evaluate(SHOWN) for figure in opened().locator("figure").all()]
    for shown in figures:
        named = [(x, level) for x, y in shown["marks"] for level, height in shown["levels"] if abs(y - height) < 0.01]
        assert len(named) == len(shown["marks"])
        told = [sorted(level for _, level in group) for _, group in groupby(sorted(named), lambda mark: mark[0])]
        assert told == [sorted(said.split(", ")) for _, said in shown["rows"]]
    assert [len(shown["rows"]) for shown in figures] == [3, 3, 3, 2, 60]
    assert figures[2]["rows"][0] == ["2 March 2026", "sad, worried"]
    first, second, third = sorted(x for x, _ in figures[0]["marks"])
    assert (second - first) / (third - first) == pytest.approx(7 / 17, abs=0.01)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_no_letters_of_a_picture_touch_or_are_cut_off(opened: Opened, width: int) -> None:
    """In the letters of this device, whatever they are."""
    for picture in opened(width=width).get_by_role("img").all():
        frame = picture.bounding_box()
        boxes = [box for letters in picture.locator("text").all() if (box := letters.bounding_box())]
        assert frame
        assert boxes
        for box in boxes:
            assert frame["x"] - 1 <= box["x"] <= box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
        below = sorted((box["x"], box["width"]) for box in boxes if box["y"] > frame["y"] + 0.7 * frame["height"])
        assert all(left + wide < right for (left, wide), (right, _) in pairwise(below))


def test_paper_shows_the_tables(opened: Opened) -> None:
    """Printed, what was closed is open."""
    page = opened()
    closed = page.evaluate("document.body.scrollHeight")
    page.emulate_media(media="print")
    assert page.evaluate("document.body.scrollHeight") > closed
