"""What can be done on the page that is shown: whatever its lists and buttons offer, as entries of a menu."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMenu, QWidget

from gui.pages.page import Page
from gui.pages.tables import Offer, Table

FILTERS, PLACES = "Show only", "Go to"
GROUP = "menu group"
"""The property by which a part of a page says in which submenu its buttons stand."""
NOTHING = "Nothing to do here"


def fill(menu: QMenu, offers: Iterable[Offer]) -> None:
    """Fills ``menu`` anew; every entry of it and of its submenus has an access key of its own."""
    menu.clear()
    groups: dict[str, list[Offer]] = {}
    for offer in offers:
        groups.setdefault(offer.group, []).append(offer)
    alone, titles = groups.pop("", []), list(groups)
    keyed = with_access_keys([offer.text for offer in alone] + titles)
    for offer, text in zip(alone, keyed, strict=False):
        _add(menu, offer, text)
    for title, text in zip(titles, keyed[len(alone) :], strict=True):
        inner = menu.addMenu(text)
        for offer, name in zip(groups[title], with_access_keys([o.text for o in groups[title]]), strict=True):
            _add(inner, offer, name)
    if menu.isEmpty():
        menu.addAction(NOTHING).setEnabled(False)


def _add(menu: QMenu, offer: Offer, text: str) -> None:
    action = menu.addAction(f"{text}\t{offer.keys}" if offer.keys else text)
    action.setEnabled(offer.enabled)
    if offer.on is not None:
        action.setCheckable(True)
        action.setChecked(offer.on)
    action.triggered.connect(offer.act)


def with_access_keys(texts: Iterable[str]) -> list[str]:
    """Marks in each text the first letter that no text before it has taken."""
    taken: set[str] = set()
    return [_marked(text, taken) for text in texts]


def _marked(text: str, taken: set[str]) -> str:
    plain = text.replace("&", "&&")
    for place, letter in enumerate(plain.lower()):
        if letter.isalnum() and letter.isascii() and letter not in taken:
            taken.add(letter)
            return f"{plain[:place]}&{plain[place:]}"
    return plain


def offers_of(page: Page) -> Iterator[Offer]:
    """What the list one is in offers, then every button of the page."""
    table = page.table_here()
    if table is not None:
        yield from table.offers()
    buttons = shown_buttons(page)
    times = Counter(button.text() for button in buttons)
    for button in buttons:
        yield Offer(
            _name(button, once=times[button.text()] == 1),
            button.shortcut().toString(),
            button.click,
            button.isEnabled(),
            button.isChecked() if button.isCheckable() else None,
            _group(button),
        )


def shown_buttons(page: QWidget) -> list[QAbstractButton]:
    """The buttons one sees on a page, without those inside of a line or of a list."""
    return [
        button
        for button in page.findChildren(QAbstractButton)
        if button.isVisible()
        and (button.text() or button.accessibleName())
        and not isinstance(button.parentWidget(), QLineEdit | Table)
    ]


def _name(button: QAbstractButton, *, once: bool) -> str:
    words = button.text().strip()
    return words if words and once else button.accessibleName() or words


def _group(button: QAbstractButton) -> str:
    if button.isCheckable():
        return FILTERS
    if button.accessibleName().startswith(PLACES):
        return PLACES
    part: QWidget | None = button
    while part is not None:
        if part.property(GROUP):
            return str(part.property(GROUP))
        part = part.parentWidget()
    return ""
