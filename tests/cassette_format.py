"""How a cassette is written: YAML for human readers, so that a review shows what a changed prompt changed.

JSON bodies stand as YAML under ``json``, texts of several lines as blocks, and what stands in several bodies (worked
examples, schemas) is written once and referred to. Any other body stays a string under its old name.
"""

import json

import yaml

SHARED_FROM = 300
"""Objects shorter than this, in characters of JSON, are repeated rather than referred to."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FOLDED_OR_LOST_IN_BLOCKS = frozenset("\r\x85\u2028\u2029\ufeff")


class _Dumper(yaml.SafeDumper):
    """Writes texts as they read best."""


def _represent_text(dumper, text):
    style = None
    if not _FOLDED_OR_LOST_IN_BLOCKS.isdisjoint(text):
        style = '"'
    elif "\n" in text:
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def serialize(cassette):
    """Write a cassette, as vcrpy hands it over."""
    seen = {}
    interactions = [
        {
            "request": _open(each["request"], "body", seen),
            "response": {**each["response"], "body": _open(each["response"]["body"], "string", seen)},
        }
        for each in cassette["interactions"]
    ]
    whole = {**cassette, "interactions": interactions}
    return yaml.dump(whole, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def deserialize(text):
    """Read a cassette back into what vcrpy expects."""
    cassette = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    for each in cassette["interactions"]:
        each["request"] = _close(each["request"], "body")
        each["response"]["body"] = _close(each["response"]["body"], "string")
    return cassette


def _open(part, key, seen):
    """Replace the text under a key by what it says, where it is a JSON object."""
    try:
        value = json.loads(part[key])
    except (TypeError, ValueError):
        return part
    if not isinstance(value, dict):
        return part
    return {**{name: other for name, other in part.items() if name != key}, "json": _share(value, seen)}


def _close(part, key):
    if "json" not in part:
        return part
    text = json.dumps(part["json"], ensure_ascii=False, separators=(",", ":"))
    return {**{name: other for name, other in part.items() if name != "json"}, key: text}


def _share(value, seen):
    """Make large equal objects one and the same; YAML then writes the second as a reference to the first."""
    if isinstance(value, list):
        return [_share(each, seen) for each in value]
    if not isinstance(value, dict):
        return value
    shared = {name: _share(each, seen) for name, each in value.items()}
    text = json.dumps(shared)
    return seen.setdefault(text, shared) if len(text) >= SHARED_FROM else shared
