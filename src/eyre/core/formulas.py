"""Text that a spreadsheet would take for a formula: the one statement of what begins one."""

from __future__ import annotations

# The wide forms too: where East Asian text is usual, a spreadsheet reads them like the plain ones.
STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def starts_a_formula(text: str) -> bool:
    """Say whether a spreadsheet that opens this as a cell of a CSV file would compute it. A plain number is none."""
    return text.startswith(STARTS_A_FORMULA) and not _is_number(text)


def as_text(field: str) -> str:
    """The field with an apostrophe before it where it would be computed; lines inside end in LF.

    csv leaves a lone CR without quotes, and readers would end the row there.
    """
    field = field.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{field}" if starts_a_formula(field) else field


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
