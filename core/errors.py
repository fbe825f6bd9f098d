"""What the clerk did or gave that cannot be used; any other exception is a bug of ours."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can mend: ``message`` says what is wrong, ``hint`` what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class FieldError(UserError):
    """One field of a form or draft is wrong; ``field`` is the column's name in the records."""

    def __init__(self, field: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.field = field


class FileError(UserError):
    """A file cannot be opened, read or written; nothing in it was changed."""


class PolicyError(UserError):
    """A policy file is refused; the message names the file, the rule and the key."""
