"""Where drafts become pages: a document with its code, set in type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count
from typing import Any

from core.findings import Roll
from core.papers import Draft, Printed, code_of, shown_code
from core.pdfium import page_count
from core.reports import pdf
from core.reports.blocks import Document
from core.reports.letters import safe_stem
from core.reports.since import snapshot_of


@dataclass(frozen=True, slots=True)
class Press:
    """Makes the drafts of one roll; the findings are written down once for all of them."""

    roll: Roll
    snapshot: str

    @classmethod
    def of(cls, roll: Roll) -> Press:
        return cls(roll, snapshot_of(roll).to_json())

    def draft(self, name: str, document: Document, **more: Any) -> Draft:
        """``more`` are the fields that only some papers have."""
        return self.bound(
            name,
            document.title,
            repr(document),
            lambda code: pdf.render(replace(document, code=code)),
            document=document,
            **more,
        )

    def bound(self, name: str, title: str, essence: str, make: Callable[[str], bytes], **more: Any) -> Draft:
        """A paper that is no single document."""
        more.setdefault("filename", f"{safe_stem(f'{title} {self.roll.as_of.isoformat()}')}.pdf")
        return Draft(
            name=name,
            title=title,
            essence=essence,
            make=make,
            as_of=self.roll.as_of,
            policy_version=f"{self.roll.policy.id} {self.roll.policy.version}",
            policy_fingerprint=self.roll.policy.fingerprint,
            snapshot=self.snapshot,
            **more,
        )


def with_code(draft: Draft) -> Document:
    """Its document as it will be printed, but for the rare case that its code is another paper’s."""
    assert draft.document is not None
    return replace(draft.document, code=shown_code(code_of(draft.essence)))


def without_code(draft: Draft) -> Printed:
    """For where nothing can be registered: a code that nobody finds again would be taken for a forgery."""
    content = draft.make("")
    return Printed(draft, "", content, page_count(content))


def set_in_type(draft: Draft, known: Mapping[str, str]) -> Printed:
    """The draft as PDF; ``known`` are the codes in the register with the SHA-256 of their papers.

    A code that is another paper’s already is not given twice.
    """
    for attempt in count():
        code = code_of(draft.essence, attempt)
        content = draft.make(shown_code(code))
        if known.get(code) in {None, sha256(content).hexdigest()}:
            return Printed(draft, code, content, page_count(content))
    raise AssertionError
