"""What goes wrong in a batch."""

from fogline.errors import FoglineError


class BatchError(FoglineError):
    """Inputs that can't be read, or work that failed again and again."""
