"""Excel workbooks: one organ's numbers in every shape one asks for, and the blank form to fill in.

XlsxWriter writes them, nothing from data becomes a formula or a link, and the same data gives the same
bytes. A blank cell is a number that is not known, never a zero.
"""

from analysis.workbook.book import write_workbook
from analysis.workbook.entry import read_entry, read_entry_bytes
from analysis.workbook.entryform import write_entry
from analysis.workbook.sheets import tables

__all__ = ["read_entry", "read_entry_bytes", "tables", "write_entry", "write_workbook"]
