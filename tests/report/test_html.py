"""The HTML report opens in a real browser, with its charts, in Chinese, and without a complaint."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evaluator.report import Language, RunReport
from tests.report.conftest import MakeReport
from tests.report.hostile import HOSTILE

Rendered = Callable[..., str]
ManyThings = Callable[[Language], RunReport]

CHROMIUM = shutil.which("chromium")
#: The font that the browser drew each of an element's characters in.
FONTS = ("Noto Sans CJK", "WenQuanYi", "Noto Serif CJK", "Source Han")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium, which `make browser` installs on Debian")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def _opened(browser: Any, path: Path, text: str, complaints: list[str]) -> Any:
    path.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1240, "height": 1600})
    page.on("console", lambda told: complaints.append(told.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: complaints.append(asked.url) if asked.url.startswith("http") else None,
    )
    page.goto(path.as_uri())
    return page


def test_needs_nothing_else(many_things: ManyThings, rendered: Rendered) -> None:
    """One file: no script, no address from which anything would be loaded."""
    page = rendered(many_things("en"), "html")
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert page.count("<svg") == 4


def test_says_that_nothing_was_found(make_report: MakeReport, rendered: Rendered) -> None:
    """A clean run has its page too."""
    page = rendered(make_report(), "html")
    assert "No findings." in page
    assert "Nothing is undetermined in the controls that were evaluated." in page


@pytest.mark.heavy
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_opens_in_a_browser(
    browser: Any, many_things: ManyThings, rendered: Rendered, tmp_path: Path, lang: Language
) -> None:
    """Charts are drawn, the page is not wider than the window, and the console is silent."""
    complaints: list[str] = []
    text = rendered(many_things(lang), "html", lang=lang)
    page = _opened(browser, tmp_path / "report.html", text, complaints)
    boxes = [chart.bounding_box() for chart in page.locator("svg").all()]
    assert len(boxes) == 4
    assert all(box["width"] > 300 and box["height"] > 50 for box in boxes)
    bars = page.locator("svg rect:not(.track)").all()
    assert sum(bar.bounding_box()["width"] > 2 for bar in bars) >= 8
    assert page.evaluate("document.documentElement.scrollWidth") <= 1240
    assert len(page.screenshot(full_page=True)) > 50_000
    assert complaints == []
    page.close()


@pytest.mark.heavy
def test_chinese_has_a_font(
    browser: Any, many_things: ManyThings, rendered: Rendered, tmp_path: Path
) -> None:
    """Chinese is drawn with a font that has its characters: boxes would be no report."""
    text = rendered(many_things("zh"), "html", lang="zh")
    page = _opened(browser, tmp_path / "report.html", text, [])
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    for selector in ("h1", "h3", "svg text", "th"):
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert any(font["familyName"].startswith(FONTS) for font in fonts), (selector, fonts)
    page.close()


@pytest.mark.heavy
def test_hostile_text_is_shown_and_not_obeyed(
    browser: Any, make_report: MakeReport, rendered: Rendered, tmp_path: Path
) -> None:
    """Markup in ids and warnings makes no element, and the console is silent."""
    complaints: list[str] = []
    report = make_report(platform_id=HOSTILE[0], snapshot_id=HOSTILE[4], warnings=HOSTILE)
    page = _opened(browser, tmp_path / "report.html", rendered(report, "html"), complaints)
    assert page.locator("script, img").count() == 0
    assert HOSTILE[0] in page.locator("h1").inner_text()
    assert complaints == []
    page.close()
