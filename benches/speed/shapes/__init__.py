"""Knowledge bases of extreme shape: each has `n` of one thing, and else as little as possible.

To add a shape, write a function with `@shape` in one of the files here. Its name is that of the shape, and its first
argument writes files.
"""

from . import documents, findings, pages, reports, signatures  # noqa: F401, each makes its shapes known
from .base import SHAPES, Base, TooLong

__all__ = ["SHAPES", "TooLong", "write"]


def write(name, folder, n):
    """Writes the shape of a name into a new folder."""
    folder.mkdir(parents=True)
    base = Base(folder)
    base.config()
    SHAPES[name].write(base, n)
