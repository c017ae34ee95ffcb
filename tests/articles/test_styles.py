"""Articles as different outlets print them and as people paste them: what is read, and what is left out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from llmextract.articles import article_from_text, read_article

SEEDS = Path(__file__).parents[2] / "seeds"


def sentences(text, **known):
    article = article_from_text(text, **known)
    assert all(article.text[s.start : s.end].replace("\n", " ") == s.text for s in article.sentences)
    return article, [" ".join(s.text.split()) for s in article.sentences]


def test_wire_story_with_dateline_and_credits():
    article, found = sentences(
        "Brelia, Ostrava agree to reopen border after Veldun talks\n\n"
        "VELDUN, March 3 (Reuters) - Brelia and Ostrava agreed on Monday to reopen their border, Foreign Minister "
        "Ivo Tarn said.\n\n"
        "Tarn met Gen. Mira Sol, the Ostravan envoy, for three hours. “We will meet again,” he told reporters.\n\n"
        "(Reporting by Ada Novak in Veldun and Ben al-Roy in Corvia; Editing by Cleo Marsh)\n\n"
        "Our Standards: The Wire Trust Principles.\n"
    )
    assert found == [
        "Brelia and Ostrava agreed on Monday to reopen their border, Foreign Minister Ivo Tarn said.",
        "Tarn met Gen. Mira Sol, the Ostravan envoy, for three hours.",
        "“We will meet again,” he told reporters.",
    ]
    assert article.title == "Brelia, Ostrava agree to reopen border after Veldun talks"
    assert (article.outlet, article.byline, article.dateline) == ("Reuters", "Ada Novak", "VELDUN")
    assert article.published is None  # a day and a month are no date


def test_newspaper_page_with_navigation_captions_newsletter_and_related_stories():
    article, found = sentences(
        """Skip to main content
Home > World > Europe

World

Ostrava hosts first talks with Brelia in a decade | The Brelian Post

Envoys discuss prisoners and grain as pressure grows

By Ada Novak
Published: 12 December 2024, 10:15 GMT
Updated: 13 December 2024

Share
Facebook
Twitter
Ivo Tarn shakes hands with Mira Sol
Photo: Cleo Marsh/AFP

Ostrava received a delegation from Brelia on Thursday, the first such visit in ten years.

The two sides spoke about prisoners.

Sign up for our Morning Briefing newsletter

By signing up, you agree to our terms of use.

Prisoners first

Mira Sol, who led the talks, said the exchange would begin "within days".

Read more: Who is Mira Sol?

A second round is planned for January in Corvia.

Related
Grain prices rise in Brelia as harvest fails
Grain prices in Brelia rose for a third month as the harvest failed across the plains.
Border guards strike over pay
Most read
1. Ten walks in Veldun
Comments (3)
Joe: I do not believe a word of it.
© 2024 The Brelian Post. All rights reserved.
"""
    )
    assert found == [
        "Ostrava received a delegation from Brelia on Thursday, the first such visit in ten years.",
        "The two sides spoke about prisoners.",
        'Mira Sol, who led the talks, said the exchange would begin "within days".',
        "A second round is planned for January in Corvia.",
    ]
    assert article.title == "Ostrava hosts first talks with Brelia in a decade"
    assert (article.outlet, article.byline) == ("The Brelian Post", "Ada Novak")
    assert article.published == dt.date(2024, 12, 12)


def test_text_without_any_leftovers_loses_nothing():
    prose = [
        "The president of Brelia received the prime minister of Ostrava on Tuesday.",
        "They spoke for an hour.",
        "Nobody else took part.",
        "“It was useful,” the prime minister said.",
        "Asked about the border, she declined to comment.",
    ]
    _, found = sentences(" ".join(prose))
    assert found == prose
    _, found = sentences("\n\n".join(prose))
    assert found == prose
    _, found = sentences("\n".join(prose))
    assert found == prose


def test_news_brief_of_three_lines():
    article, found = sentences(
        "Tarn in Corvia\nBrelian Foreign Minister Ivo Tarn arrived in Corvia on Friday.\nHe will meet Mira Sol.\n"
    )
    assert article.title == "Tarn in Corvia"
    assert found == ["Brelian Foreign Minister Ivo Tarn arrived in Corvia on Friday.", "He will meet Mira Sol."]


def test_headline_alone_is_the_only_sentence():
    article, found = sentences("Tarn meets Sol in Corvia for border talks")
    assert found == ["Tarn meets Sol in Corvia for border talks"]
    assert article.title == "Tarn meets Sol in Corvia for border talks"


def test_live_blog_keeps_every_entry():
    _, found = sentences(
        """Live: Brelia and Ostrava hold border talks in Veldun

