"""Forms that may be one actor's: only such as share a key are compared, however many there are."""

from llmextract.corpus.linking import resemblance
from llmextract.corpus.linking.forms import gather_forms
from tests.corpus.linking.support import actor, record


def found(*actors):
    forms = gather_forms([record(str(number), [each]) for number, each in enumerate(actors)])
    return {
        frozenset((each.first.label, each.second.label)): each.score for each in resemblance.resemblances(forms.forms)
    }


def test_of_many_with_one_given_name_those_alike_are_found():
    actors = [actor(f"Ada {family}") for family in ("Novak", "Nowak", "Nelsen", "Nolte", "Nadler", "Novák")]
    actors += [actor(name, kind="organization") for name in ("Brezovar Lines", "Brezovar Bank", "BL", "Blue Lions")]
    assert found(*actors) == {frozenset(("Ada Novak", "Ada Nowak")): 0.95}


def test_a_country_or_an_office_may_speak_against_it():
    assert found(actor("Ada Novak", "SI"), actor("Ada Nowak", "CL")) == {}
    assert found(actor("Ada Novak", None, "judge"), actor("Ada Nowak", None, "football coach")) == {}
    other = found(actor("Ada Novak", "SI", "trade minister"), actor("Ada Nowak", "SI", "foreign minister"))
    assert other == {frozenset(("Ada Novak", "Ada Nowak")): 0.92}


def test_initials_stand_for_an_organization():
    assert found(actor("BSL", kind="organization"), actor("Brezovar Shipping Lines", "SI", kind="organization")) == {
        frozenset(("BSL", "Brezovar Shipping Lines")): 0.9
    }
