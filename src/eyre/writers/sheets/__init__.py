"""The tables of a document as a workbook: a sheet of contents, then one sheet a table, as ODS or XLSX.

Each sheet can be passed on alone: above its table stand the title, the base and what its signs mean. Numbers are
numbers, as exact as in the CSV, and are shown as the page shows them. Words are stored as words, so that no program
runs one that begins like a formula.
"""

from eyre.writers.sheets.ods import to_ods
from eyre.writers.sheets.xlsx import to_xlsx

__all__ = ["to_ods", "to_xlsx"]