14:05 GMT

Tarn arrives

Ivo Tarn has arrived at the palace in Veldun, our correspondent says.

14:20 GMT — Sol enters the hall with five aides

15:40 GMT

The talks have ended. No statement was issued.

Share this update

16:00 GMT

Tarn tells reporters: "We talked about grain, prisoners and the border."
"""
    )
    assert found == [
        "Ivo Tarn has arrived at the palace in Veldun, our correspondent says.",
        "14:20 GMT — Sol enters the hall with five aides",
        "The talks have ended.",
        "No statement was issued.",
        'Tarn tells reporters: "We talked about grain, prisoners and the border."',
    ]


def test_bullet_lists_are_part_of_the_article():
    _, found = sentences(
        """Key points of the Veldun summit

The leaders of Brelia and Ostrava signed a joint statement on Sunday:

• The border reopens on 1 May
• Prisoners go home
• Both sides will meet every month in Corvia

The ministers also discussed:
Grain
Energy
Visa rules for students

Neither side gave details about the cost.
"""
    )
    assert found == [
        "The leaders of Brelia and Ostrava signed a joint statement on Sunday:",
        "• The border reopens on 1 May",
        "• Prisoners go home",
        "• Both sides will meet every month in Corvia",
        "The ministers also discussed:",
        "Grain",
        "Energy",
        "Visa rules for students",
        "Neither side gave details about the cost.",
    ]


def test_quotations_of_one_line_are_part_of_the_article():
    _, found = sentences(
        """Sol rules out new talks

Mira Sol spoke to reporters in Corvia on Wednesday after meeting Ivo Tarn.

“There is nothing to discuss”

“We are done.”

"The border stays closed," she added.
"""
    )
    assert found == [
        "Mira Sol spoke to reporters in Corvia on Wednesday after meeting Ivo Tarn.",
        "“There is nothing to discuss”",
        "“We are done.”",
        '"The border stays closed," she added.',
    ]


def test_hard_wrapped_text_joins_the_lines_of_a_paragraph():
    text = """OSTRAVAN ENVOY IN VELDUN

VELDUN, Brelia (Brelian News Agency) -- Mira Sol, the special envoy of
Ostrava, met the president of Brelia on Monday in the presidential
palace. The two spoke about the border, which has been closed since
2019, and about the return of prisoners.

The envoy also met Ivo Tarn. Before leaving for Corvia she said the
talks had been "frank".
"""
    article, found = sentences(text)
    assert found == [
        "Mira Sol, the special envoy of Ostrava, met the president of Brelia on Monday in the presidential palace.",
        "The two spoke about the border, which has been closed since 2019, and about the return of prisoners.",
        "The envoy also met Ivo Tarn.",
        'Before leaving for Corvia she said the talks had been "frank".',
    ]
    assert article.title == "OSTRAVAN ENVOY IN VELDUN"
    assert (article.dateline, article.outlet) == ("VELDUN, Brelia", "Brelian News Agency")


def test_hard_wrapped_text_with_indented_paragraphs_and_no_blank_lines():
    _, found = sentences(
        """   The foreign minister of Brelia, Ivo Tarn, travelled to Corvia on Sunday
for two days of talks with Mira Sol.
   Officials of both countries have met eleven times since the spring, and
