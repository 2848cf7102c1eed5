from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
COMMANDS = [
    line.removeprefix("$ ")
    for block in CONSOLE.findall(PAGE)
    for line in block.splitlines()
    if line.startswith("$ fogline")
]
REPORT = (
    "Russian forces shelled Izium on September 10. Ukrainian forces reportedly entered Kupiansk.\n"
)
RING = [[37.0, 49.0], [37.0, 49.5], [37.5, 49.5], [37.5, 49.0], [37.0, 49.0]]
# What the page's commands read.
FILES = {
    "report.txt": REPORT,
    "villages.csv": "id,name,kind,lat,lon\nv:1,Klishchiivka,village,48.53,37.96\n",
    "front_2022-09-10.geojson": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"name": "Окупована територія ///Occupied ///"},
                    "geometry": {"type": "Polygon", "coordinates": [RING]},
                }
            ],
        }
    ),
    "terrain.json": json.dumps(
        {
            "geometryType": "esriGeometryPolygon",
            "spatialReference": {"wkid": 4326},
            "features": [
                {
                    "attributes": {"type": "occupied", "EditDate": 1662825600000},
                    "geometry": {"rings": [RING]},
                }
            ],
        }
    ),
}


MADE = next(command for command in COMMANDS if " add " in command)


@pytest.fixture(scope="module", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the page's commands import is no other test's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOGLINE_HOME", str(tmp_path_factory.mktemp("readme")))
        yield


def _environment() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path}


def _run(command: str, folder: Path) -> str:
    env = _environment()
    result = subprocess.run(
        command, shell=True, cwd=folder, env=env, capture_output=True, timeout=300, check=False
    )
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout.decode()


def test_the_command_of_the_readme_prints_what_it_says(tmp_path: Path) -> None:
    """To the letter, but blanks at the ends of lines."""
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    (block,) = CONSOLE.findall(README)
    command, told = block.removeprefix("$ ").split("\n", 1)
    printed = [line.rstrip() for line in _run(command, tmp_path).strip().splitlines()]
    assert printed == told.strip().splitlines()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ledger that the page makes."""
    folder = tmp_path_factory.mktemp("page")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    _run(MADE, folder)
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_of_the_docs_run(command: str, ledger: Path, tmp_path: Path) -> None:
    """Each alone; those that ask a ledger get a copy of the ledger that the page made."""
    asks = "--ledger" in command and command != MADE
    left = None if asks else shutil.ignore_patterns("war.db*")
    shutil.copytree(ledger, tmp_path, ignore=left, dirs_exist_ok=True)
    if " serve " in command:
        _answers(f"exec {command}", tmp_path)
    else:
        _run(command, tmp_path)


def _answers(command: str, folder: Path) -> None:
    """A server says where it is, answers, and ends well."""
    with subprocess.Popen(
        command, shell=True, cwd=folder, env=_environment(), stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        address = next(line for line in server.stdout if "http://" in line).split()[1]
        with urllib.request.urlopen(address, timeout=60) as page:
            assert page.status == 200
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0


def test_the_python_of_the_readme_runs() -> None:
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(compile(block, "README.md", "exec"), {})


@pytest.mark.slow
def test_the_first_command_sets_up_and_runs_the_demo(tmp_path: Path) -> None:
    """In a copy of the project and a virtual environment of its own, as a newcomer would."""
    first = re.search(r"```sh\n(python3 -m venv .*?)\n```", README, re.DOTALL)
    assert first is not None
    files = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, files.decode().split("\0")):
        if (ROOT / name).is_file():
            target = tmp_path / "fogline" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    env = {**os.environ, "FOGLINE_HOME": str(tmp_path / "home")}
    result = subprocess.run(
        ["sh", "-c", first[1]],
        cwd=tmp_path / "fogline",
        env=env,
        capture_output=True,
        timeout=900,
        check=False,
    )
    assert result.returncode == 0, result.stderr.decode()[-2000:]
    told = result.stdout.decode()
    assert "The front on 2022-09-12" in told
    assert "Ukrainian forces liberated Balakliia on September 8." in told
    assert "left out" not in result.stderr.decode()
    for name in ("front-2022-09-05.svg", "front-2022-09-12.svg"):
        assert (tmp_path / "fogline" / "fogline-demo" / name).read_bytes() == (
            ROOT / "docs" / name
        ).read_bytes()


def test_every_command_and_option_is_documented() -> None:
    """docs/commands.md names every command and option of the command line."""
    import click

    from fogline.cli.main import commands

    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

    def walk(group: click.Group, prefix: str) -> None:
        for name, command in group.commands.items():
            assert f"{prefix} {name}" in page
            for parameter in command.params:
                for option in parameter.opts:
                    assert option in page or not option.startswith("-"), f"{name} {option}"
            if isinstance(command, click.Group):
                walk(command, f"{prefix} {name}")

    walk(commands, "fogline")
