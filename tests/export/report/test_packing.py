import base64
import gzip
import json

from hypothesis import given
from hypothesis import strategies as st

from llmextract.export.report.packing import BLOCK_LETTERS, json_for_html, pack_texts

ANYTHING = st.text(st.characters(exclude_categories=[]) | st.sampled_from("<>&/\u2028\u2029\ud800-!"), max_size=40)


@given(st.lists(ANYTHING))
def test_json_for_html_means_the_same_and_can_end_no_element(texts):
    raw = json_for_html(texts)
    assert json.loads(raw) == json.loads(json.dumps(texts))
    assert not set(raw) & set("<>&\u2028\u2029")
    raw.encode("utf-8")


def unpack(block):
    return json.loads(gzip.decompress(base64.b64decode(block)))


@given(st.lists(ANYTHING, max_size=4))
def test_packed_texts_come_back_whole(texts):
    blocks = list(pack_texts(texts))
    assert [text for _, block in blocks for text in unpack(block)] == texts
    assert sum(count for count, _ in blocks) == len(texts)
    assert "<" not in "".join(block for _, block in blocks)


def test_a_block_ends_when_it_holds_enough():
    blocks = list(pack_texts(["a" * BLOCK_LETTERS, "b", "c"]))
    assert [count for count, _ in blocks] == [1, 2]
