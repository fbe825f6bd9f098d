"""The pages of the window."""

from __future__ import annotations

from gui.pages.page import Page
from gui.session import Session


def make_page(name: str, session: Session) -> Page:
    """A page by its name in the rail, or ``officer``; its libraries are imported now and not at the start."""
    match name:
        case "attention":
            from gui.pages.attention import AttentionPage

            return AttentionPage(session)
        case "officers":
            from gui.pages.officers import OfficersPage

            return OfficersPage(session)
        case "officer":
            from gui.pages.officer import OfficerPage

            return OfficerPage(session)
        case "papers":
            from gui.pages.papers import PapersPage

            return PapersPage(session)
        case "district":
            from gui.pages.district import DistrictPage

            return DistrictPage(session)
    from gui.pages.history import HistoryPage

    return HistoryPage(session)
