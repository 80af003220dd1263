"""What can go wrong with a run and its folder, said for people."""

from __future__ import annotations


class StoreError(Exception):
    """A results folder cannot be used or written (the command line ends with 5). ``hint`` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
