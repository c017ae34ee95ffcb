"""runtime_choices.py: what is chosen for a machine, and what can be asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import ConfigurationError
from llmextract.llm.embedded.machine import physical_cores
from llmextract.llm.embedded.runtime_choices import RuntimeOptions, check_options, choose, options_of
from llmextract.settings import Settings

WEIGHTS = 1_117_320_768
STOCK = "CPU : AVX2 = 1 | FMA = 1 | REPACK = 1 | "
VNNI = "CPU : AVX2 = 1 | AVX512 = 1 | AVX512_VNNI = 1 | REPACK = 1 | "


def chosen(available=None, longest=32768, **asked):
    return choose(RuntimeOptions(**asked), weights=WEIGHTS, longest=longest, available=available)


def test_with_memory_enough_all_is_chosen_for_speed():
    choices = chosen(16 << 30)
    assert (choices.context, choices.batch, choices.parallel, choices.kv_type) == (8192, 512, 1, "f16")
    assert choices.threads == physical_cores()
    assert (choices.flash_attention, choices.repack) == (None, None)
    assert chosen(None) == choices
    assert 2.1e9 < choices.needed_memory(WEIGHTS) < 2.7e9  # 2.1 GB were measured, without states of earlier prompts


def test_where_memory_is_short_the_copy_of_the_weights_goes_first_then_half_of_the_context():
    all_ = chosen().needed_memory(WEIGHTS)
    without_copy = chosen(all_ - 1)
    assert (without_copy.repack, without_copy.context) == (False, 8192)
    shorter = chosen(without_copy.needed_memory(WEIGHTS) - 1)
    assert (shorter.repack, shorter.context) == (False, 4096)
    assert chosen(1).needed_memory(WEIGHTS) > 1, "what can't run is told by check_machine"


def test_what_was_asked_for_is_kept_where_memory_is_short():
    asked = {"context": 16384, "threads": 3, "batch": 64, "flash_attention": True, "kv_type": "q8_0", "repack": True}
    choices = chosen(1, **asked, parallel=4)
    assert {name: getattr(choices, name) for name in asked} == asked
    assert choices.parallel == 4


def test_several_questions_at_a_time_take_shorter_passes_and_a_context_each():
    one, two = chosen(), chosen(parallel=2)
    assert (two.batch, two.context) == (128, 8192)
    assert two.needed_memory(WEIGHTS) - one.needed_memory(WEIGHTS) == 8192 * (32 << 10)
    assert chosen(kv_type="q8_0").needed_memory(WEIGHTS) < one.needed_memory(WEIGHTS)


def test_numbers_of_half_the_size_switch_flash_attention_on():
    assert chosen(kv_type="q8_0").flash_attention is True


def test_a_model_of_short_conversations_gets_no_longer_context():
    assert chosen(longest=2048).context == 2048
    assert chosen(1, longest=2048).context == 2048
    assert chosen(longest=None).context == 8192


def test_weights_are_repacked_by_the_runtimes_build_unless_it_is_asked_for():
    assert chosen().repacks(STOCK)
    assert not chosen().repacks(VNNI)
    assert chosen(repack=True).repacks(VNNI)
    assert not chosen(repack=False).repacks(STOCK)


def test_choices_are_told_in_words():
    assert chosen(threads=2).describe(STOCK) == (
        "2 threads, 8192 tokens of context (f16), 512 tokens a pass, flash attention as the runtime decides, "
        "1 question at a time, weights repacked"
    )
    told = chosen(threads=1, flash_attention=False, parallel=2, repack=False).describe(VNNI)
    assert told.startswith("1 thread, ")
    assert told.endswith("plain attention, 2 questions at a time, weights as in the file")
    assert "weights" not in chosen().describe()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"context": 255}, "a context of 255 tokens is out of range; from 256 to 2048 is possible"),
        ({"context": 2049}, "a context of 2049 tokens is out of range"),
        ({"threads": 0}, "0 threads can't compute anything"),
        ({"batch": 0}, "a pass of 0 tokens is too short"),
        ({"parallel": 0}, "0 questions at a time is out of range; from 1 to 16"),
        ({"parallel": 17}, "17 questions at a time is out of range"),
        ({"kv_type": "q2"}, "no numbers called 'q2' for keys and values; there are f16, q8_0"),
        ({"kv_type": "q8_0", "flash_attention": False}, "q8_0 need flash attention, which is switched off"),
    ],
)
def test_what_is_out_of_range_is_refused(asked, message):
    with pytest.raises(ConfigurationError, match=message):
        check_options(RuntimeOptions(**asked), longest=2048)


def test_the_settings_are_all_there():
    settings = Settings(
        context=1024,
        threads=3,
        embedded_batch=64,
        embedded_flash_attention=True,
        embedded_kv_type="q8_0",
        embedded_repack=False,
        embedded_parallel=2,
    )
    options = options_of(settings)
    assert options == RuntimeOptions(1024, 3, 64, True, "q8_0", False, 2)
    assert None not in options
    assert options_of(Settings()) == RuntimeOptions()


def test_only_what_changes_the_rounding_tells_answers_apart():
    assert RuntimeOptions(context=1024, threads=3, batch=64, parallel=2).numbers == ()
    assert RuntimeOptions(kv_type="q8_0", repack=False).numbers == ("kv_type = q8_0", "repack = False")


@given(
    st.builds(
        RuntimeOptions,
        context=st.none() | st.integers(512, 32768),
        batch=st.none() | st.integers(8, 4096),
        kv_type=st.sampled_from([None, "f16", "q8_0"]),
        repack=st.none() | st.booleans(),
        parallel=st.none() | st.integers(1, 16),
    ),
    st.integers(1, 8 << 30),
)
def test_less_memory_never_leads_to_choices_that_need_more(options, available):
    check_options(options, longest=32768)
    short = choose(options, weights=WEIGHTS, longest=32768, available=available)
    ample = choose(options, weights=WEIGHTS, longest=32768, available=None)
    assert short.needed_memory(WEIGHTS) <= ample.needed_memory(WEIGHTS)
    if ample.needed_memory(WEIGHTS) <= available:
        assert short == ample
