// One article: its text with the evidence marked, and beside it the cards of its meetings. Pointing at a field lights up
// its words, pointing at words lights up the fields that rest on them; pressing either holds the light and goes there.

const EXCERPT = 160;
const LONGEST_BLOCK = 10000;

/** Return where paragraphs start; one too long to lay out at once is cut, between two letters. */
function paragraphStarts(text) {
  const starts = [];
  for (let at = 0; at < text.length;) {
    starts.push(at);
    const newline = text.indexOf("\n", at);
    let end = newline < 0 ? text.length : newline + 1;
    if (end - at > LONGEST_BLOCK) end = at + LONGEST_BLOCK;
    if (end < text.length && text.codePointAt(end - 1) > 0xffff) end -= 1;
    at = end;
  }
  return starts;
}

/** The fields of an article's cards, and the stretches of its text that they rest on. */
class Evidence {
  constructor(text) {
    this.text = text;
    this.fields = [];
  }

  /**
   * Make what shows a field on a card.
   * @param {string} kind What the words are marked as in the text.
   * @param {string} about Names the field for those who come from its words.
   * @param {Array} words Stretches [start, end] of the text; strings where the text has none.
   * @param {...*} children What the field shows.
   */
  field(kind, about, words, ...children) {
    const spans = this.text === null ? [] : (words || []).filter(Array.isArray);
    if (!spans.length) return el("span", { class: "field no-words" }, children);
    const number = this.fields.length;
    this.fields.push({ kind, about, spans });
    return el("button", { type: "button", class: "field", "data-fields": number, "aria-pressed": "false" }, children);
  }

  /** Return the text in paragraphs, made of marked stretches and plain ones in between. */
  marked() {
    const paragraphs = paragraphStarts(this.text);
    const edges = new Set([...paragraphs, this.text.length]);
    for (const { spans } of this.fields) for (const [start, end] of spans) edges.add(start).add(end);
    const cuts = [...edges].sort((one, other) => one - other);
    const over = this.fieldsOver(cuts);
    const beginnings = new Set(paragraphs);
    const blocks = [];
    cuts.slice(0, -1).forEach((start, index) => {
      if (beginnings.has(start)) blocks.push(el("span", { class: "paragraph" }));
      const piece = this.text.slice(start, cuts[index + 1]);
      blocks.at(-1).append(over[index].length ? this.mark(piece, start, over[index]) : document.createTextNode(tame(piece)));
    });
    return blocks;
  }

  /** Return the numbers of the fields that rest on each stretch between two cuts. */
  fieldsOver(cuts) {
    const indexOf = new Map(cuts.map((cut, index) => [cut, index]));
    const over = cuts.map(() => []);
    this.fields.forEach(({ spans }, number) => {
      for (const [start, end] of spans) {
        for (let at = indexOf.get(start); cuts[at] < end; at += 1) if (over[at].at(-1) !== number) over[at].push(number);
      }
    });
    return over;
  }

  mark(piece, start, numbers) {
    const kinds = new Set(numbers.flatMap((number) => {
      const { kind, spans } = this.fields[number];
      return spans.some((span) => span[0] === start) ? [`is-${kind}`, `starts-${kind}`] : [`is-${kind}`];
    }));
    const about = [...new Set(numbers.map((number) => this.fields[number].about))].join("; ");
    return el("mark", {
      class: [...kinds].join(" "), "data-fields": numbers.join(" "), role: "button", tabindex: "0",
      "aria-pressed": "false", title: about,
    }, piece);
  }
}

function numbersOf(node) {
  const holder = node instanceof Element ? node.closest("[data-fields]") : null;
  return holder ? [holder, new Set(holder.dataset.fields.split(" "))] : [null, null];
}

/** Join the fields of the cards with the words of the text, for pointer, touch and keyboard. */
function joinWordsAndFields(reader) {
  let held = null;
  const all = () => reader.querySelectorAll("[data-fields]");
  const light = (numbers) => {
    for (const one of all()) {
      one.classList.toggle("lit", numbers !== null && one.dataset.fields.split(" ").some((number) => numbers.has(number)));
    }
  };
  const hold = (holder, numbers) => {
    for (const one of all()) one.setAttribute("aria-pressed", String(one === holder));
    held = numbers;
    light(numbers);
  };
  const show = (event) => light(numbersOf(event.target)[1] || held);
  reader.addEventListener("pointerover", show);
  reader.addEventListener("pointerleave", () => light(held));
  reader.addEventListener("focusin", show);
  reader.addEventListener("focusout", () => light(held));
  const press = (event) => {
    const [holder, numbers] = numbersOf(event.target);
    if (!holder || !getSelection().isCollapsed) return;
    if (holder.getAttribute("aria-pressed") === "true") {
      hold(null, null);
      return;
    }
    hold(holder, numbers);
    const wanted = holder.tagName === "MARK" ? ".field.lit" : "mark.lit";
    const partner = reader.querySelector(wanted);
    if (partner) partner.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  };
  reader.addEventListener("click", press);
  reader.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hold(null, null);
    if (event.target.tagName !== "MARK" || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    press(event);
    const partner = reader.querySelector(".field.lit");
    if (partner && event.key === "Enter") partner.focus();
  });
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function excerpt(words, text) {
  if (!Array.isArray(words)) return said(words);
  const quote = text.slice(words[0], words[1]);
  return said(quote.length > EXCERPT ? `${quote.slice(0, EXCERPT)}…` : quote);
}

