"""A finding in full: why, what cures it, and the rule in its own words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.dates import written
from core.findings import Finding
from core.model import Level, Status
from core.reports.wording import LEVEL_WORDS, sentence
from gui import theme
from gui.pages.layouts import IconMark, rebuilding


class StateMark(QWidget):
    """The shape and the word of a status."""

    def __init__(self) -> None:
        super().__init__()
        self._shape, self._word = IconMark(16), QLabel()
        self._word.setFont(theme.font(bold=True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self._shape)
        layout.addWidget(self._word)
        layout.addStretch()

    def show_status(self, status: Status, more: str = "", *, words: str = "") -> None:
        theme.put_state(self._shape, status)
        words = words or theme.STATE_WORDS[status]
        self._word.setText(f"{words} · {more}" if more else words)
        theme.color_by_state(self._word, status)


class Why(QFrame):
    """Several findings, one after the other, when one act cures them all."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.SPACE)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        with rebuilding(self._layout):
            self._fill(findings)

    def _fill(self, findings: tuple[Finding, ...]) -> None:
        cures = list(dict.fromkeys(f.requirement.cure for f in findings))
        for finding in findings:
            self._show(finding, titled=len(findings) > 1)
        self._head("What cures it")
        for cure in cures:
            self._text(sentence(cure))
        self._head("The rule")
        for citation, words in dict.fromkeys((f.citation, f.words) for f in findings):
            self._quote(citation, words)
        for reading in dict.fromkeys(f.requirement.reading for f in findings if f.requirement.reading):
            self._text(sentence(reading), muted=True)

    def _show(self, finding: Finding, *, titled: bool) -> None:
        self._head(finding.requirement.title if titled else "Why")
        if finding.consequence:
            self._consequence(finding)
        self._text(sentence(finding.because))
        for fact in finding.facts:
            if fact.casefold().rstrip(".") not in finding.because.casefold():
                self._text(f"•  {fact}")
        if finding.arithmetic:
            self._text(sentence(finding.arithmetic))
        for note in finding.notes:
            self._text(sentence(note), muted=True)
        if finding.waiver:
            until, by = written(finding.waiver.until_on), finding.waiver.granted_by
            self._text(f"Waived by {by} until {until} ({finding.waiver.reference}).")
        if finding.level is not Level.REQUIRED:
            self._text(_LEVELS[finding.level], muted=True)

    def _consequence(self, finding: Finding) -> None:
        warning = theme.label(f"“{finding.consequence}”", bold=True)
        theme.wear(warning, theme.Look.ERROR)
        self._layout.addWidget(warning)

    def _head(self, text: str) -> None:
        if self._layout.count():
            self._layout.addSpacing(theme.SPACE)
        self._layout.addWidget(theme.label(text, theme.Size.CAPTION, bold=True, muted=True))

    def _text(self, text: str, *, muted: bool = False) -> None:
        label = theme.label(text, muted=muted)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._layout.addWidget(label)

    def _quote(self, citation: str, words: str) -> None:
        quote = QFrame()
        theme.wear(quote, theme.Look.QUOTE)
        layout = QVBoxLayout(quote)
        layout.setContentsMargins(12, 0, 0, 0)
        layout.setSpacing(4)
        if words:
            layout.addWidget(theme.label(f"“{words}”"))
        layout.addWidget(theme.label(citation, theme.Size.CAPTION, muted=True))
        self._layout.addWidget(quote)


_LEVELS = {
    Level.LOCAL: f"{LEVEL_WORDS[Level.LOCAL]}: the district asks this; the state does not.",
    Level.GUIDANCE: "Guidance reported by MDE or MASRO; it does not count for the standing. Confirm it with MDE.",
    Level.RECOMMENDED: "The regulation recommends this; it does not count for the standing.",
}
