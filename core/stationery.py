"""The district's own paper: its logo, its signature and its wording of the letters, as they are in the records file."""

from __future__ import annotations

from core.errors import UserError
from core.model import LOGO, SIGNATURE, Attachment, Template
from core.reports.letters import NAMES, Stationery, letter_kind, original, template_problems
from core.store import ChangeSet, Store


def stationery(store: Store) -> Stationery:
    """Frozen, for whoever prints."""
    slots = {each.row_key: each for each in store.rows(Attachment) if each.table_name == "district"}
    words = {template.name: template.text for template in store.rows(Template)}
    return Stationery(_picture(store, slots.get(LOGO)), _picture(store, slots.get(SIGNATURE)), words)


def _picture(store: Store, attachment: Attachment | None) -> bytes:
    return (store.blob(attachment.sha256) if attachment else None) or b""


def save_wording(store: Store, name: str, text: str) -> ChangeSet:
    """The district's own words of a letter. Raises :class:`UserError` with the first problem and its line."""
    kind = letter_kind(name)
    for problem in template_problems(text, kind):
        raise UserError(f"The words of “{NAMES[kind]}” cannot be used. {problem}")
    if text.strip() == original(kind).strip():
        return restore_wording(store, name)
    before, after = store.find(Template, name), Template(name=name, text=text)
    if before == after:
        return ChangeSet()
    with store.edit(f"Change the words of the letter “{NAMES[kind]}”") as edit:
        if before:
            edit.update(after)
        else:
            edit.insert(after)
    return edit.changes


def restore_wording(store: Store, name: str) -> ChangeSet:
    """Back to the words that come with the program; nothing is changed where they are used already."""
    before = store.find(Template, name)
    if before is None:
        return ChangeSet()
    with store.edit(f"Go back to the original words of the letter “{NAMES[letter_kind(name)]}”") as edit:
        edit.delete(before)
    return edit.changes
