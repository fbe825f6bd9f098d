"""Rows gathered into records: an officer with everything that is recorded about them."""

# ruff: noqa: S608
# The names of tables and columns in the statements come from the model, never from data.

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, cast

from core.journal import State
from core.model import (
    Agreement,
    Appointment,
    Attachment,
    Attendance,
    Attended,
    Bond,
    Commission,
    Credential,
    Designation,
    District,
    DistrictRecord,
    Issued,
    Officer,
    OfficerRecord,
    Qualification,
    Row,
    Ruling,
    Service,
    TrainingClass,
    Waiver,
    Weapon,
    WeaponIssue,
)
from core.rows import LISTED, SETTINGS, Image, R, SqlValue, district_of, layout_of


@contextmanager
def no_collection() -> Iterator[None]:
    """Looking for garbage among 500,000 new rows, of which none is any, takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def district_record(
    district: District, agreements: Iterable[Agreement], attachments: Iterable[Attachment]
) -> DistrictRecord:
    own = tuple(each for each in attachments if each.table_name in {"district", "agreements"})
    return DistrictRecord(district=district, agreements=tuple(agreements), attachments=own)


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record at one moment."""

    records: tuple[OfficerRecord, ...]
    district: DistrictRecord
    rulings: tuple[Ruling, ...]


def known(state: State) -> Known:
    """Rows by table and key as records, put together as those of a file are."""

    def rows(row_class: type[R], _where: str = "", _parameters: Sequence[SqlValue] = ()) -> list[R]:
        layout = layout_of(row_class)
        images = cast("dict[Any, Image]", state.get(layout.shape.name, {}))
        return layout.rows([layout.shape.values(images[key]) for key in sorted(images)])

    settings = {
        str(key): str(image["value"]) for key, image in state.get(SETTINGS.name, {}).items() if "value" in image
    }
    district = district_of(settings)
    with no_collection():
        records = tuple(Assembly(rows, district, None).records())
    return Known(records, district_record(district, rows(Agreement), rows(Attachment)), tuple(rows(Ruling)))


class Assembly:
    """The rows of all tables, gathered by officer."""

    def __init__(self, rows: Callable[..., list[Any]], district: District, wanted: str | None) -> None:
        self._rows = rows
        self._district = district
        self._where = "" if wanted is None else f"WHERE officer_id IN {LISTED}"
        self._parameters = [] if wanted is None else [wanted]

    def records(self) -> list[OfficerRecord]:
        officers = self._rows(Officer, self._where, self._parameters)
        officers.sort(key=attrgetter("last_name", "first_name", "officer_id"))
        gathered = {
            "appointments": self._gathered(Appointment),
            "commissions": self._gathered(Commission),
            "designations": self._gathered(Designation),
            "bonds": self._gathered(Bond),
            "service": self._gathered(Service),
            "credentials": self._gathered(Credential),
            "attended": (attended := self._attended()),
            "attachments": self._attachments(attended),
            "issued": self._issued(),
            "qualifications": self._gathered(Qualification),
            "waivers": self._gathered(Waiver),
        }
        return [
            OfficerRecord(
                officer=officer,
                district=self._district,
                **{name: tuple(by_officer.get(officer.officer_id, ())) for name, by_officer in gathered.items()},
            )
            for officer in officers
        ]

    def _gathered(self, row_class: type[Row]) -> dict[str, list[Any]]:
        gathered = defaultdict(list)
        for row in self._rows(row_class, self._where, self._parameters):
            gathered[row.officer_id].append(row)
        return gathered

    def _attended(self) -> dict[str, list[Attended]]:
        classes = self._named(TrainingClass, "class_id", "attendance")
        return {
            officer_id: [Attended.of(row, classes[row.class_id]) for row in rows]
            for officer_id, rows in self._gathered(Attendance).items()
        }

    def _attachments(self, attended: dict[str, list[Attended]]) -> dict[str, list[Attachment]]:
        gathered = self._gathered(Attachment)
        of_class = defaultdict(list)
        for row in self._rows(Attachment, "WHERE table_name = 'classes'"):
            if row.table_name == "classes":  # rows that come from no file are not chosen
                of_class[row.row_key].append(row)
        for officer_id, sat in attended.items() if of_class else ():
            gathered[officer_id] += [row for each in sat for row in of_class[each.training.class_id]]
        return gathered

    def _issued(self) -> dict[str, list[Issued]]:
        weapons = self._named(Weapon, "weapon_id", "weapon_issues")
        return {
            officer_id: [Issued(row, weapons[row.weapon_id]) for row in rows]
            for officer_id, rows in self._gathered(WeaponIssue).items()
        }

    def _named(self, row_class: type[Row], key: str, by: str) -> dict[str, Any]:
        """The classes or weapons that the rows of ``by`` name."""
        where = f"WHERE {key} IN (SELECT {key} FROM {by} {self._where})" if self._where else ""
        return {getattr(row, key): row for row in self._rows(row_class, where, self._parameters)}
