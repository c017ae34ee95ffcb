import json
import threading

import pytest

from llmextract.errors import ConfigurationError
from llmextract.review.desk import Desk
from llmextract.review.server import MAX_BYTES, ReviewServer, is_loopback
from tests.export.report.made_records import STORY
from tests.export.report.test_page import Elements
from tests.review.conftest import QUIET_ID, STORY_ID
from tests.review.test_changes import sent

ACCEPT = {"article": STORY_ID, "author": "Ana", "after": 0, "action": "accept", "meeting": "m1"}


def decide(ask, **changes):
    return ask("POST", "/decide", ACCEPT | changes)


def test_the_page_comes_with_the_token_and_knows_every_state(server, ask):
    answer = ask("GET", f"/?token={server.token}")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    (data,) = [text for about, text in Elements(answer.text).all("script") if about.get("id") == "data"]
    review = json.loads(data)["review"]
    assert review["token"] == server.token
    assert review["author"] == "Ana"
    assert set(review["states"]) == {STORY_ID, QUIET_ID}


@pytest.mark.parametrize("address", ["/", "/?token=", "/?token=wrong", "/?token=%C3%A9"])
def test_nobody_gets_in_without_the_token(ask, address):
    answer = ask("GET", address)
    assert answer.status == 403
    assert "token" in answer.json["error"]
    assert "Novak" not in answer.text


def test_a_decision_needs_the_token_in_its_header(ask, log):
    assert ask("POST", "/decide", ACCEPT, X_Review_Token="wrong").status == 403
    assert ask("POST", "/decide", ACCEPT, X_Review_Token=None).status == 403
    assert log.decisions() == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "", "[", None])
def test_a_name_that_merely_leads_here_is_refused(server, ask, host):
    assert ask("GET", f"/?token={server.token}", Host=host).status == 403


def test_localhost_is_this_machine_too(server, ask):
    assert ask("GET", f"/?token={server.token}", Host=f"localhost:{server.server_address[1]}").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_another_sites_page_can_decide_nothing(ask, log, headers):
    assert ask("POST", "/decide", ACCEPT, **headers).status == 403
    assert log.decisions() == []


def test_a_decision_is_kept_and_answered_with_the_new_state(ask, log):
    answer = decide(ask)
    assert answer.status == 200
    assert answer.json["verdicts"] == {"m1": "accept"}
    assert answer.json["last"] == log.decisions()[-1].id
    assert answer.json["article"]["id"] == STORY_ID


def test_correcting_adding_undoing_and_completing(ask, log):
    corrected = decide(ask, action="correct", change=sent(outcome="a deal")).json
    assert corrected["article"]["meetings"][0]["outcome"] == "a deal"
    added = decide(ask, action="add", meeting=None, change=sent(), after=corrected["last"]).json
    assert added["verdicts"] == {"m1": "correct", "m3": "add"}
    early = decide(ask, action="complete", meeting=None, after=added["last"])
    assert early.status == 422
    assert "m2" in early.json["error"]
    undone = decide(ask, action=None, meeting=None, after=added["last"]).json
    assert undone["verdicts"] == {"m1": "correct"}
    assert undone["decisions"][-1]["undone"] == "Ana"
    again = decide(ask, action="add", meeting=None, change=sent(), after=undone["last"]).json
    assert set(again["verdicts"]) == {"m1", "m4"}  # a number is not used for two
    rejected = decide(ask, action="reject", meeting="m2", after=again["last"]).json
    done = decide(ask, action="complete", meeting=None, after=rejected["last"]).json
    assert done["complete"] is True
    assert [decision.meeting for decision in log.decisions()] == ["m1", "m3", "m4", "m2", None]


def test_two_reviewers_do_not_overwrite_each_other(ask):
    assert decide(ask).status == 200
    answer = decide(ask, author="Ben", action="reject")
    assert answer.status == 409
    assert "somebody else" in answer.json["error"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"article": "0" * 16}, "no article"),
        ({"meeting": "m9"}, "no meeting m9"),
        ({"meeting": None}, "no meeting"),
        ({"action": "guess"}, "no decision"),
        ({"extra": 1}, "no decision"),
        ({"author": ""}, "author's name"),
        ({"action": "correct", "change": sent(evidence=[])}, "evidence"),
        ({"action": "correct"}, "valid"),
    ],
)
def test_what_can_not_be_decided_is_answered_in_words(ask, log, changes, message):
    answer = decide(ask, **changes)
    assert answer.status == 422
    assert message in answer.json["error"]
    assert log.decisions() == []


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 400),
        (b"[" * 100_000, {}, 400),
        (b"\xff", {}, 400),
        (b"{}", {"Content_Type": "text/plain"}, 415),
        (b"", {"Content_Length": str(MAX_BYTES + 1)}, 413),
        (b"", {"Content_Length": "-1"}, 413),
    ],
)
def test_bodies_that_are_no_decision_are_refused(ask, body, headers, status):
    assert ask("POST", "/decide", body, **headers).status == status


def test_other_addresses_and_methods_are_refused(server, ask):
    assert ask("GET", f"/etc/passwd?token={server.token}").status == 404
    assert ask("POST", "/", ACCEPT).status == 404
    assert ask("PUT", "/decide").status == 501


def test_a_store_that_is_gone_is_told(server, ask, path):
    path.rename(path.with_suffix(".gone"))
    answer = ask("GET", f"/?token={server.token}")
    assert answer.status == 500
    assert "no store" in answer.json["error"]


def test_many_ask_at_once(ask):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(decide(ask).status)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409, 409, 409, 409, 409]


def test_the_token_is_not_in_any_log(server, ask, capfd):
    ask("GET", f"/?token={server.token}")
    shown = capfd.readouterr()
    assert server.token not in shown.out + shown.err


def test_a_port_in_use_and_a_strange_host_are_told(server, desk):
    with pytest.raises(ConfigurationError, match="can't be listened on"):
        ReviewServer(desk, port=server.server_address[1])
    with pytest.raises(ConfigurationError, match="can't be listened on"):
        ReviewServer(desk, host="203.0.113.7")


def test_who_serves_to_others_is_known_by_address_not_by_any_name(desk):
    with ReviewServer(desk, host="0.0.0.0") as server:  # noqa: S104 - what is tested
        port = server.server_address[1]
        assert server.is_own(f"192.0.2.1:{port}")
        assert server.is_own(f"localhost:{port}")
        assert not server.is_own(f"evil.example:{port}")
        assert not server.is_own("192.0.2.1:x")
        assert server.url.startswith(f"http://127.0.0.1:{port}/?token=")


def test_loopback_is_told_from_the_rest():
    assert all(map(is_loopback, ["127.0.0.1", "127.9.9.9", "::1", "LOCALHOST"]))
    assert not any(map(is_loopback, ["0.0.0.1", "192.0.2.1", "example.org", "localhost.example.org", ""]))


def test_the_address_of_ipv6_is_in_brackets(desk):
    try:
        server = ReviewServer(desk, host="::1")
    except ConfigurationError:
        pytest.skip("this machine has no IPv6")
    with server:
        assert server.url.startswith("http://[::1]:")
        assert server.is_own(f"[::1]:{server.server_address[1]}")


def test_the_text_is_not_sent_with_decisions(ask):
    assert STORY[:40] not in decide(ask).text


def test_an_article_that_was_never_stored_has_no_page(tmp_path):
    with pytest.raises(ConfigurationError, match="no store"):
        Desk(tmp_path / "none.db", author="Ana").page("t")
