"""Models that share the set of the names of their fields are still what they were."""

from llmextract.corpus.linking.sparing import sparing
from llmextract.schemas import Extraction
from tests.corpus.linking.support import actor, meeting, record


def test_equal_sets_of_names_are_one_and_all_else_stays():
    first, second = (record(each, [actor("Ada Novak", "SI")], meeting(1)) for each in ("1", "2"))
    before = [each.model_dump_json(exclude_unset=True) for each in (first, second)]
    told = [sparing(each) for each in (first, second)]
    assert told[0] is first
    assert [each.model_dump_json(exclude_unset=True) for each in told] == before
    assert Extraction.model_validate_json(first.model_dump_json()) == first
    one, other = (each.meetings[0] for each in told)
    assert one.model_fields_set is other.model_fields_set
    assert one.evidence[0].model_fields_set is other.evidence[0].model_fields_set  # objects in it as well
    assert one.model_fields_set is not told[0].model_fields_set
    assert sparing(first) is first  # once more changes nothing
    assert one.model_copy(update={"outcome": "none"}).model_fields_set != one.model_fields_set
    assert one.model_fields_set == other.model_fields_set
