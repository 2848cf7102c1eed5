"""The command line: one module a command. Commands import what is heavy when they run, so that
``--help`` answers at once.
"""

from fogline.cli.main import main

__all__ = ["main"]
