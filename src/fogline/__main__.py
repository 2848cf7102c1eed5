"""``python -m fogline``."""

from fogline.cli import main

main()
