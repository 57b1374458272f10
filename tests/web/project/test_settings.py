"""What the environment says, what every answer tells the browser, and what the server refuses to do in the open."""

import socket
import socketserver
import stat
import threading

import pytest
from django.conf import settings as project
from django.core.mail import get_connection, send_mail
from django.core.management import call_command
from django.test import Client

from eyre.core import BadInput, Refused
from eyre_cli.server import check_is_free
from eyre_web.project import serving
from eyre_web.project.environment import data_directory, database, is_loopback, mail, make_secret_key, secret_key, site
from eyre_web.project.serving import check_may_listen

# --- the environment -----------------------------------------------------------------------------------------------


def test_without_an_address_the_database_is_a_file_that_survives_a_power_cut(tmp_path):
    found = database({"EYRE_DATA": str(tmp_path)})
    assert found["NAME"] == str(tmp_path / "eyre.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for said in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=", "foreign_keys=ON"):
        assert said in found["OPTIONS"]["init_command"]


def test_an_address_of_postgresql_is_taken_apart():
    found = database({"DATABASE_URL": "postgresql://us%40er:p%2Fw@db.example:5433/body?sslmode=require"})
    wanted = {"USER": "us@er", "PASSWORD": "p/w", "HOST": "db.example", "PORT": "5433", "NAME": "body"}
    assert {name: found[name] for name in wanted} == wanted
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert database({"DATABASE_URL": "postgresql://postgres:@/body?host=/run/pg"})["HOST"] == "/run/pg"


@pytest.mark.parametrize(
    ("read", "name", "says"),
    [(database, "DATABASE_URL", "only PostgreSQL is known"), (mail, "EYRE_MAIL", "Write smtp://")],
)
def test_an_address_of_anything_else_is_refused_with_what_to_write(read, name, says):
    with pytest.raises(BadInput, match=says):
        read({name: "mysql://x/y"})


def test_mail_is_printed_until_a_server_is_named():
    assert mail({})["EMAIL_BACKEND"].endswith("console.EmailBackend")
    named = mail({"EYRE_MAIL": "smtp://u:p@mail.example"})
    assert (named["EMAIL_HOST"], named["EMAIL_PORT"], named["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert mail({"EYRE_MAIL": "smtps://mail.example"})["EMAIL_USE_SSL"]


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"EYRE_SITE": "https://eyre.example/"}, "https://eyre.example"),
        ({"EYRE_HTTPS": "1", "EYRE_HOSTS": "log.example, other.example"}, "https://log.example"),
        ({"EYRE_HOSTS": "log.example"}, "http://127.0.0.1:8000"),
    ],
)
def test_links_in_mail_lead_to_where_people_come(environment, found):
    assert site(environment) == found


@pytest.mark.parametrize(
    ("host", "said", "leads_to"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8412"),
        ("::1", "", "http://[::1]:8412"),
        ("127.0.0.1", "https://eyre.example", "https://eyre.example"),
    ],
)
def test_links_in_mail_lead_to_the_port_that_is_listened_on(monkeypatch, host, said, leads_to):
    monkeypatch.setattr(serving.os, "execv", lambda *_command: None)
    monkeypatch.setattr(serving.sys, "exit", lambda *_code: None)
    monkeypatch.setattr(serving.subprocess, "call", lambda *_command: 0)
    monkeypatch.setattr(serving.os, "environ", {"EYRE_SITE": said} if said else {})
    serving.serve(host, 8412, workers=1, reminders=False)
    assert serving.os.environ["EYRE_SITE"] == leads_to


def test_a_second_server_does_not_begin_where_one_listens():
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the server itself listens
        one.bind(("127.0.0.1", 0))
        one.listen()
        port = one.getsockname()[1]
        with pytest.raises(Refused, match=f"127.0.0.1:{port} cannot be listened on: .* name another port"):
            check_is_free("127.0.0.1", port)
    check_is_free("127.0.0.1", port)


class _MailServer(socketserver.StreamRequestHandler):
    """As much of a mail server as takes a letter, without TLS: one that stands on this machine."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        lines, in_letter = [], False
        for line in self.rfile:
            if in_letter and line != b".\r\n":
                lines.append(line.decode())
                continue
            if in_letter:
                self.server.letters.append("".join(lines))
            in_letter = line.upper().startswith(b"DATA")
            self.wfile.write(b"354 go on\r\n" if in_letter else b"250 well\r\n")


def test_mail_leaves_by_a_mail_server_on_this_machine(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _MailServer) as server:
        server.letters = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name, value in mail({"EYRE_MAIL": f"smtp://127.0.0.1:{server.server_address[1]}"}).items():
            setattr(settings, name, value)
        connection = get_connection(settings.EMAIL_BACKEND)  # the test's own keeps letters in memory
        send_mail("Due soon", "action 2025-09/1", None, ["ben@example.org"], connection=connection)
        server.shutdown()
    (letter,) = server.letters
    assert "Subject: Due soon" in letter
    assert "To: ben@example.org" in letter


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path):
    environment = {"EYRE_DATA": str(tmp_path / "data")}
    assert secret_key(environment) != secret_key(environment)  # none yet: one for each run
    make_secret_key(data_directory(environment))
    make_secret_key(data_directory(environment))
    assert secret_key(environment) == secret_key(environment)
    assert len(secret_key(environment)) >= 50
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


# --- what browsers are told ----------------------------------------------------------------------------------------


@pytest.mark.db
def test_no_page_runs_or_loads_what_is_not_ours():
    answer = Client().get("/account/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))


@pytest.mark.db
def test_a_name_that_is_not_ours_is_not_answered():
    assert Client().get("/account/login/", headers={"host": "evil.example"}).status_code == 400


def test_sessions_end_and_cookies_are_out_of_reach_of_scripts():
    assert project.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert project.SESSION_COOKIE_AGE <= 12 * 60 * 60
    assert project.SESSION_COOKIE_HTTPONLY
    assert project.CSRF_COOKIE_HTTPONLY
    assert project.CACHES["default"]["BACKEND"].endswith("DatabaseCache")  # two workers count failures together


# --- the tables ----------------------------------------------------------------------------------------------------


@pytest.mark.db
def test_every_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)  # ends the process where one is missing


# --- where it listens ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("x.org", False),
    ],
)
def test_an_address_that_others_reach_is_refused_without_https(host, only_here, settings):
    assert is_loopback(host) is only_here
    settings.HTTPS = True
    check_may_listen(host)
    settings.HTTPS = False
    if only_here:
        check_may_listen(host)
    else:
        with pytest.raises(Refused, match="EYRE_HTTPS=1"):
            check_may_listen(host)
