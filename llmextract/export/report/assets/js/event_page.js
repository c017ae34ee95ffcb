// One event that several articles report: what they agree on, who says otherwise, and how it went on.

function drawEvent(id) {
  const event = eventById.get(id);
  const view = document.getElementById("view-event");
  if (!event) {
    view.replaceChildren(el("h1", { tabindex: "-1" }, "There is no such event"));
    return;
  }
  const claimsOf = (part) => part.claims && el("ul", { class: "claims" },
    part.claims.map(([value, reports]) => el("li", {}, attendanceSign(value), ": ", reportNames(event, reports))));
  const contradicted = (event.fields || []).map((field) => [
    line(`${FIELD_NAMES[field.field]}: contradicted`, claimItems(event, field.field, field.claims))]);
  const place = placeName(event.place);
  view.replaceChildren(
    el("h1", { tabindex: "-1" }, said(whoMet(event))),
    el("div", { class: "card" },
      el("p", { class: "row-facts" }, statusSign(event.status), el("span", {}, FORMATS[event.format]),
        event.contested ? contestedSign() : null, confidenceSign(event.confidence)),
      event.says ? saysBlock(event.says, (one) => [said(one.name), " (", reportNames(event, one.reports), ")"]) : null,
      el("dl", {},
        line("Who", el("ul", {}, event.who.map((part) => el("li", { class: `part part-${part.attendance}` },
          actorLine({ ...actors[part.actor], role: part.role }), " ", attendanceSign(part.attendance), claimsOf(part))))),
        event.date || event.dateText ? line("When", daysName(event.date) || said(`“${event.dateText}”`)) : null,
        place ? line("Where", said(place)) : null,
        event.topics ? line("About", el("ul", {}, event.topics.map((topic) => el("li", {},
          topic.labels.map((label, index) => [index ? "; " : "", said(label)]), " ", el("span", { class: "tag" }, spaced(topic.category)))))) : null,
        contradicted,
        (event.history || []).length > 1 ? line("History", el("ol", {}, event.history.map((step) => el("li", {},
          statusSign(step.status), step.on ? ` in reports from ${dayName(step.on)}` : "")))) : null)),
    el("h2", {}, plural(event.reports.length, "report")),
    el("ol", { class: "rows" }, event.reports.map(([number, index]) => {
      const article = articles[number];
      const meeting = article.meetings[index];
      return el("li", { class: "row" },
        el("a", { href: `#/article/${number}/${meeting.id}` }, said(titleOf(article))),
        el("div", { class: "row-facts" }, statusSign(meeting.status), said(outletOf(article)),
          article.published ? el("span", {}, dayName(article.published)) : null, confidenceSign(meeting.confidence)));
    })),
    ...(event.reasons ? [el("details", {}, el("summary", {}, "Why these reports are of one event"),
      el("ul", {}, event.reasons.map((reason) => el("li", {}, said(reason)))))] : []));
}
