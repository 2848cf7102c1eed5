from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from reports import Open
from sqlalchemy import create_engine, text

from fogline.ledger import Ledger, open_ledger


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((f for f in reversed(folders) if (f / "initdb").exists()), None)


def _as_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return []
    names = [p.pw_name for p in pwd.getpwall()]
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    for parent in folder.parents[:3]:
        parent.chmod(parent.stat().st_mode | 0o055)
    return ["runuser", "-u", user, "--"]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server of the tests' own, without the database's name."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL on this machine: apt-get install postgresql")
    folder = tmp_path_factory.mktemp("postgres")
    run = _as_user(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = str(folder / "data")
    subprocess.run(
        [*run, str(binaries / "initdb"), "-D", data, "-A", "trust", "-U", "fogline", "-E", "UTF8"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    )
    start = [
        *run,
        str(binaries / "pg_ctl"),
        "-D",
        data,
        "-w",
        "-l",
        str(folder / "log"),
        "-o",
        options,
        "start",
    ]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL)
    yield f"postgresql://fogline@127.0.0.1:{port}/"
    subprocess.run(
        [*run, str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "stop"],
        check=True,
        stdout=subprocess.DEVNULL,
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Opens new ledgers by name, in each kind of database; closes them at the end."""
    ledgers: list[Ledger] = []

    def _open(name: str = "war", **how: bool) -> Ledger:
        where = str(tmp_path / f"{name}.db")
        if request.param == "postgresql":
            server = request.getfixturevalue("postgres")
            monkeypatch.setenv("FOGLINE_EVIDENCE", str(tmp_path / f"{name}.evidence"))
            base = f"{name}_{_label(tmp_path)}"
            _create(server, base)
            where = server + base
        ledgers.append(open_ledger(where, **(how or {"create": True})))
        return ledgers[-1]

    yield _open
    for ledger in ledgers:
        ledger.close()


def _label(path: Path) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, str(path)).hex[:12]


def _create(server: str, base: str) -> None:
    engine = create_engine(
        server.replace("postgresql", "postgresql+psycopg") + "postgres",
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        if not connection.execute(
            text("SELECT 1 FROM pg_database WHERE datname = :n"), {"n": base}
        ).first():
            connection.execute(text(f'CREATE DATABASE "{base}"'))
    engine.dispose()


@pytest.fixture
def book(opened: Open) -> Ledger:
    """One new ledger."""
    return opened()
