// Deciding on meetings. Every decision goes to the server at once; what comes back is what the page then shows.

const VERDICTS = { accept: "accepted", reject: "rejected", correct: "corrected", add: "added" };
const VERDICT_SIGNS = { accept: "asserts", reject: "denies", correct: "held", add: "held" };
const states = new Map(articles.map((article) => [article.id, data.review.states[article.id]]));
const shownTexts = new Map();

function announceInReview(message) {
  document.getElementById("review-message").textContent = message;
}

function reviewer() {
  return document.getElementById("reviewer").value;
}

/** Send a decision, or with no action take the last one back, and show what the article is then. */
async function send(number, decision) {
  const article = articles[number];
  announceInReview("Saving …");
  let answer;
  try {
    const response = await fetch("/decide", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Review-Token": data.review.token },
      body: JSON.stringify({ article: article.id, author: reviewer(), after: states.get(article.id).last, ...decision }),
    });
    answer = await response.json();
  } catch {
    answer = { error: "the server does not answer; is llmextract review still running?" };
  }
  if (answer.error) {
    announceInReview(`Not saved: ${answer.error}`);
    return;
  }
  articles[number] = { ...answer.article, text: article.text };
  states.set(article.id, answer);
  await drawArticle(number, decision.meeting);
  document.querySelector(decision.meeting ? `#card-${decision.meeting}` : ".review-bar button").focus({ preventScroll: true });
  showProgress();
  announceInReview("Saved.");
}

function actionButton(label, act, about) {
  return el("button", { type: "button", class: "quiet", on: { click: act } }, label, about ? el("span", { class: "unseen" }, ` ${about}`) : null);
}

function verdictLine(verdict) {
  if (!verdict) return el("p", { class: "verdict" }, "not decided");
  return el("p", { class: `verdict verdict-${verdict}` }, sign(VERDICT_SIGNS[verdict]), VERDICTS[verdict]);
}

function openForm(card, article, meeting, number) {
  const text = shownTexts.get(article.id);
  const about = `meeting ${meeting.id}`;
  const form = meetingForm(article, meeting, text,
    (change) => send(number, meeting.id ? { action: "correct", meeting: meeting.id, change } : { action: "add", change }),
    () => drawArticle(number, meeting.id));
  if (meeting.id) card.replaceChildren(el("h2", {}, `Correct ${about}`), form);
  else card.append(el("h2", {}, "Add a meeting"), form);
  form.querySelector("select").focus();
}

extensions.card.push((card, article, meeting, number) => {
  const verdict = states.get(article.id).verdicts[meeting.id];
  const about = `meeting ${meeting.id}`;
  const decide = (action) => () => send(number, { action, meeting: meeting.id });
  card.append(el("div", { class: "deciding" }, verdictLine(verdict),
    actionButton("Accept", decide("accept"), about), actionButton("Correct", () => openForm(card, article, meeting, number), about),
    actionButton("Reject", decide("reject"), about)));
  card.classList.toggle("is-rejected", verdict === "reject");
});

function historyOf(state) {
  if (!state.decisions.length) return null;
  return el("details", {}, el("summary", {}, plural(state.decisions.length, "decision")), el("ol", {}, state.decisions.map((one) =>
    el("li", {}, `${one.meeting || "article"}: ${one.action === "complete" ? "complete" : VERDICTS[one.action]} by `, said(one.author), `, ${one.at}`,
      one.undone ? [" (taken back by ", said(one.undone), ")"] : ""))));
}

extensions.article.push((view, article, number, text) => {
  const state = states.get(article.id);
  shownTexts.set(article.id, text);
  const open = (article.meetings || []).some((meeting) => !state.verdicts[meeting.id]);
  const adding = el("section", { class: "card adding", hidden: true, "aria-label": "New meeting" });
  const bar = el("div", { class: "review-bar", role: "group", "aria-label": "Review of this article" },
    actionButton("Add a meeting", () => {
      if (!adding.hidden) return;
      adding.hidden = false;
      openForm(adding, article, {}, number);
    }),
    actionButton("Undo the last decision", () => send(number, {})),
    state.complete ? el("span", { class: "verdict verdict-accept" }, sign("asserts"), "complete")
      : actionButton("Complete: nothing is missing", () => (open ? announceInReview("Decide on every meeting first.") : send(number, { action: "complete" }))),
    actionButton("Next open article", nextOpen));
  view.querySelector(".cards").prepend(bar, adding, ...[historyOf(state)].filter(Boolean));
});

function nextOpen() {
  const here = Number(location.hash.split("/")[2]) || 0;
  const order = [...articles.keys()].map((step) => (here + 1 + step) % articles.length);
  const next = order.find((number) => !states.get(articles[number].id).complete);
  if (next === undefined) announceInReview("Every article is complete.");
  else location.hash = `#/article/${next}`;
}

function showProgress() {
  const done = [...states.values()].filter((state) => state.complete).length;
  document.getElementById("review-progress").textContent = `${done} of ${plural(states.size, "article")} complete`;
}

document.getElementById("tools").prepend(
  el("span", { id: "review-progress" }), el("label", {}, "Reviewer ", el("input", { id: "reviewer", value: data.review.author, autocomplete: "name" })),
  actionButton("Next open article", nextOpen));
document.querySelector("#top").append(el("p", { id: "review-message", role: "status" }));
showProgress();
