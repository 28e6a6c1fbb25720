"""Column constructors for facts.

Every fact is nullable: NULL is *not said*, which is neither blank, nor none, nor no. The names follow
the field tables of ``policies.record``; a test holds the two to each other.
"""

from functools import partial
from typing import Any

from django.db import models

from policies.record import term_label, vocabulary

_NOT_SAID: dict[str, Any] = {"null": True, "blank": True}


def terms(name: str) -> list[tuple[str | int, str]]:
    """Choices of a vocabulary. Migrations name this function, not the values, which change with the law."""
    return [(value, term_label(name, value)) for value in vocabulary(name)]


def line() -> models.CharField:
    return models.CharField(max_length=500, **_NOT_SAID)


def text() -> models.TextField:
    return models.TextField(**_NOT_SAID)


def url() -> models.URLField:
    return models.URLField(max_length=2000, **_NOT_SAID)


def email() -> models.EmailField:
    return models.EmailField(**_NOT_SAID)


def yes_no() -> models.BooleanField:
    return models.BooleanField(**_NOT_SAID)


def whole() -> models.BigIntegerField:
    return models.BigIntegerField(**_NOT_SAID)


def decimal() -> models.FloatField:
    """A number as JSON has it, so that a manifest and its row can never differ in a digit."""
    return models.FloatField(**_NOT_SAID)


def day() -> models.DateField:
    return models.DateField(**_NOT_SAID)


def choice(vocabulary_name: str) -> models.CharField:
    return models.CharField(max_length=100, choices=partial(terms, vocabulary_name), **_NOT_SAID)


def choices(vocabulary_name: str) -> "SetField":
    return SetField(vocabulary_name)


def texts() -> models.JSONField:
    """A list of lines: NULL is not said, [] is none."""
    return models.JSONField(**_NOT_SAID)


def structure() -> models.JSONField:
    return models.JSONField(**_NOT_SAID)


def one(model: str, related_name: str) -> models.ForeignKey:
    return models.ForeignKey(f"registry.{model}", models.PROTECT, related_name=related_name, **_NOT_SAID)


def many(model: str, related_name: str) -> models.ManyToManyField:
    """Links to other rows; whether *none* was said stands in ``Entry.none_said``."""
    return models.ManyToManyField(f"registry.{model}", related_name=related_name, blank=True)


class SetField(models.JSONField):
    """Several values of one vocabulary: NULL is not said, [] is none."""

    def __init__(self, vocabulary_name: str, **options: Any) -> None:
        self.vocabulary_name = vocabulary_name
        super().__init__(**(_NOT_SAID | options))

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, [self.vocabulary_name, *args], options
