"""The house rules that no single room can show: what comes along on import, and what the wheel carries."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import eyre

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ROOT / "src" / "eyre"

# Rooms that touch files. Every other folder under src/eyre is pure from the day it is made.
FILE_ROOMS = {"body", "engines", "readers", "writers"}
PURE_ROOMS = sorted(
    room.name for room in ROOMS.iterdir() if (room / "__init__.py").is_file() and room.name not in FILE_ROOMS
)

# The standard library's own ways to a network, a server or a database.
OUTSIDE = {"http.client", "http.server", "socketserver", "sqlite3", "ssl", "urllib.request", "xmlrpc"}

IMPORT_EVERYTHING = """
import importlib, json, pkgutil, sys
before = set(sys.modules)
room = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def fresh_python(*arguments: str) -> str:
    """Run a new interpreter that has seen nothing but src/ and return what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def modules_after_importing(package: str) -> set[str]:
    return set(json.loads(fresh_python("-c", IMPORT_EVERYTHING, package)))


def strangers(modules: set[str]) -> set[str]:
    """Return the packages that are neither numpy, nor eyre, nor Python's own."""
    packages = {name.partition(".")[0] for name in modules if "cython" not in name}  # numpy's own compiled parts
    return packages - set(sys.stdlib_module_names) - {"eyre", "numpy"}


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_a_pure_room_brings_nothing_along_but_numpy(room):
    modules = modules_after_importing(f"eyre.{room}")
    assert strangers(modules) == set(), "import these inside the function that needs them"
    assert modules & OUTSIDE == set()


def test_the_purity_test_sees_a_stranger():
    # What came along must be named, or the test above proves nothing.
    modules = modules_after_importing("email") | {"duckdb", "pandas.core", "numpy.linalg", "eyre.core"}
    assert strangers(modules) == {"duckdb", "pandas"}


def test_the_ground_is_there_to_be_tested():
    assert "core" in PURE_ROOMS


def test_help_starts_without_the_heavy_packages():
    # `eyre --help` must answer in under 0.4 s: DuckDB, PyArrow and SciPy alone take longer than that.
    show_modules = (
        "import json, sys; import eyre_cli.main; "
        "heavy = ('duckdb', 'numpy', 'pyarrow', 'scipy', 'odfdo', 'django', 'eyre_web'); "
        "print(json.dumps([m for m in heavy if m in sys.modules]))"
    )
    assert json.loads(fresh_python("-c", show_modules)) == []


@pytest.mark.parametrize("package", ["eyre", "eyre_cli"])
def test_neither_the_rooms_nor_any_command_bring_the_server_along(package):
    # An analyst's laptop may have no Django; a command of the server asks for it when it is called.
    packages = {name.partition(".")[0] for name in modules_after_importing(package)}
    assert packages & {"django", "allauth", "granian", "whitenoise", "eyre_web"} == set()


def test_every_folder_with_code_is_a_room():
    # A folder without __init__.py is invisible to the import contracts.
    unnamed = {
        file.parent.relative_to(ROOT).as_posix()
        for tree in ("eyre", "eyre_web", "eyre_cli")
        for file in (ROOT / "src" / tree).rglob("*.py")
        if not (file.parent / "__init__.py").is_file()
    }
    assert unnamed == set()


def test_the_version_is_a_version():
    release = eyre.__version__.split(".")
    assert all(part.isdigit() for part in release[:3])


def test_no_list_names_a_registry():
    # An address would tie every installation to one place; the hashes say enough about what is wanted.
    lists = sorted((ROOT / "requirements").glob("*.txt"))
    assert {path.name for path in lists} == {"boot.txt", "run.txt", "test.txt", "bench.txt"}
    with_address = [path.name for path in lists if "://" in path.read_text() or "--index" in path.read_text()]
    assert with_address == []


def locked_versions(name: str) -> dict[str, set[str]]:
    versions: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / name).read_text().splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            package, _, version = line.partition("==")
            versions.setdefault(package, set()).add(version.split()[0])
    return versions


def test_tests_run_on_the_versions_that_are_installed():
    run, test = locked_versions("run.txt"), locked_versions("test.txt")
    assert {package: test.get(package) for package in run} == run


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    named = (each.partition(">")[0].partition("[")[0] for each in [*project["dependencies"], *extras])
    wanted = set(named)
    assert wanted <= set(locked_versions("run.txt"))


def test_the_requirements_table_names_tests_that_exist():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "check_requirements.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


SKIPPED_TEST = "import pytest\n\n@pytest.mark.skip(reason='no Chromium here')\ndef test_it(): ...\n"


@pytest.mark.parametrize(("no_skip", "exit_code"), [("", 0), ("1", 1)])
def test_a_skip_is_a_failure_where_nothing_may_be_skipped(tmp_path, no_skip, exit_code):
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())
    (tmp_path / "test_skipped.py").write_text(SKIPPED_TEST)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", str(tmp_path)],
        env={**os.environ, "EYRE_NO_SKIP": no_skip},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == exit_code
    assert "no Chromium here" in done.stdout
