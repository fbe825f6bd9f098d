"""The district's page: letterhead, agreements with their steps, choices, rules with rulings, waivers, documents."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from core import actions, attaching
from core.media import Enclosure
from core.model import (
    LOGO,
    Agreement,
    AgreementKind,
    Attachment,
    Credential,
    Level,
    Proof,
    Ruling,
    Status,
    Waiver,
    Weapon,
    WeaponIssue,
)
from core.reading import asks, whom
from gui.dialogs import attaching as dialogs
from gui.dialogs.rulings import RulingDialog
from gui.dialogs.waivers import EndDialog
from gui.pages.district import DOCUMENTS, RULES, WAIVERS
from tests import scans

TODAY = date(2026, 11, 23)


def texts(widget):
    QApplication.processEvents()
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def part(window, title):
    window.show_page("district")
    window.page.tabs.show_part(title)
    return window.page


def rule(window, requirement_id):
    page = part(window, RULES)
    page.rules.table.choose(requirement_id)
    return page


def armed(window):
    """The CEO carries a weapon, of which the district's local rule asks a qualification."""
    issue = WeaponIssue(weapon_id="S-200", officer_id="A3", issued_on=date(2026, 1, 5))
    weapon = Weapon(weapon_id="S-200", make="Glock", model="19")
    window.session.apply(lambda store: actions.issue_weapon(store, weapon, issue))


def test_the_logo_is_taken_seen_and_removed(window, prompts, tmp_path):
    page = part(window, "Profile")
    (tmp_path / "logo.png").write_bytes(scans.picture("PNG", (400, 100)))
    prompts.answers = [tmp_path / "logo.png"]
    page.logo.choose.click()
    assert page.logo.picture.isVisible()
    assert page.logo.picture.pixmap().width() / page.logo.picture.pixmap().height() == pytest.approx(4, abs=0.1)
    assert [each.row_key for each in window.session.store.rows(Attachment)] == [LOGO]
    page.logo.remove.click()
    assert not page.logo.picture.isVisible()
    (tmp_path / "scan.pdf").write_bytes(scans.pdf())
    page.signature.take(tmp_path / "scan.pdf")
    assert "is no picture for a letter" in prompts.asked[-1]


def test_an_agreement_shows_its_steps_and_how_it_stands(window):
    made = Agreement(
        agreement_id="R-1", kind=AgreementKind.RADIO_STATION, party="WABC", starts_on=date(2020, 1, 1),
        ends_on=date(2026, 11, 1),
    )  # fmt: skip
    window.session.apply(lambda store: actions.add(store, made))
    panel = part(window, "Agreements").agreements
    assert panel.model.rows[0].key == "R-1"
    assert panel.model.rows[0].finding.status is Status.OVERDUE
    panel.table.choose("R-1")
    words = texts(panel.card)
    assert "Authorized by the Federal Communications Commission" in words
    panel.table.choose("AG-1")
    words = texts(panel.card)
    for step in ("Attorney General", "chancery clerk", "Secretary of State"):
        assert step in words
    panel.table.choose("")
    assert "School safety assessment" in texts(panel.card)


def test_a_document_of_the_safety_assessment_is_kept_with_it(window, monkeypatch):
    panel = part(window, "Agreements").agreements
    panel.table.choose("")

    def attach(session, parent, row, files=()):
        file = Enclosure("Assessment.pdf", scans.pdf())
        session.apply(lambda store: attaching.attach(store, row, [file], on=TODAY))

    monkeypatch.setattr(dialogs, "open_attaching", attach)
    panel.card.attach.click()
    assert panel.card.documents.text() == "Documents (1)"
    panel.card.documents.click()
    page = window.page
    assert page.tabs.title == DOCUMENTS
    assert page.documents.chosen.file_name == "Assessment.pdf"
    assert "safety assessment" in page.documents.table.row.record.lower()


def test_every_rule_says_whom_it_applies_to_and_what_it_asks(window):
    for requirement in window.session.register.written.requirements:
        assert list(whom(requirement)), requirement.id
        assert all(line.endswith(".") for line in (*whom(requirement), *asks(requirement))), requirement.id


def test_the_rules_are_searched_by_name_words_and_citation(window):
    page = part(window, RULES)
    page.rules.search.setText("majority of the board")
    assert page.rules.model.rows == []
    page.rules.search.setText("sanctioned in-service")
    assert [row.written.id for row in page.rules.model.rows] == ["in-service"]
    page.rules.search.setText("19-19-3")
    assert "bond" in {row.written.id for row in page.rules.model.rows}


def test_a_rule_counts_who_stands_how_and_leads_to_them(window):
    page = rule(window, "basic-training")
    row = page.rules.table.row
    assert row.counts[Status.OVERDUE] == 1
    name = next(b for b in page.rules.card.findChildren(QPushButton) if b.text() == "Boyd, Terrence")
    name.click()
    assert window.page.title.text() == "Terrence Boyd"


def ruling(qtbot, window, requirement_id, prompts):
    row = rule(window, requirement_id).rules.table.row
    dialog = RulingDialog(window.session, window, row.written, row.ruling)
    qtbot.addWidget(dialog, before_close_func=lambda _: prompts.answers.append(True))
    dialog.show()
    return dialog


