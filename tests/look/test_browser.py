"""The look in a real browser: accessibility rules, no sideways scrolling, no complaint of the page's own policy."""

import pytest

from tests.look import gallery
from tests.look.conftest import HOST

pytestmark = pytest.mark.browser
SIZES = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1440, 900), "zoomed": (320, 256)}


def open_page(page, name, size="phone", scheme="light"):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    page.goto(f"{HOST}/{name}/")


def violations(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", gallery.names())
def test_page_passes_axe(page, site, name, scheme):
    """experience.md: WCAG 2.2 AA."""
    open_page(page, name, "phone" if name < "06" else "desktop", scheme)
    assert violations(page) == []


def test_open_menu_and_rehearsal_pass_axe(page, site):
    site.extra = {"rehearsal": True, "session_expires_in": 9999, "session_extend_url": "/langer/"}
    open_page(page, "06-nu-doen", "desktop")
    page.locator("details.me summary").click()
    page.evaluate("document.querySelector('[data-stay]').hidden = false")
    assert violations(page) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", gallery.names())
def test_page_never_scrolls_sideways(page, site, name, size):
    open_page(page, name, size)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]


@pytest.mark.parametrize("name", gallery.names())
def test_what_you_press_is_large_enough(page, site, name):
    """look.md: 44 px is the floor. A link inside a sentence is not counted."""
    open_page(page, name)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .btn, .linkbtn, .chip, summary, .reach a, .toggle a, nav a')]
        .filter((el) => el.offsetParent && el.getBoundingClientRect().height < 43.5 && !el.closest('.timeline'))
        .map((el) => el.textContent.trim())"""
    )
    assert small == []


def test_the_bar_in_reach_stays_clear_of_the_focus(page, site):
    """look.md: never over the focused field."""
    open_page(page, "12-ondertekenen")
    page.locator("#id_name").focus()
    field, bar = page.locator("#id_name").bounding_box(), page.locator(".reach").bounding_box()
    assert field["y"] + field["height"] <= bar["y"]


def test_focus_shows_two_rings(page, site):
    open_page(page, "01-start")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    style = page.evaluate(
        "(({ outlineWidth, outlineStyle, boxShadow }) => [outlineWidth, outlineStyle, boxShadow])(getComputedStyle(document.activeElement))"
    )
    assert style[:2] == ["3px", "solid"]
    assert "3px" in style[2]


def test_error_summary_takes_the_focus_and_leads_to_the_field(page, site):
    open_page(page, "15-bouwstenen", "desktop")
    assert page.evaluate("document.activeElement.className") == "errsum"
    page.locator(".errsum a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_vereniging"


def test_whole_row_presses(page, site):
    open_page(page, "03-vraag")
    box = page.locator(".form-check").nth(1).bounding_box()
    page.mouse.click(box["x"] + box["width"] - 8, box["y"] + 8)
    assert page.evaluate("document.querySelector('[name=leningen]:checked').value") == "ja"


def test_nothing_moves_under_reduced_motion(page, site):
    page.emulate_media(reduced_motion="reduce")
    open_page(page, "15-bouwstenen", "desktop")
    moving = page.evaluate("document.getAnimations().filter((a) => a.effect.getComputedTiming().duration > 0).length")
    assert moving == 0


def test_paper_has_no_bars_and_no_buttons(page, site):
    page.emulate_media(media="print")
    for name in ("03-vraag", "07-ronde", "11-verslag"):
        page.goto(f"{HOST}/{name}/")
        shown = page.evaluate(
            "[...document.querySelectorAll('.reach, .btn, .bar, .topbar nav, .saved, .me')].filter((el) => el.getClientRects().length).length"
        )
        assert shown == 0


def test_talk_shows_all_topics_on_paper(page, site):
    open_page(page, "09-gesprek", "tablet")
    assert page.locator(".topic:visible").count() == 1
    page.emulate_media(media="print")
    assert page.locator(".topic:visible").count() == 5
