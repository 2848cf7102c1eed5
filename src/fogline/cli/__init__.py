"""The command line. Heavy imports stay inside the commands, so that ``--help`` answers at once."""

from fogline.cli.main import main

__all__ = ["main"]
