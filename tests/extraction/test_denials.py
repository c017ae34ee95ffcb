"""denials.py: what is denied, that people met or something else."""

import pytest

from llmextract.extraction.denials import denies_another_thing


@pytest.mark.parametrize(
    "denied",
    [
        "that the meeting was about oil",
        "that the talks had failed",
        "that the meeting was secret",
        "reports of a treaty at the meeting",
        "that the two had discussed oil at the meeting",
        "as unfounded a story of a treaty at the meeting",
        "responsibility for publishing the meeting between Ada Novak and Ivo Reth",
    ],
)
def test_something_else_than_the_meeting_is_denied(denied):
    assert denies_another_thing(f"The ministry denied {denied}.")


@pytest.mark.parametrize(
    "denied",
    [
        "the meeting",
        "any contact with Ivo Reth",
        "that the meeting took place",
        "that there had been a meeting",
        "that Ada Novak had met Ivo Reth",
        "that he was in contact with Ivo Reth",
        "reports of a meeting between Ada Novak and Ivo Reth",
        "reports that they held talks",
        "holding talks with Ivo Reth",
        "a report that Ada Novak was in Lima for talks",
        "as “unfounded” claims that Ada Novak had met Ivo Reth",
        "that the sky was blue",  # no meeting is spoken of
    ],
)
def test_that_people_met_is_denied(denied):
    assert not denies_another_thing(f"The ministry denied {denied}.")


def test_what_nobody_denies_is_no_denial():
    assert not denies_another_thing("The ministry said that the meeting was about oil.")
