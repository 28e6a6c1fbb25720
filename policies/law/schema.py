"""The JSON Schemas of the law's files, with predicates as packs have them."""

from typing import Any, Final

from policies.language.schema import pack_schema
from policies.record.fields import vocabulary

Schema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
TEXT: Final[Schema] = {"type": "string", "pattern": r"\S"}
DATE: Final[Schema] = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
NAME: Final[Schema] = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
ARTICLE: Final[Schema] = {"type": "string", "pattern": r"^AI Act (Art|Annex) \S+"}
PREDICATE: Final[Schema] = {"$ref": "#/$defs/predicate"}
WORDS: Final[Schema] = {"type": "array", "items": TEXT}
_GROUPS: Final = {"practices": "art5_practice", "points": "annex_iii_point", "triggers": "art50_trigger"}
_VALIDITY: Final[Schema] = {"from": DATE, "until": DATE, "source": NAME}


def law_schemas() -> dict[str, Schema]:
    """Every published schema of the law's files, by file name."""
    return {
        "law-calendar.schema.json": calendar_schema(),
        "law-cases.schema.json": cases_schema(),
        "law-provisions.schema.json": provisions_schema(),
        "law-tree.schema.json": tree_schema(),
    }


def calendar_schema() -> Schema:
    """``calendar.yaml``: sources, versions and milestones."""
    source = mapping({"title": TEXT, "known": {"enum": ["primary", "secondary"]}, "note": TEXT})
    version = dated({"id": {"type": "string", "pattern": "^[a-z0-9-]+$"}, "title": TEXT, "about": TEXT})
    milestone = dated({"id": NAME, "title": TEXT, "article": ARTICLE, "on": DATE})
    return _file(
        "law-calendar/1",
        {
            "id": TEXT,
            "title": TEXT,
            "jurisdictions": WORDS,
            "sources": {"type": "object", "propertyNames": NAME, "additionalProperties": source},
            "versions": listed(version),
            "milestones": listed(milestone),
        },
    )


def provisions_schema() -> Schema:
    """``provisions.yaml``: what the law says to whom, and when that begins."""
    begins = {
        "begins": NAME,
        "overrides": listed(mapping({"if": PREDICATE, "begins": {"type": ["string", "null"]}})),
    }

    def provisions(words: str) -> Schema:
        said = {"id": words_of(words), "article": ARTICLE, "title": TEXT, "plain": TEXT}
        return listed(dated(said | begins, ("title", "begins", "overrides")))

    duty = {"id": NAME, "article": ARTICLE, "title": TEXT, "for": listed(words_of("eu_ai_role"))}
    asked = {
        "tiers": listed(words_of("eu_ai_tier")),
        "when": PREDICATE,
        "trigger": words_of("art50_trigger"),
    }
    schema = _file(
        "law-provisions/1",
        {
            "articles": listed(dated({"article": ARTICLE, "title": TEXT})),
            "tiers": provisions("eu_ai_tier"),
            "practices": provisions("art5_practice"),
            "points": provisions("annex_iii_point"),
            "triggers": provisions("art50_trigger"),
            "duties": listed(dated(duty | asked | begins, ("for", *asked, "begins", "overrides"))),
        },
    )
    return schema | {"$defs": predicates()}


def tree_schema() -> Schema:
    """``tree.yaml``: the questions of the Act in their order."""
    provision = {
        "type": "object",
        "properties": {group: words_of(words) for group, words in _GROUPS.items()},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    ground = mapping(
        {"when": PREDICATE, "because": TEXT, "article": ARTICLE, "provision": provision},
        ("article", "provision"),
    )
    way = {
        "type": "object",
        "properties": {"step": NAME, "tier": words_of("eu_ai_tier")},
        "additionalProperties": False,
        "minProperties": 1,
    }
    flag = {"type": "boolean"}
    step = {
        "id": NAME,
        "question": TEXT,
        "article": ARTICLE,
        "each": {"type": "object", "properties": dict.fromkeys(_GROUPS, NAME), "additionalProperties": False},
        "grounds": listed(ground),
        "signs": listed(ground),
        "against": listed(ground),
        "otherwise": TEXT,
        "open": TEXT,
        "assumed": flag,
        "yes": way,
        "no": way,
    }
    steps = listed(mapping(step, ("each", "grounds", "signs", "against")))
    return _file("law-tree/1", {"law": TEXT, "steps": steps}) | {"$defs": predicates()}


def cases_schema() -> Schema:
    """``cases.yaml``: cases in plain words with where the tree puts them."""
    facts = {"type": "object"}
    case = {
        "id": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "case": TEXT,
        "facts": facts,
        "as_of": DATE,
        "tier": words_of("eu_ai_tier"),
        "article": ARTICLE,
        "why": TEXT,
        "deadline": DATE,
    }
    cases = listed(mapping(case, ("as_of", "deadline")))
    return _file("law-cases/1", {"as_of": DATE, "given": facts, "cases": cases})


def _file(form: str, properties: Schema) -> Schema:
    head = {"$schema": DRAFT, "title": f"Muster {form.partition('/')[0].replace('-', ' ')}"}
    return head | mapping({"muster": {"const": form}} | properties)


def words_of(name: str) -> Schema:
    """One word of a vocabulary."""
    return {"enum": list(vocabulary(name))}


def dated(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    """An entry that holds over some days and says how that is known."""
    return mapping(properties | _VALIDITY, (*optional, "until"))


def listed(of: Schema) -> Schema:
    return {"type": "array", "items": of, "minItems": 1}


def mapping(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def predicates() -> Schema:
    """The definitions that predicates are made of, as in packs."""
    names = ("predicate", "predicates", "test", "comparison", "operand", "reference")
    known = pack_schema()["$defs"]
    return {name: known[name] for name in names}
