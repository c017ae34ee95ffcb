"""FollowTheMoney entities, read by its own library, where that is installed (``llmextract[ftm]`` of the tests)."""

import json

import pytest

pytest.importorskip(
    "followthemoney", reason="followthemoney is not installed; it needs PyICU, which needs ICU's headers"
)

from followthemoney import model
from followthemoney.types import registry

from llmextract.export.follow_the_money import languages
from llmextract.export.gazetteer import countries
from tests.export import ftm_snapshot


@pytest.mark.parametrize("which", ["gold", "hostile"])
def test_the_library_keeps_every_value(which, gold_records, hostile_record, exported):
    records = gold_records if which == "gold" else [hostile_record]
    links = involved = 0
    for line in exported(records, "ftm").decode().splitlines():
        data = json.loads(line)
        entity = model.get_proxy(data, cleaned=False)  # what the library's own cleaning refuses is dropped
        entity.schema.validate(entity.to_dict())
        for name, values in data["properties"].items():
            assert len(entity.get(name)) == len(values), (name, values)
            if which == "gold":
                assert sorted(entity.get(name)) == sorted(values), name
        links += entity.schema.name == "UnknownLink"
        involved += len(entity.get("involved", quiet=True))
    people = [part for record in records for meeting in record.meetings for part in meeting.participants]
    assert links == len(people)
    assert 0 < involved <= links


def test_the_snapshot_is_what_the_library_says():
    assert json.loads(ftm_snapshot.PATH.read_text(encoding="utf-8")) == ftm_snapshot.draw()


def test_the_model_knows_every_language_and_country():
    assert all(
        registry.language.clean(short) == code for short, code in languages().items() if short not in {"nb", "nn"}
    )
    assert all(registry.country.validate(code.lower()) for code in countries())
