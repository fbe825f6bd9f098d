"""What was being typed and is not recorded yet: it lies on the desk, inside the file, and outlives the program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from core.store import Store

_DRAFT = "draft: "


@dataclass(frozen=True, slots=True)
class Draft:
    """``slot`` names the form, ``said`` is what was begun in words, ``entered`` what stands in the form.

    ``given`` is what the form was opened with; ``at`` a moment in ISO form, UTC.
    """

    slot: str
    said: str
    at: str
    entered: Mapping[str, Any]
    given: Mapping[str, Any] = field(default_factory=dict)


def keep_draft(store: Store, draft: Draft) -> None:
    """Raises :class:`~core.errors.FileError` where the file cannot be written."""
    store.lay(_DRAFT + draft.slot, json.dumps(asdict(draft), default=str))


def drop_draft(store: Store, slot: str) -> None:
    store.clear(_DRAFT + slot)


def draft(store: Store, slot: str) -> Draft | None:
    text = store.desk(_DRAFT + slot)
    return _read(text) if text else None


def drafts(store: Store) -> list[Draft]:
    """All there are, the newest first."""
    found = (_read(store.desk(name) or "") for name in store.on_desk(_DRAFT))
    return sorted(filter(None, found), key=lambda each: each.at, reverse=True)


def _read(text: str) -> Draft | None:
    """One of another version of the program may be of another shape; then it is none."""
    try:
        return Draft(**json.loads(text))
    except (ValueError, TypeError):
        return None
