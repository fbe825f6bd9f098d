"""The pages of the window; the libraries of each are imported when it is first asked for, not at the start."""

from __future__ import annotations

from gui.pages.page import Page
from gui.session import Session


def make_page(name: str, session: Session) -> Page:
    """A page by its name in the rail, or ``officer``."""
    return _MAKERS[name](session)


def _attention(session: Session) -> Page:
    from gui.pages.attention import AttentionPage

    return AttentionPage(session)


def _officers(session: Session) -> Page:
    from gui.pages.officers import OfficersPage

    return OfficersPage(session)


def _officer(session: Session) -> Page:
    from gui.pages.officer import OfficerPage

    return OfficerPage(session)


def _papers(session: Session) -> Page:
    from gui.pages.papers import PapersPage

    return PapersPage(session)


def _district(session: Session) -> Page:
    from gui.pages.district import DistrictPage

    return DistrictPage(session)


def _history(session: Session) -> Page:
    from gui.pages.history import HistoryPage

    return HistoryPage(session)


def _documents(session: Session) -> Page:
    from gui.pages.documents import DocumentsPage

    return DocumentsPage(session)


def _forecast(session: Session) -> Page:
    from gui.pages.forecast import ForecastPage

    return ForecastPage(session)


def _health(session: Session) -> Page:
    from gui.pages.health import HealthPage

    return HealthPage(session)


def _known(session: Session) -> Page:
    from gui.pages.known import KnownPage

    return KnownPage(session)


_MAKERS = {
    "attention": _attention,
    "officers": _officers,
    "officer": _officer,
    "papers": _papers,
    "district": _district,
    "history": _history,
    "documents": _documents,
    "forecast": _forecast,
    "health": _health,
    "known": _known,
}
