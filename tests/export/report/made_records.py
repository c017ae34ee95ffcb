"""Invented articles and their records, few and many, for the tests of the report and of the review page."""

import datetime as dt
import hashlib
import random

from llmextract.schemas import (
    Actor,
    ArticleInfo,
    Extraction,
    Meeting,
    MeetingDate,
    Participant,
    Place,
    Quote,
    Run,
    Source,
    Span,
    Topic,
)

STORY = (
    "Novak in Santiago for talks\n\n"
    "SANTIAGO — Foreign Minister Ada Novak of Slovenia met President Juan Ortega in Santiago on Monday to discuss "
    "fisheries and a ban on nets, the presidency said.\n\n"
    "The Slovenian ministry denied that General Petra Vidmar had been in the room. 🐟 The fishermen's union, which was "
    "not invited, declined to confirm that the talks had ended.\n\n"
    "Novak is to call Prime Minister Lea Horvat on Tuesday, an official said on condition of anonymity.\n"
)


def sha256(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def quote(text, words, start=0):
    at = text.index(words, start)
    return Quote(quote=words, start=at, end=at + len(words))


def span(text, words):
    at = text.index(words)
    return Span(start=at, end=at + len(words))


def record(text, actors, meetings, **article):
    digest = sha256(text)
    info = {"id": digest[:16], "source": "story.txt", "sha256": digest, **article}
    return Extraction(
        article=ArticleInfo(**info),
        actors=actors,
        meetings=meetings,
        run=Run(model="test/model", prompt_hash="0" * 12, llmextract_version="0"),
    )


def story_record(text=STORY):
    """Return the record of the story: a meeting with a denied participant, and a planned call."""
    actors = (
        Actor(
            id="a1",
            name="Ada Novak",
            aliases=("Novak",),
            kind="person",
            role="foreign minister",
            country="SI",
            mentions=(span(text, "Ada Novak"),),
        ),
        Actor(
            id="a2",
            name="Juan Ortega",
            kind="person",
            role="president",
            country="CL",
            mentions=(span(text, "Juan Ortega"),),
        ),
        Actor(
            id="a3",
            name="Petra Vidmar",
            kind="person",
            role="general",
            country="SI",
            mentions=(span(text, "Petra Vidmar"),),
        ),
        Actor(
            id="a4",
            name="Lea Horvat",
            kind="person",
            role="prime minister",
            country="HR",
            mentions=(span(text, "Lea Horvat"),),
        ),
    )
    met = quote(text, "Foreign Minister Ada Novak of Slovenia met President Juan Ortega in Santiago on Monday")
    denial = quote(text, "The Slovenian ministry denied that General Petra Vidmar had been in the room")
    meetings = (
        Meeting(
            id="m1",
            status="held",
            format="in_person",
            confidence=0.91,
            participants=(
                Participant(actor="a1", evidence=(quote(text, "Ada Novak"),), confidence=0.95),
                Participant(actor="a2", evidence=(quote(text, "Juan Ortega"),)),
                Participant(actor="a3", attendance="denied", evidence=(denial,), confidence=0.4),
            ),
            date=MeetingDate(start=dt.date(2024, 12, 9), end=dt.date(2024, 12, 9), text="on Monday"),
            place=Place(city="Santiago", country="CL", text="in Santiago"),
            topics=(
                Topic(label="fisheries", category="economy", evidence=(quote(text, "fisheries"),)),
                Topic(label="a ban on nets", category="environment", evidence=(quote(text, "a ban on nets"),)),
            ),
            sources=(
                Source(name="the presidency", stance="asserts", evidence=(quote(text, "the presidency said"),)),
                Source(name="Slovenian ministry", stance="denies", evidence=(denial,)),
                Source(
                    name="fishermen's union",
                    stance="declines_to_confirm",
                    evidence=(quote(text, "declined to confirm that the talks had ended"),),
                ),
            ),
            evidence=(met,),
        ),
        Meeting(
            id="m2",
            status="planned",
            format="call",
            confidence=0.55,
            participants=(
                Participant(actor="a1"),
                Participant(actor="a4", attendance="unconfirmed", evidence=(quote(text, "Lea Horvat"),)),
            ),
            date=MeetingDate(start=dt.date(2024, 12, 10), end=dt.date(2024, 12, 10), text="on Tuesday"),
            sources=(Source(name="an official", stance="asserts"),),
            evidence=(quote(text, "Novak is to call Prime Minister Lea Horvat on Tuesday"),),
        ),
    )
    return record(
        text,
        actors,
        meetings,
        title="Novak in Santiago for talks",
        outlet="The Harbour Post",
        published=dt.date(2024, 12, 9),
        language="en",
        url="https://harbour.example/novak",
    )


_GIVEN = ["Ada", "Juan", "Petra", "Lea", "Omar", "Ines", "Tomas", "Rania", "Viktor", "Mei", "Kofi", "Sunniva"]
_FAMILY = [
    "Novak",
    "Ortega",
    "Vidmar",
    "Horvat",
    "Haddad",
    "Silva",
    "Kral",
    "Mansour",
    "Orlov",
    "Tan",
    "Mensah",
    "Berg",
]
_COUNTRIES = ["SI", "CL", "HR", "LB", "PT", "CZ", "JO", "SG", "GH", "NO", "TR", "KE"]
_CITIES = [
    ("Santiago", "CL"),
    ("Ljubljana", "SI"),
    ("Zagreb", "HR"),
    ("Beirut", "LB"),
    ("Lisbon", "PT"),
    ("Prague", "CZ"),
    ("Amman", "JO"),
    ("Singapore", "SG"),
    ("Accra", "GH"),
    ("Oslo", "NO"),
    ("Ankara", "TR"),
    ("Nairobi", "KE"),
]
_TOPICS = [
    ("fisheries", "economy"),
    ("the border road", "territory"),
    ("prisoners", "detainees"),
    ("gas prices", "energy"),
    ("a ceasefire", "peace_process"),
    ("visas for students", "culture"),
]
_STATUSES = ["held"] * 6 + ["planned", "planned", "unconfirmed", "denied", "cancelled"]
_FILLER = (
    "Delegations from both sides had prepared the agenda for {n} weeks, and observers in {city} expected {topic} to "
    "take up most of the {k} hours. The harbour was closed to traffic while the motorcade of {k} cars passed. "
)


def many_records(count, *, seed=1, letters=2800):
    """Return records of invented articles with ``count`` meetings in all, and their texts by SHA-256.

    Half of the articles report one meeting, the others two.
    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    people = [(f"{given} {family}", chance.choice(_COUNTRIES)) for given in _GIVEN for family in _FAMILY]
    records, texts, made = [], {}, 0
    while made < count:
        here = min(count - made, chance.choice((1, 2)))
        made += here
        day = dt.date(2022, 1, 1) + dt.timedelta(days=chance.randrange(1000))
        text, plans = f"Talks number {made}\n\n", []
        for _ in range(here):
            (one, one_country), (other, other_country) = chance.sample(people, 2)
            (city, city_country), (topic, category) = chance.choice(_CITIES), chance.choice(_TOPICS)
            sentence = f"Minister {one} met {other} in {city} on {day:%A} to discuss {topic}, the ministry said."
            plans.append(
                (len(text), sentence, one, one_country, other, other_country, city, city_country, topic, category)
            )
            text += sentence + "\n\n"
            while len(text) < letters * len(plans) / here:
                text += _FILLER.format(n=chance.randrange(99), city=city, topic=topic, k=chance.randrange(9)) + "\n\n"
        actors, meetings = [], []
        for number, (at, sentence, one, one_country, other, other_country, city, country, topic, category) in enumerate(
            plans
        ):
            pair = (f"a{2 * number + 1}", f"a{2 * number + 2}")
            for identifier, name, nation in zip(pair, (one, other), (one_country, other_country), strict=True):
                mention = text.index(name, at)
                actors.append(
                    Actor(
                        id=identifier,
                        name=name,
                        kind="person",
                        role="minister",
                        country=nation,
                        mentions=(Span(start=mention, end=mention + len(name)),),
                    )
                )
            denied = chance.random() < 0.05
            meetings.append(
                Meeting(
                    id=f"m{number + 1}",
                    status=chance.choice(_STATUSES),
                    format="in_person",
                    participants=(
                        Participant(actor=pair[0], evidence=(quote(text, one, at),), confidence=0.9),
                        Participant(
                            actor=pair[1],
                            evidence=(quote(text, other, at),),
                            attendance="denied" if denied else "confirmed",
                        ),
                    ),
                    date=MeetingDate(start=day, end=day, text=f"on {day:%A}"),
                    place=Place(city=city, country=country, text=f"in {city}"),
                    topics=(Topic(label=topic, category=category, evidence=(quote(text, topic, at),)),),
                    sources=(
                        Source(name="the ministry", stance="asserts", evidence=(quote(text, "the ministry said", at),)),
                    ),
                    confidence=round(chance.random(), 2),
                    evidence=(quote(text, sentence, at),),
                )
            )
        made_record = record(
            text,
            actors,
            meetings,
            title=f"Talks number {made}",
            source=f"{made}.txt",
            outlet=f"Outlet {made % 40}",
            published=day,
            language="en",
        )
        records.append(made_record)
        texts[made_record.article.sha256] = text
    return records, texts
