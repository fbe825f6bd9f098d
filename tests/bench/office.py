"""The same letters as one document of an office program: their paragraphs, tables and signatures, a page for each."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from core.reports.blocks import Address, Band, Block, Cell, Document, KeepTogether, Line, Paragraph, Signatures, Table

PROGRAM = "soffice"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:style style:name="New" style:family="paragraph">
<style:paragraph-properties fo:break-before="page"/></style:style></office:automatic-styles>
<office:body><office:text>
"""
TAIL = "</office:text></office:body></office:document>\n"


def converter(program: str, documents: Sequence[Document], folder: Path) -> Callable[[], object]:
    """Makes one PDF of them all, in a profile that ``folder`` keeps from one call to the next."""
    source = folder / "letters.fodt"
    source.write_text(HEAD + "".join(map(_letter, documents)) + TAIL, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    return lambda: subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)


def _letter(document: Document) -> str:
    head = document.letterhead
    opening = [_line(head.name, style="New"), _line(head.left), _line(head.right)]
    return "".join([*opening, *_content(document.blocks), *map(_line, document.footer)])


def _content(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield _line(block.text)
            case Address():
                yield from map(_line, (block.date, *block.lines))
            case Table():
                yield _table(block)
            case Signatures():
                yield from (_line(f"{party.name}, {party.office}") for party in block.parties)
            case KeepTogether():
                yield from _content(block.blocks)
            case _:
                raise TypeError(f"a letter with a {type(block).__name__}")


def _table(table: Table) -> str:
    heading = tuple(column.heading for column in table.columns)
    rows = (heading, *(row for row in table.rows if not isinstance(row, Band)))
    columns = f'<table:table-column table:number-columns-repeated="{len(heading)}"/>'
    return f"<table:table>{columns}{''.join(map(_row, rows))}</table:table>\n"


def _row(cells: tuple[Cell, ...]) -> str:
    return f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>"


def _cell(cell: Cell) -> str:
    lines = [line.text for line in cell if isinstance(line, Line)] if isinstance(cell, tuple) else [str(cell)]
    return f"<table:table-cell>{''.join(map(_line, lines))}</table:table-cell>"


def _line(text: str, style: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{escape(text)}</text:p>"
