"""The guide's pictures come from the real window, and the guide shows every one of them."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QImage

from tests.pictures import GUIDE, ROOT, SCENES, take

GUIDE_TEXT = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")


def test_the_guide_shows_every_scene_and_nothing_else() -> None:
    shown = re.findall(r"!\[.+?\]\(pictures/([\w-]+)\.png\)", GUIDE_TEXT)
    assert sorted(shown) == sorted(scene.name for scene in SCENES)
    for name in shown:
        assert (GUIDE / f"{name}.png").is_file(), name


def test_its_links_lead_somewhere() -> None:
    headings = {re.sub(r"[^\w -]", "", line).strip().lower().replace(" ", "-") for line in GUIDE_TEXT.splitlines()
                if line.startswith("#")}  # fmt: skip
    for anchor in re.findall(r"\(#([\w-]+)\)", GUIDE_TEXT):
        assert anchor in headings, anchor
    for path in re.findall(r"\]\(([\w./-]+\.md)\)", GUIDE_TEXT):
        assert (ROOT / "docs" / path).is_file(), path


@pytest.mark.parametrize("name", ["needs-attention", "certificate", "backups"])
def test_a_scene_can_be_taken(name: str, tmp_path, qapp) -> None:
    (path,) = take([scene for scene in SCENES if scene.name == name], tmp_path)
    picture = QImage(str(path))
    colors = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
    assert picture.width() >= 400
    assert len(colors) > 20  # something is painted
