"""Write ``version-N.muster`` beside this script, N being today's schema: run once when a schema is released.

The program writes it itself, with undone and renamed entries too; every later version must open it. Invented people.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from core import actions, attaching, documents  # noqa: E402
from core.migrations import VERSION  # noqa: E402
from core.model import (  # noqa: E402
    Agreement,
    AgreementKind,
    Appointment,
    Attendance,
    AuthorityType,
    Bond,
    Commission,
    Credential,
    Designation,
    District,
    EmployerType,
    Officer,
    Paper,
    Proof,
    Qualification,
    Result,
    Role,
    Ruling,
    Sanctioned,
    Service,
    SupervisorTitle,
    Template,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
)
from core.store import Store  # noqa: E402

DANA = Officer(
    officer_id="A1", last_name="Lee", first_name="Dana", middle_name="M.", date_of_birth=date(1990, 2, 28), mcid="M-1"
)
PAT = Officer(officer_id="A2", last_name="Núñez", first_name="Pat", suffix="Jr.", notes="Invented.\nTwo lines.")
LAW = TrainingClass(
    class_id="C1", title="Legal update", starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 4), hours=12.5,
    sanctioned=Sanctioned.YES, sanction_reference="MDE 2026-14",
)  # fmt: skip
GLOCK = Weapon(weapon_id="XYZ123", kind="pistol", make="Glock", model="17", caliber="9 mm", owner="district")
SINGLE = (
    Appointment(
        officer_id="A1", role=Role.SRO, employer_type=EmployerType.DISTRICT, hired_on=date(2024, 7, 1),
        assignment_percent=100.0, supervisor_title=SupervisorTitle.SUPERINTENDENT, has_office=True, has_phone=False,
    ),
    Commission(officer_id="A1", authority_type=AuthorityType.DISTRICT, commissioned_on=date(2024, 7, 1)),
    Designation(officer_id="A1", designated_on=date(2024, 7, 9), board_minute="12/44", oath_on=date(2024, 7, 10)),
    Bond(officer_id="A1", surety="Example Surety", amount=50_000.0, effective_on=date(2024, 7, 9)),
    Service(officer_id="A1", agency="Example County", from_on=date(2015, 1, 1), full_time=True, commissioned=True),
    Credential(officer_id="A2", credential="is-100", completed_on=date(2025, 2, 28), proof=Proof.COPY),
    Agreement(agreement_id="M-1", kind=AgreementKind.MOU, party="Example County", ends_on=date(2027, 6, 30)),
    Waiver(
        officer_id="A1", requirement="in-service", item="2026-27", granted_by="MDE", reference="Letter of 8/1/2026",
        from_on=date(2026, 8, 1), until_on=date(2027, 6, 30),
    ),
)  # fmt: skip


def fill(store: Store) -> None:
    actions.set_district(store, District(name="Example County Schools", accept_nasro_path=False))
    actions.add_officer(store, DANA)
    actions.add_officer(store, PAT)
    for row in SINGLE:
        actions.save(store, row)
    actions.record_class(store, LAW, [Attendance(class_id="C1", officer_id=one, hours=8.0) for one in ("A1", "A2")])
    actions.issue_weapon(store, GLOCK, WeaponIssue(weapon_id="XYZ123", officer_id="A1", issued_on=date(2026, 8, 1)))
    actions.save(store, Ruling(requirement="weapon-qualification", lead_days=60, determined_by="Superintendent"))
    actions.save(store, Template(name="overdue", text="Invented wording."))
    scan = attaching.Enclosure("certificate.pdf", b"%PDF-1.4 invented")
    attaching.attach(store, store.rows(Credential)[0], [scan], on=date(2026, 8, 5))
    shot = Qualification(
        officer_id="A1", weapon_id="XYZ123", shot_on=date(2026, 8, 1), result=Result.PASS, score=92.0, attempt=1
    )
    actions.record_qualifications(store, [shot])
    actions.remove_officer(store, "A2", "Entered by mistake.")
    store.undo()
    actions.rename(store, Officer, "A2", "B7")
    store.undo()
    with store.edit("Print “Roster”") as edit:
        paper, snapshot = edit.keep(b"%PDF-1.4 invented paper"), edit.keep(b"{}")
        edit.insert(
            Paper(
                code="7F3K-2QXA", name="roster", title="Roster", printed_on=date(2026, 8, 5), as_of=date(2026, 8, 5),
                policy_version="2026.1", policy_fingerprint="0" * 64, sha256=paper, snapshot=snapshot, pages=1,
            )
        )  # fmt: skip
    store.lay("draft of a class", "{}")


def main() -> None:
    path = HERE / f"version-{VERSION}.muster"
    with documents.create(path, who="Example Clerk", now=lambda: datetime(2026, 8, 5, 14, 30, tzinfo=UTC)) as store:
        fill(store)


if __name__ == "__main__":
    main()
