// Where sources contradict each other: inside one article, and between the articles on one event.

const FIELD_NAMES = { status: "Status", format: "Format", date: "Day", city: "City", country: "Country", venue: "Venue", outcome: "Outcome" };

function reportNames(event, reports) {
  const names = [...new Set(reports.map((report) => outletOf(articles[event.reports[report][0]])))];
  return names.map((name, index) => [index ? ", " : "", said(name)]);
}

function claimValue(field, value) {
  if (field === "date") return daysName(value.split("/").length === 2 ? value.split("/") : [value, value]);
  if (field === "country") return countryName(value);
  return field === "status" ? statusSign(value) : said(spaced(value));
}

/** Return who says what about one field, as items of a list. */
function claimItems(event, field, claims) {
  return el("ul", { class: "claims" }, claims.map(([value, reports]) =>
    el("li", {}, claimValue(field, value), ": ", reportNames(event, reports))));
}

/** Return who asserts, who denies and who declines to confirm, side by side. */
function saysBlock(says, nameFor) {
  return el("div", { class: "says" }, Object.keys(STANCES).map((stance) => {
    const names = says.filter((one) => one.stance === stance);
    if (!names.length) return null;
    return el("div", { class: `side side-${stance}` }, el("p", { class: "side-head" }, stanceSign(stance)), el("ul", {}, names.map((one) => el("li", {}, nameFor(one)))));
  }));
}

function contradictionCard(event) {
  const denied = event.who.filter((part) => part.attendance === "denied" || part.contested);
  const says = event.says || [];
  return el("li", { class: "card" },
    el("h2", {}, el("a", { href: eventHref(event) }, said(whoMet(event)))),
    el("p", { class: "row-facts" }, statusSign(event.status), el("span", {}, daysName(event.date) || "day not known"), said(placeName(event.place)), plural(event.reports.length, "report")),
    says.length ? saysBlock(says, (one) => [said(one.name), data.linked ? [" (", reportNames(event, one.reports), ")"] : null]) : null,
    denied.map((part) => el("div", {}, el("h3", {}, said(nameOf(part)), " ", attendanceSign(part.attendance)),
      part.claims ? el("ul", { class: "claims" }, part.claims.map(([value, reports]) => el("li", {}, attendanceSign(value), ": ", reportNames(event, reports)))) : null)),
    (event.fields || []).map((field) => el("div", {}, el("h3", {}, FIELD_NAMES[field.field]), claimItems(event, field.field, field.claims))));
}

let cardsMade = 0;

function moreContradictions() {
  const contested = shown.filter((event) => event.contested);
  const list = document.getElementById("contradiction-list");
  for (const event of contested.slice(cardsMade, cardsMade + ROWS_AT_ONCE)) list.append(contradictionCard(event));
  cardsMade = Math.min(contested.length, cardsMade + ROWS_AT_ONCE);
  const more = document.getElementById("more-contradictions");
  more.hidden = cardsMade >= contested.length;
  more.textContent = `Show more (${contested.length - cardsMade} left)`;
}

function drawContradictions() {
  const list = document.getElementById("contradiction-list");
  list.replaceChildren();
  cardsMade = 0;
  const count = shown.filter((event) => event.contested).length;
  document.getElementById("contradiction-count").textContent = count
    ? `${plural(count, "event")} where somebody denies or contradicts what somebody else reports.`
    : "No contradiction passes the filters.";
  moreContradictions();
}