none of the rounds ended in a deal.
"""
    )
    assert found == [
        "The foreign minister of Brelia, Ivo Tarn, travelled to Corvia on Sunday for two days of talks with Mira Sol.",
        "Officials of both countries have met eleven times since the spring, and none of the rounds ended in a deal.",
    ]


def test_every_line_a_paragraph_without_blank_lines():
    article, found = sentences(
        "Brelia confirms secret meeting\n"
        "Source: Corvia Herald\n"
        "The government of Brelia confirmed on Friday that its security chief met rebels abroad.\n"
        "The meeting lasted two days.\n"
        "A spokesman, Jan. B. Holt, gave no further details.\n"
        "Tags: Brelia, rebels, talks\n"
    )
    assert found == [
        "The government of Brelia confirmed on Friday that its security chief met rebels abroad.",
        "The meeting lasted two days.",
        "A spokesman, Jan. B. Holt, gave no further details.",
    ]
    assert article.outlet == "Corvia Herald"


def test_standfirst_said_again_is_read_once():
    lead = "Ivo Tarn met his Ostravan counterpart Mira Sol in Veldun on Monday for talks about the closed border"
    _, found = sentences(f"Tarn meets Sol in Veldun again\n\n{lead}.\n\nVELDUN (AFP) — {lead}.\n\nNo deal was made.\n")
    assert found == [f"{lead}.", "No deal was made."]
    _, found = sentences(f"Tarn meets Sol in Veldun again\n\n{lead}…\n\n{lead}, officials said.\n\nNo deal was made.\n")
    assert found == [f"{lead}, officials said.", "No deal was made."]
    repunctuated = lead.replace("Mira", "Míra").replace("Monday", "Monday,")
    _, found = sentences(f"Tarn meets Sol in Veldun again\n\n{lead}.\n\n{repunctuated}.\n\nNo deal was made.\n")
    assert found == [f"{lead}.", "No deal was made."]


def test_sentences_that_differ_by_a_word_or_a_number_are_both_kept():
    first = "The president received the ambassador of Ostrava on Monday, the palace said in a short statement"
    for second in (
        first.replace("Ostrava", "Corvia"),
        first.replace("received", "will not receive"),
        first.replace("Monday", "Tuesday"),
    ):
        _, found = sentences(f"Palace diary for the week\n\n{first}.\n\n{second}.\n")
        assert found == [f"{first}.", f"{second}."]
    _, found = sentences(
        "Two rounds in one week\n\nDelegations of the two states met for the 3rd round of border talks in Veldun today."
        "\n\nDelegations of the two states met for the 4th round of border talks in Veldun today.\n"
    )
    assert len(found) == 2


def test_broadcaster_page_with_cookie_banner_first():
    article, found = sentences(
        """We use cookies to improve your experience. By clicking accept you agree to our cookie policy.

Accept all

Menu

Could Brelia and Ostrava make peace?

3 min read · 5 January 2025

Peace between Brelia and Ostrava looks closer than at any time since 2011.

Advertisement

Their envoys met in Corvia for the third time on Saturday.

Follow us on Telegram
"""
    )
    assert found == [
        "Peace between Brelia and Ostrava looks closer than at any time since 2011.",
        "Their envoys met in Corvia for the third time on Saturday.",
    ]
    assert article.title == "Could Brelia and Ostrava make peace?"
    assert article.published == dt.date(2025, 1, 5)


def test_related_box_in_the_middle_does_not_end_the_article():
    _, found = sentences(
        """Sol to visit Brelia next month

Mira Sol will travel to Brelia in March, her ministry said on Thursday.

RELATED ARTICLES

Border closed for winter
What the Veldun accord says

She is to meet Ivo Tarn and the speaker of parliament.

The visit was first planned for last autumn.
"""
    )
    assert found == [
        "Mira Sol will travel to Brelia in March, her ministry said on Thursday.",
        "She is to meet Ivo Tarn and the speaker of parliament.",
        "The visit was first planned for last autumn.",
    ]


def test_sentences_that_only_sound_like_a_page_are_kept():
    prose = [
        "Reporting by the state broadcaster suggests that Tarn met Sol in secret.",
        "The two governments are related by treaty.",
        "The regulator met the company about its use of cookies and its newsletter.",
        "“Sign up for our newsletter,” the minister joked to reporters.",
        "By Monday, both delegations had left.",
        "More from the talks is expected on Friday, officials said.",
        "Comments by Sol angered the Brelian delegation.",
        "Share prices fell after the talks.",
        "Follow-up meetings are planned.",
        "The report was published on Friday in Corvia by the two ministries.",
        "Tarn accused Ostrava of breaking the truce by continuing to arm the rebels.",
        "The union will support independent journalism in both countries.",
        "Tarn also spoke to Sol (via video link).",
        "Most Brelians want peace, according to a Reuters/Ipsos poll.",
        "The parties agreed to (a) a truce, (b) an exchange and (c) a new round.",
        "Copies of the accord may not be copied, the palace said.",
        "Voters who register will get updates about the referendum.",
        "30 minutes passed.",
        "He refused the handout.",
    ]
    _, found = sentences("Talks in Veldun end early\n\n" + "\n\n".join(prose))
    assert found == prose


def test_text_without_sentence_marks_keeps_its_short_lines():
    _, found = sentences(
        "Tarn meets Sol\nBoth sides praise talks\nBorder to open in May\nNext round in Corvia\nNo statement issued\n"
    )
    assert "Border to open in May" in found
    assert "Next round in Corvia" in found


def test_state_agency_page_in_turkish():
    article, found = sentences(
        """Ana içeriğe geç

Brelya Dışişleri Bakanı Tarn, Korvia'da mevkidaşı Sol ile görüştü

12 Aralık 2024

Paylaş

KORVİA (AA) - Brelya Dışişleri Bakanı İvo Tarn, perşembe günü Ostrava Dışişleri Bakanı Mira Sol ile bir araya geldi.

Görüşmede sınır ve ticaret konuları ele alındı.

