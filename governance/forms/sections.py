"""The sections that the questions of a kind are grouped in, in the order they are asked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    about: str


SECTIONS = (
    Section("about", "About", "What it is and who answers for it."),
    Section("journey", "Customer journey", "Where customers meet it, and how personal it gets."),
    Section("people", "People affected", "Who the data is about, and who needs extra care."),
    Section("data", "Data and consent", "What it uses, for what, and why that is allowed."),
    Section("decisions", "Decisions and oversight", "What it decides, and who can stop it."),
    Section("ai_act", "EU AI Act", "Our role, its tier, and what people are told."),
    Section("safety", "Safety and security", "What keeps it, and the data in it, safe."),
    Section("operations", "Running it", "Dates, how often it runs, and what it is tied to."),
    Section("value", "Value", "What it is worth, what it costs, and how that is measured."),
    Section("evidence", "Evidence", "Assessments and tests that back the answers."),
    Section("details", "More details", "For specialists and for imported registers."),
)
