"""Terminal manners: tables at any width, colour and progress only for people, one way to end."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eyre import __version__
from eyre.core import LimitReached
from eyre_cli import ending, main, terminal
from eyre_cli.terminal import Column, table

SRC = Path(__file__).resolve().parents[3] / "src"
COLUMNS = (Column("measure"), Column("value", is_number=True), Column("what it shows"))
ROWS = [
    ["Burglary", "1,204", "Seven months running above the average."],
    ["Anti-social behaviour", "98", "No rule fires: the change is no larger than usual."],
]


def shell(*arguments, **more):
    environment = {**os.environ, "PYTHONPATH": str(SRC), **more.pop("env", {})}
    return subprocess.run([sys.executable, "-m", "eyre_cli.main", *arguments], env=environment, text=True, **more)


# --- tables ---


@pytest.mark.parametrize("width", [10, 25, 40, 80, 200])
def test_a_table_is_never_wider_than_the_terminal(width):
    longest_word = max(len(word) for row in [*ROWS, ["measure"]] for cell in row for word in cell.split())
    assert max(map(len, table(COLUMNS, ROWS, width).splitlines())) <= max(width, longest_word)


def test_a_wide_table_has_a_line_a_row_with_numbers_to_the_right():
    assert table(COLUMNS, ROWS, 200).splitlines() == [
        "measure                value  what it shows",
        "Burglary               1,204  Seven months running above the average.",
        "Anti-social behaviour     98  No rule fires: the change is no larger than usual.",
    ]


def test_at_eighty_columns_words_are_wrapped_and_numbers_are_not():
    lines = table(COLUMNS, [["Burglary", "1,204", "word " * 30]], 80).splitlines()
    assert lines[1].startswith("Burglary  1,204  word")
    assert lines[2].startswith(" " * 17 + "word")


def test_a_table_too_narrow_for_its_columns_becomes_a_block_a_row():
    assert table(COLUMNS, ROWS, 25).split("\n\n")[0].splitlines() == [
        "measure: Burglary",
        "value: 1,204",
        "what it shows: Seven",
        "  months running above",
        "  the average.",
    ]


@pytest.mark.parametrize(
    ("value", "printed"),
    [(12345.0, "12,345"), (12.34, "12.3"), (0, "0"), (None, ""), (float("nan"), ""), (-3.25, "-3.2")],
)
def test_a_number_is_printed_as_people_read_it(value, printed):
    assert terminal.number(value) == printed


# --- colour and progress ---


def test_colour_is_for_people_who_have_not_refused_it(monkeypatch, on_a_terminal):
    assert terminal.paint("fault", "red") == "fault"
    on_a_terminal(80)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert terminal.paint("fault", "red") == "\x1b[31mfault\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert terminal.paint("fault", "red") == "fault"


def test_progress_is_said_on_a_terminal_and_wiped(capsys, on_a_terminal):
    with terminal.progress("Reading") as step:
        step("1 of 2")
    assert capsys.readouterr() == ("", "")
    on_a_terminal(80)
    with terminal.progress("Reading") as step:
        step("1 of 2")
    said = capsys.readouterr()
    assert said.out == ""
    assert "Reading: 1 of 2" in said.err
    assert said.err.endswith("\r\x1b[2K")


# --- how a run ends ---


def raising(error):
    def work():
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (LimitReached("Too large."), 6, "Too large.\n"),
        (KeyboardInterrupt(), 130, ""),
        (FileNotFoundError(2, "", "x.csv"), 5, "x.csv: There is no such file or folder.\n"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence_and_its_code(capsys, error, code, said):
    assert ending.exit_code_of(raising(error)) == code
    assert capsys.readouterr().err == said


def test_our_own_fault_says_so_and_keeps_its_traceback_for_those_who_ask(capsys, monkeypatch):
    monkeypatch.delenv("EYRE_DEBUG", raising=False)
    assert ending.exit_code_of(raising(ZeroDivisionError("division by zero"))) == 1
    said = capsys.readouterr().err
    assert said.startswith("This is our fault, not yours: ZeroDivisionError: division by zero.")
    assert "Traceback" not in said
    monkeypatch.setenv("EYRE_DEBUG", "1")
    ending.exit_code_of(raising(ZeroDivisionError("division by zero")))
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_reason_to_complain(tmp_path):
    rows = "".join(f"s{n},2024-{month:02d},{n}\n" for n in range(300) for month in range(1, 13))
    (tmp_path / "long.csv").write_text(f"series,month,value\n{rows}")
    command = f'"{sys.executable}" -m eyre_cli.main spc long.csv | head -1'
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(SRC)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("series,month,value,centre")
    assert done.stderr == ""


def reads_stdin(pid: int) -> bool:
    """Whether a process waits for what comes in: its system call is about file 0."""
    return Path(f"/proc/{pid}/syscall").read_text().split()[1:2] == ["0x0"]


def has_begun(pid: int) -> bool:
    return "_multiarray" in Path(f"/proc/{pid}/maps").read_text()


def test_ctrl_c_ends_quietly_with_130():
    command = [sys.executable, "-m", "eyre_cli.main", "spc", "-"]  # waits for its figures
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        waited = 0
        while waited < 3:  # looked at three times running, so that no passing call is taken for it
            waited = waited + 1 if has_begun(process.pid) and reads_stdin(process.pid) else 0
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "")


# --- help ---


def test_help_groups_every_command_and_is_plain(eyre):
    said = eyre("--help").out
    for listing in main.COMMANDS:
        assert re.search(rf"^{listing.group}:\n(  .*\n)*  {listing.name} ", said, re.M)
    assert not re.search(r"[╭│╰]", said)


@pytest.mark.parametrize("listing", main.COMMANDS, ids=lambda listing: listing.name)
def test_a_command_says_of_itself_what_the_list_says_of_it(eyre, listing):
    said = eyre(listing.name, "--help")
    assert said.code == 0
    assert listing.says in " ".join(said.out.split())


def test_a_misspelt_command_is_answered_with_its_neighbour(eyre):
    refused = eyre("chekc")
    assert (refused.code, 'Did you mean "check"?' in refused.err) == (2, True)


def test_the_version_is_said_and_nothing_else():
    done = shell("--version", capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (f"{__version__}\n", "")


def test_help_imports_no_command_and_nothing_heavy():
    script = (
        "import sys\nfrom eyre_cli.main import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'pydantic', 'pyarrow', 'duckdb', 'scipy', 'rich', 'eyre.core', 'eyre_cli.commands'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(SRC)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == "[]\n"