function actorLine(actor) {
  const about = [actor.role && said(actor.role), actor.country && countryName(actor.country)].filter(Boolean);
  return [el("span", { class: "name" }, said(actor.name)), about.map((one) => [", ", one])];
}

function line(label, ...content) {
  return [el("dt", {}, label), el("dd", {}, content)];
}

/** Return the card of one meeting. */
function meetingCard(article, meeting, evidence) {
  const title = `meeting ${meeting.id}`;
  const attends = (part) => {
    const actor = (article.actors || {})[part.actor] || { name: part.actor };
    const words = [...(part.evidence || []), ...(actor.mentions || [])];
    return el("li", { class: `part part-${part.attendance}` },
      evidence.field(`participant-${part.attendance}`, `${actor.name} takes part in ${title}: ${part.attendance}`, words, actorLine(actor)),
      " ", attendanceSign(part.attendance), " ", confidenceSign(part.confidence));
  };
  const { date, place } = meeting;
  const when = date && [date.start ? daysName([date.start, date.end]) : "day not known", date.text ? [" ", said(`“${date.text}”`)] : ""];
  const card = el("section", { class: "card meeting", id: `card-${meeting.id}`, "aria-labelledby": `title-${meeting.id}`, tabindex: "-1" },
    el("h2", { id: `title-${meeting.id}` }, statusSign(meeting.status), " ", el("span", {}, FORMATS[meeting.format]), " ",
      el("span", { class: "id" }, meeting.id)),
    el("p", { class: "card-confidence" }, confidenceSign(meeting.confidence)),
    (meeting.sources || []).length ? saysBlock(meeting.sources, (source) =>
      evidence.field(`source-${source.stance}`, `${source.name}: ${STANCES[source.stance].toLowerCase()}`, source.evidence, said(source.name))) : null,
    el("dl", {},
      line("Who", el("ul", {}, meeting.participants.map(attends))),
      when ? line("When", evidence.field("date", `day of ${title}`, date.at && [date.at], when)) : null,
      placeName(place) ? line("Where", evidence.field("place", `place of ${title}`, place.at && [place.at], said(placeName(place)))) : null,
      meeting.topics ? line("About", el("ul", {}, meeting.topics.map((topic) => el("li", {},
        evidence.field("topic", `topic of ${title}: ${topic.label}`, topic.evidence, said(topic.label)), " ", el("span", { class: "tag" }, spaced(topic.category)))))) : null,
      meeting.outcome ? line("Outcome", evidence.field("outcome", `outcome of ${title}`, meeting.outcomeAt && [meeting.outcomeAt], said(meeting.outcome))) : null,
      line("In the text", el("ul", { class: "plain" }, (meeting.evidence || []).map((words) => el("li", {},
        evidence.field("evidence", `shows that ${title} is reported`, [words], excerpt(words, evidence.text))))))));
  return card;
}

function articleHead(article) {
  const facts = [article.outlet, article.byline, article.published && dayName(article.published), article.outlet ? article.source : null];
  const safe = article.url && /^https?:\/\//i.test(article.url);
  return el("header", { class: "article-head" },
    el("h1", { tabindex: "-1" }, said(titleOf(article))),
    el("p", { class: "facts" }, facts.filter(Boolean).map((fact, index) => [index ? " · " : "", said(fact)]),
      safe ? [" · ", el("a", { href: article.url, rel: "noreferrer noopener", target: "_blank" }, "original page")] : null));
}

/** Show one article, and one of its meetings first where the address names it. */
async function drawArticle(number, meetingId) {
  const view = document.getElementById("view-article");
  const article = articles[number];
  if (!article) {
    view.replaceChildren(el("h1", { tabindex: "-1" }, "There is no such article"));
    return;
  }
  const text = await textOf(article);
  const evidence = new Evidence(text);
  const cards = (article.meetings || []).map((meeting) => {
    const card = meetingCard(article, meeting, evidence);
    for (const extend of extensions.card) extend(card, article, meeting, number);
    return card;
  });
  const words = text === null ? el("p", {}, "The report was made without the text of this article.")
    : el("div", { class: "text", dir: "auto", lang: article.language || null }, evidence.marked());
  const reader = el("div", { class: "reader" },
    el("div", { class: "text-pane", tabindex: "0", role: "region", "aria-label": "Text of the article" }, words),
    el("div", { class: "cards", tabindex: "0", role: "region", "aria-label": "Meetings in the article" },
      cards.length ? cards : el("p", {}, "No meeting is reported."),
      (article.warnings || []).map((warning) => el("p", { class: "note" }, "Note: ", said(warning))),
      article.model ? el("p", { class: "note" }, "Extracted by ", said(article.model)) : null));
  joinWordsAndFields(reader);
  view.replaceChildren(articleHead(article), reader);
  for (const extend of extensions.article) extend(view, article, number, text);
  const wanted = meetingId && view.querySelector(`#card-${CSS.escape(meetingId)}`);
  if (wanted) {
    wanted.classList.add("wanted");
    wanted.scrollIntoView({ block: "nearest" });
    firstMarkOf(wanted, view)?.scrollIntoView({ block: "nearest" });
  }
}

function firstMarkOf(card, view) {
  const numbers = new Set([...card.querySelectorAll("[data-fields]")].map((field) => field.dataset.fields));
  return [...view.querySelectorAll("mark")].find((mark) => mark.dataset.fields.split(" ").some((number) => numbers.has(number)));
}
