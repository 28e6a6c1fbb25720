"""Answers on overlaps that come with a form, which no field of a form cleans."""

from django.http import QueryDict

from governance.forms.overlaps import answers_in


def test_characters_that_no_database_keeps_are_taken_out_of_answers():
    said = QueryDict(mutable=True)
    said.update({"overlap:outcome:a\0b": "join", "overlap:outcome:voice": "justify"})
    said.update({"overlap:reason:voice": "Ours hears\0 Finnish."})
    (answer,) = answers_in(said).values()
    assert (answer.key, answer.reason) == ("voice", "Ours hears Finnish.")
