"""Judging a whole district against one SQL statement that only adds up the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple, fields
from datetime import date
from enum import Enum
from typing import Any

from core.engine import call_roll
from core.model import SHEETS
from core.policy import default_policy
from tests.bench.measure import Line, in_turns, timed
from tests.districts import TODAY, InventedDistrict, district, district_record_of, records_of

SUMS = """
SELECT o.officer_id, o.last_name, o.first_name, h.hours, h.all_hours,
       q.weapons, q.last_pass, q.last_fail, q.days, c.held
FROM officers o
LEFT JOIN (
    SELECT a.officer_id,
           sum(coalesce(a.hours, k.hours)) FILTER (
               WHERE k.sanctioned = 'yes' AND coalesce(a.completed_on, k.ends_on) BETWEEN :first AND :today) AS hours,
           sum(coalesce(a.hours, k.hours)) AS all_hours
    FROM attendance a JOIN classes k ON k.class_id = a.class_id GROUP BY a.officer_id
) h ON h.officer_id = o.officer_id
LEFT JOIN (
    SELECT i.officer_id, count(DISTINCT i.weapon_id) AS weapons,
           max(q.shot_on) FILTER (WHERE q.result = 'pass') AS last_pass,
           max(q.shot_on) FILTER (WHERE q.result = 'fail') AS last_fail,
           count(DISTINCT q.shot_on) FILTER (WHERE q.result = 'pass' AND q.shot_on BETWEEN :first AND :today) AS days
    FROM weapon_issues i
    LEFT JOIN qualifications q ON q.officer_id = i.officer_id AND q.weapon_id = i.weapon_id AND q.shot_on <= :today
    WHERE i.issued_on <= :today AND (i.returned_on IS NULL OR i.returned_on > :today)
    GROUP BY i.officer_id
) q ON q.officer_id = o.officer_id
LEFT JOIN (
    SELECT officer_id, group_concat(credential || ' ' || coalesce(issued_on, completed_on)) AS held
    FROM credentials WHERE coalesce(issued_on, completed_on) <= :today GROUP BY officer_id
) c ON c.officer_id = o.officer_id
ORDER BY o.last_name, o.first_name, o.officer_id
"""


def bench(officers: int = 10_000, records: int = 500_000, rounds: int = 5) -> Iterator[Line]:
    invented = district(1, officers, records)
    people, of_district, policy = records_of(invented), district_record_of(invented), default_policy()
    dates = {"first": date(TODAY.year, 7, 1).isoformat(), "today": TODAY.isoformat()}
    with closing(tables(invented)) as connection:
        ours, peer = in_turns(
            lambda: timed(lambda: call_roll(policy, people, of_district, TODAY)),
            lambda: timed(lambda: connection.execute(SUMS, dates).fetchall()),
            rounds,
        )
    yield Line(f"Judging {officers:,} officers, {len(invented):,} records", ours, peer, "one SQL aggregate", 10)


def tables(invented: InventedDistrict) -> sqlite3.Connection:
    """The same rows in memory, indexed as the records file is."""
    connection = sqlite3.connect(":memory:")
    for table in SHEETS:
        names = [field.name for field in fields(table.row)]
        rows = [[_plain(value) for value in astuple(row)] for row in invented.rows[table.row]]
        key = f", PRIMARY KEY ({table.key[0]})" if table.keyed else ""
        connection.execute(f"CREATE TABLE {table.name} ({', '.join(names)}{key})")
        connection.executemany(f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(names))})", rows)
        if not table.keyed:
            connection.execute(f"CREATE INDEX {table.name}_of ON {table.name} (officer_id)")
    connection.execute("ANALYZE")
    return connection


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
