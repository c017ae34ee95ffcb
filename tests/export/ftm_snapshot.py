"""What FollowTheMoney's model says of the schemata that the export uses: ``python -m tests.export.ftm_snapshot``.

The library itself can't be installed everywhere (it needs PyICU, which is compiled on installation), so that what an
entity may hold is kept in ``ftm_model.json``, drawn from followthemoney (MIT License, https://followthemoney.tech).
"""

import json
import re
from pathlib import Path

PATH = Path(__file__).with_name("ftm_model.json")
SCHEMATA = ("Address", "Article", "Event", "LegalEntity", "Organization", "Person", "PublicBody", "UnknownLink")


def draw():
    """Return the snapshot, from the library."""
    import followthemoney
    from followthemoney import model
    from followthemoney.types import registry

    schemata = {}
    for name in SCHEMATA:
        schema = model.get(name)
        schemata[name] = {
            "is_a": sorted(schema.names),
            "required": sorted(schema.required),
            "properties": {
                each.name: [each.type.name, each.type.max_length, each.range.name if each.range else None]
                for each in sorted(schema.properties.values(), key=lambda each: each.name)
                if not each.stub
            },
        }
    return {
        "version": followthemoney.__version__,
        "schemata": schemata,
        "countries": sorted(registry.country.codes),
        "languages": sorted(registry.language.names),
        "topics": sorted(registry.topic.names),
    }


_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")


def check_entities(entities):
    """Check entities against the snapshot: schemata, properties, values, and what they refer to.

    Args:
        entities: All of a file, as mappings.
    """
    model = json.loads(PATH.read_text(encoding="utf-8"))
    entities = list(entities)
    schemata = {entity["id"]: entity["schema"] for entity in entities}
    assert len(schemata) == len(entities)
    right = {
        "date": lambda value, _: _DATE.fullmatch(value),
        "country": lambda value, _: value in model["countries"],
        "language": lambda value, _: value in model["languages"],
        "topic": lambda value, _: value in model["topics"],
        "url": lambda value, _: value.startswith(("https://", "http://")),
        "number": lambda value, _: float(value) is not None,
        "entity": lambda value, kind: kind is None or kind in model["schemata"][schemata[value]]["is_a"],
    }
    for entity in entities:
        assert _ID.fullmatch(entity["id"])
        schema = model["schemata"][entity["schema"]]
        assert set(schema["required"]) <= set(entity["properties"])
        for name, values in entity["properties"].items():
            kind, longest, reaches = schema["properties"][name]
            assert values
            for value in values:
                assert isinstance(value, str), name
                assert 0 < len(value) <= longest, name
                assert right.get(kind, lambda *_: True)(value, reaches), (name, value)


if __name__ == "__main__":
    PATH.write_text(json.dumps(draw(), indent=1) + "\n", encoding="utf-8")