İlgili Haberler
""",
    )
    assert article.language == "tr"
    assert article.published == dt.date(2024, 12, 12)
    assert article.dateline == "KORVİA"
    assert found == [
        "Brelya Dışişleri Bakanı İvo Tarn, perşembe günü Ostrava Dışişleri Bakanı Mira Sol ile bir araya geldi.",
        "Görüşmede sınır ve ticaret konuları ele alındı.",
    ]


def test_agency_page_in_arabic():
    article, found = sentences(
        """انتقل إلى المحتوى

وزير خارجية بريليا يلتقي نظيره في كورفيا

12 ديسمبر 2024

كورفيا (رويترز) - التقى وزير خارجية بريليا إيفو تارن اليوم الخميس نظيره ميرا سول في مدينة كورفيا.

وبحث الجانبان ملف الحدود والأسرى. هل يتفقان؟

اقرأ أيضا

جميع الحقوق محفوظة
"""
    )
    assert article.language == "ar"
    assert article.published == dt.date(2024, 12, 12)
    assert (article.dateline, article.outlet) == ("كورفيا", "رويترز")
    assert found == [
        "التقى وزير خارجية بريليا إيفو تارن اليوم الخميس نظيره ميرا سول في مدينة كورفيا.",
        "وبحث الجانبان ملف الحدود والأسرى.",
        "هل يتفقان؟",
    ]


def test_magazine_page_in_french():
    article, found = sentences(
        """Aller au contenu principal

À Corvia, la Brélie et l'Ostravie renouent le dialogue

Par Ada Novak et Ben Roy

Publié le 3 mars 2025 à 10h05

CORVIA (AFP) — M. Tarn a rencontré Mme. Sol lundi pour la première fois depuis la guerre de 2019.

Les deux ministres ont évoqué la frontière.

Lire aussi : La frontière en cinq dates

Abonnez-vous à notre lettre

Tous droits réservés.
"""
    )
    assert (article.language, article.byline) == ("fr", "Ada Novak et Ben Roy")
    assert article.published == dt.date(2025, 3, 3)
    assert found == [
        "M. Tarn a rencontré Mme. Sol lundi pour la première fois depuis la guerre de 2019.",
        "Les deux ministres ont évoqué la frontière.",
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_kind_of_line_end(line_end):
    text = "Tarn meets Sol in Corvia\n\nIvo Tarn met Mira Sol on Monday.\n\nThey spoke about grain.\n"
    _, found = sentences(text.replace("\n", line_end))
    assert found == ["Ivo Tarn met Mira Sol on Monday.", "They spoke about grain."]


def test_caption_credited_to_a_picture_agency_is_no_sentence():
    _, found = sentences(
        """Tarn and Sol meet in Veldun

FILE - Ivo Tarn speaks in Veldun, Brelia, March 3, 2024. (AP Photo/Cleo Marsh)

Ivo Tarn met Mira Sol in Veldun on Monday, their offices said.

Mira Sol arrives at the palace in Veldun on Monday. REUTERS/Cleo Marsh

[File: Ben Roy/Getty Images]

They spoke for an hour.
"""
    )
    assert found == ["Ivo Tarn met Mira Sol in Veldun on Monday, their offices said.", "They spoke for an hour."]


def test_first_seed_keeps_the_article_and_nothing_else():
    article = read_article(SEEDS / "000_1846cda752b69740.txt")
    found = [sentence.text for sentence in article.sentences]
    assert article.title == "Turkish intel head in Syria for meetings, sources and ministry say"
    assert (article.outlet, article.byline, article.language) == ("Mena Today", "Maya Gebeily", "en")
    assert article.published is None
    assert len(found) == 10
    assert found[0].startswith("Turkish intelligence chief Ibrahim Kalin was in Damascus on Thursday")
    assert found[4] == "Doha did not immediately confirm that Kaabi had arrived."
    assert found[-1].startswith("Sharaa, better known as Abu Mohammad al-Golani")
    assert not any(word in text for text in found for word in ("cookie", "Pentagon", "newsletter", "Sezer"))


def test_second_seed_keeps_the_article_and_nothing_else():
    article = read_article(SEEDS / "003_fe76d62f022e4f66.txt")
    found = [sentence.text for sentence in article.sentences]
    assert article.title == "Syrian President Meets Turkish Intelligence Chief in Damascus for Security Talks"
    assert (article.outlet, article.byline, article.dateline) == ("North Press", "Kardo Roj", "DAMASCUS, Syria")
    assert len(found) == 14
    assert found[0].startswith("Syrian President Ahmad al-Shara met with")
    assert found[-1].startswith("Follow-up meetings between security officials")
