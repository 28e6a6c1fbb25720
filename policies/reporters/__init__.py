"""A check in the forms that people and machines read. Nothing here reads a file, a clock or a terminal."""

from policies.reporters.junit import to_junit
from policies.reporters.oscal import to_oscal
from policies.reporters.report_json import to_json
from policies.reporters.run import Checked, Run
from policies.reporters.sarif import to_sarif
from policies.reporters.text import to_text

__all__ = ["Checked", "Run", "to_json", "to_junit", "to_oscal", "to_sarif", "to_text"]
