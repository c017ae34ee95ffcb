// The list of events. Rows are made as they are scrolled to, so that thousands cost no more than dozens.

const ROWS_AT_ONCE = 50;
const ROWS_PRINTED = 1000;

let rowsMade = 0;

function eventHref(event) {
  return `#/event/${encodeURIComponent(event.id)}`;
}

/** Return the participants in one line; who is not sure to take part is marked. */
function whoLine(event) {
  return event.who.map((part, index) => [
    index ? ", " : "", said(nameOf(part)), part.attendance === "confirmed" ? null : [" ", attendanceSign(part.attendance)],
  ]);
}

function topicLine(event) {
  return (event.topics || []).map((topic) => topic.labels[0]).slice(0, 3).join("; ");
}

function eventRow(event) {
  const place = placeName(event.place);
  const topics = topicLine(event);
  return el("li", { class: "row" },
    el("a", { href: eventHref(event) }, el("span", { class: "row-who" }, whoLine(event))),
    el("div", { class: "row-facts" }, statusSign(event.status),
      el("span", {}, daysName(event.date) || (event.dateText ? said(`“${event.dateText}”`) : "day not known")),
      place ? said(place) : null,
      event.format === "unknown" ? null : el("span", {}, FORMATS[event.format]),
      event.contested ? contestedSign() : null,
      event.reports.length > 1 ? el("span", {}, plural(event.reports.length, "report")) : null,
      confidenceSign(event.confidence)),
    topics ? el("div", { class: "row-topics" }, said(topics)) : null);
}

function moreRows(count = ROWS_AT_ONCE) {
  const list = document.getElementById("event-list");
  const rows = document.createDocumentFragment();
  for (const event of shown.slice(rowsMade, rowsMade + count)) rows.append(eventRow(event));
  list.append(rows);
  rowsMade = Math.min(shown.length, rowsMade + count);
  const more = document.getElementById("more-rows");
  more.hidden = rowsMade >= shown.length;
  more.textContent = `Show more (${(shown.length - rowsMade).toLocaleString("en")} left)`;
}

function drawList() {
  rowsMade = 0;
  document.getElementById("event-list").replaceChildren();
  document.getElementById("no-rows").hidden = shown.length > 0;
  moreRows();
}

function setUpList() {
  const more = document.getElementById("more-rows");
  more.addEventListener("click", () => moreRows());
  new IntersectionObserver((seen) => {
    if (seen.some((entry) => entry.isIntersecting) && !more.hidden) moreRows();
  }, { rootMargin: "400px" }).observe(more);
  window.addEventListener("beforeprint", () => {
    if (currentView === "events" && rowsMade < ROWS_PRINTED) moreRows(ROWS_PRINTED - rowsMade);
  });
}
