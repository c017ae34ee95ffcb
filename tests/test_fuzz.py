"""Every fuzz target, without a fuzzer: on what it begins with, and on a few inputs that hypothesis makes up."""

import importlib.util
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.__main__ import main
from fuzz.material import WORDS, Material
from fuzz.targets import TARGETS, WrongError, check, seeds

PIECES = st.one_of(st.binary(max_size=12), st.integers(128, 127 + len(WORDS)).map(lambda byte: bytes([byte])))
INPUTS = st.lists(PIECES, max_size=60).map(b"".join)


@pytest.mark.parametrize("target", TARGETS)
def test_seeds_break_nothing_and_take_little_time(target):
    for seed in seeds(target)[:12]:
        began = time.process_time()
        TARGETS[target](seed)
        assert time.process_time() - began < 10


@pytest.mark.parametrize("target", TARGETS)
def test_any_bytes_break_nothing(target):
    @settings(deadline=None)
    @given(INPUTS)
    def run(data):
        TARGETS[target](data)

    run()


def test_material_reads_words_numbers_and_any_letter():
    material = Material(b"\x00\x05\x00\x01" + b"a\x80\xff\x00\x04\x10")
    assert material.number(1, 3) == 3
    assert material.choice("xyz") == "y"
    assert material.text() == f"a{WORDS[0]}А"
    assert (material.text(), material.number(4, 9), material.choice("xyz")) == ("", 4, "x")


def test_an_input_can_be_run_again_by_itself(tmp_path):
    (tmp_path / "input").write_bytes(b"\x80\x86\x81\x8f\x90")
    assert main(["text", "--replay", str(tmp_path / "input")]) == 0


def test_what_does_not_hold_is_a_finding():
    with pytest.raises(WrongError, match="the fence can be broken"):
        check(False, "the fence can be broken")


@pytest.mark.skipif(importlib.util.find_spec("atheris") is not None, reason="atheris is installed")
def test_without_atheris_it_is_said_how_to_get_it(capsys):
    assert main(["text", "--seconds", "1"]) == 2
    assert "pip install atheris" in capsys.readouterr().err


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="needs atheris")
def test_the_fuzzer_runs_and_keeps_what_it_finds(tmp_path):
    assert main(["answers", "--inputs", "50", "--seconds", "20", "--out", str(tmp_path)]) == 0
    assert list((tmp_path / "answers" / "corpus").iterdir())