def test_a_lead_time_is_changed_with_who_says_so_and_marked(qtbot, window, prompts):
    dialog = ruling(qtbot, window, "in-service", prompts)
    dialog.lead.line.setText("200")
    dialog.record_button.click()
    assert dialog.by.problem == dialog.document.problem == dialog.since.problem == "This must be filled in."
    dialog.by.line.setText("Superintendent")
    dialog.document.line.setText("Memo 7")
    dialog.since.line.setText("8/1/2026")
    dialog.record_button.click()
    assert not dialog.isVisible(), dialog.notice.text
    page = rule(window, "in-service")
    at = page.rules.model.row_of("in-service")
    assert page.rules.model.index(at, 2).data() == "200 (not 90)"
    words = texts(page.rules.card)
    assert "Changed for this district: due soon from 200 days before instead of 90." in words
    assert "Determined by Superintendent, by “Memo 7”, since August 1, 2026." in words
    found = next(f for f in window.session.register.entry("A1").findings if f.requirement.id == "in-service")
    assert found.requirement.lead_days == 200
    prompts.answers = ["an error"]
    again = ruling(qtbot, window, "in-service", prompts)
    next(b for b in again.findChildren(QPushButton) if b.text() == "Back to the rule as it comes").click()
    assert not window.session.store.rows(Ruling)
    assert rule(window, "in-service").rules.table.row.lead == 90


def test_only_a_local_rule_can_be_switched_off_and_stays_readable(qtbot, window, prompts):
    armed(window)
    assert not ruling(qtbot, window, "in-service", prompts).in_force.isVisible()
    judged = window.session.register.entry("A3")
    assert any(f.level is Level.LOCAL and f.requirement.id == "weapon-qualification" for f in judged.findings)
    dialog = ruling(qtbot, window, "weapon-qualification", prompts)
    assert dialog.in_force.isVisible()
    dialog.in_force.set_value(True)
    for field, words in ((dialog.by, "Board"), (dialog.document, "Minutes"), (dialog.since, "8/1/2026")):
        field.line.setText(words)
    dialog.record_button.click()
    judged = window.session.register.entry("A3")
    assert not any(f.requirement.id == "weapon-qualification" for f in judged.findings)
    sro = window.session.register.entry("A1")
    assert any(f.requirement.id == "weapon-qualification" for f in sro.findings)
    page = rule(window, "weapon-qualification")
    assert page.rules.table.row.is_off
    assert "switched off" in texts(page.rules.card)
    window.session.undo()
    assert not rule(window, "weapon-qualification").rules.table.row.is_off


def waiver(window, **given):
    row = Waiver(
        **{
            "officer_id": "A3", "requirement": "basic-training", "granted_by": "BLEOST", "reference": "Letter 12",
            "from_on": date(2026, 9, 1), "until_on": date(2027, 8, 31), **given,
        }
    )  # fmt: skip
    window.session.apply(lambda store: actions.add(store, row))


def test_waivers_are_listed_by_when_they_hold_with_how_it_would_be(window):
    waiver(window)
    waiver(window, requirement="in-service", officer_id="A2", from_on=date(2027, 1, 1), until_on=date(2027, 6, 30))
    waiver(window, from_on=date(2025, 9, 1), until_on=date(2026, 8, 31))
    panel = part(window, WAIVERS).waivers
    shown = [[panel.model.index(row, at).data() for at in (0, 1, 7)] for row in range(2)]
    assert shown == [["In force", "Boyd, Terrence", "Overdue"], ["To come", "Nuñez, Rafael", "Pending"]]
    assert panel.model.total == 2
    panel.past.click()
    assert [panel.model.index(row, 0).data() for row in range(3)] == ["In force", "To come", "Past"]


def test_a_waiver_is_ended_with_its_reason_and_stays_on_record(qtbot, window, prompts):
    waiver(window)
    panel = part(window, WAIVERS).waivers
    assert panel.end.isVisible()
    dialog = EndDialog(window.session, window, panel.table.row.waiver)
    qtbot.addWidget(dialog, before_close_func=lambda _: prompts.answers.append(True))
    dialog.show()
    dialog.last.line.setText("9/30/2027")
    dialog.reason.line.setText("done")
    dialog.record_button.click()
    assert "ends on August 31, 2027 anyway" in dialog.last.problem
    dialog.last.line.setText("11/20/2026")
    dialog.record_button.click()
    assert not dialog.isVisible()
    (ended,) = window.session.store.rows(Waiver)
    assert ended.until_on == date(2026, 11, 20)
    assert window.session.register.entry("A3").standing is Status.OVERDUE


def test_proof_missing_lists_records_and_leads_to_the_officer(window, monkeypatch):
    wanted = []
    monkeypatch.setattr(dialogs, "open_attaching", lambda session, parent, row, files=(): wanted.append(row))
    window.show_page("documents")
    page = window.page
    page.tabs.show_part("Proof missing")
    shown = {(row.officer.officer_id, row.of.title, row.of.proof) for row in page.missing.model.rows}
    assert shown == {
        ("A1", "Police Officer Basic Course", Proof.STATED), ("A1", "Legal update", Proof.NONE),
    }  # fmt: skip
    page.missing.attach.click()
    assert wanted == [page.missing.table.row.of.row]
    row = next(row for row in window.session.store.rows(Credential) if row.credential == "police-basic")
    file = Enclosure("a.pdf", scans.pdf())
    window.session.apply(lambda store: attaching.attach(store, row, [file], on=TODAY))
    assert [each.of.title for each in page.missing.model.rows] == ["Legal update"]
    assert "1 document kept; 1 record without" in page.sentence.text()
    QTest.keyClick(page.missing.table, Qt.Key.Key_Return)
    assert window.page.title.text() == "Dana Lee"


def test_rules_and_waivers_are_commands(window):
    window.give("show_rules")
    assert window.page.tabs.title == RULES
    window.give("show_waivers")
    assert window.page.tabs.title == WAIVERS
    window.give("next_part")
    assert window.page.tabs.title == DOCUMENTS
    window.give("previous_part")
    assert window.page.tabs.title == WAIVERS
