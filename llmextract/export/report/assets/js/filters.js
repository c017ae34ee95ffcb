// Which events are shown. One set of filters serves the list, the timeline, the network, the map and the contradictions.

const NOTHING_CHOSEN = {
  search: "", inTexts: false, status: "", format: "", country: "", category: "", from: "", to: "", confidence: "",
  contested: false, actor: null, place: null, sort: "newest",
};
const filters = { ...NOTHING_CHOSEN };
let shown = events;
const onFilter = [];

const SORTS = {
  newest: (one, other) => compareDays(other, one),
  oldest: (one, other) => compareDays(one, other),
  reports: (one, other) => other.reports.length - one.reports.length || compareDays(other, one),
  confidence: (one, other) => (other.confidence ?? -1) - (one.confidence ?? -1) || compareDays(other, one),
};

// An event without a day goes by when the first article on it came out.
for (const event of events) event.day = event.date ? event.date[0] : articles[event.reports[0][0]].published || "";

function compareDays(one, other) {
  return one.day < other.day ? -1 : one.day > other.day ? 1 : 0;
}

function passes(event, terms) {
  const { status, format, country, category, from, to, confidence, contested, actor, place } = filters;
  if (status && event.status !== status) return false;
  if (format && event.format !== format) return false;
  if (contested && !event.contested) return false;
  if (confidence && !((event.confidence ?? 0) >= Number(confidence))) return false;
  if ((from || to) && !event.date) return false;
  if (from && event.date[1] < from) return false;
  if (to && event.date[0] > to) return false;
  if (actor !== null && !event.who.some((part) => part.actor === actor)) return false;
  if (place !== null && placeKey(event.place) !== place) return false;
  if (category && !(event.topics || []).some((topic) => topic.category === category)) return false;
  if (country && !(event.place && event.place.country === country)
    && !event.who.some((part) => actors[part.actor].country === country)) return false;
  return terms.every((term) => event.words.includes(term)
    || (filters.inTexts && event.reports.some(([article]) => (articles[article].words || "").includes(term))));
}

function applyFilters() {
  const terms = fold(filters.search).split(/\s+/).filter(Boolean);
  shown = events.filter((event) => passes(event, terms)).sort(SORTS[filters.sort]);
  for (const listener of onFilter) listener();
}

/** Set some filters, show them in the form, and apply them all. */
function setFilters(changes) {
  Object.assign(filters, changes);
  const form = document.getElementById("filters");
  for (const [name, value] of Object.entries(filters)) {
    const field = form.elements.namedItem(name);
    if (!field) continue;
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  }
  applyFilters();
}

function option(value, label) {
  return el("option", { value }, label);
}

function choice(name, label, options) {
  return el("label", {}, label, el("select", { name }, option("", "any"), options));
}

function countryChoices() {
  const codes = new Set();
  for (const event of events) {
    if (event.place && event.place.country) codes.add(event.place.country);
    for (const part of event.who) if (actors[part.actor].country) codes.add(actors[part.actor].country);
  }
  const named = [...codes].map((code) => [code, countryName(code)]);
  return named.sort((one, other) => one[1].localeCompare(other[1])).map(([code, name]) => option(code, name));
}

function categoryChoices() {
  const found = new Set(events.flatMap((event) => (event.topics || []).map((topic) => topic.category)));
  return [...found].sort().map((category) => option(category, spaced(category)));
}

function filterForm() {
  const form = document.getElementById("filters");
  form.append(
    el("label", { class: "wide" }, "Search",
      el("input", { type: "search", name: "search", placeholder: "people, places, topics, outlets", autocomplete: "off" })),
    el("details", { open: matchMedia("(min-width: 48rem)").matches }, el("summary", {}, "More filters"), el("div", { class: "choices" },
      el("label", { class: "check" }, el("input", { type: "checkbox", name: "inTexts" }), "search article texts too"),
      choice("status", "Status", STATUSES.map((status) => option(status, status))),
      choice("format", "Format", Object.entries(FORMATS).map(([value, label]) => option(value, label))),
      choice("country", "Country", countryChoices()),
      choice("category", "Topic", categoryChoices()),
      el("label", {}, "From", el("input", { type: "date", name: "from" })),
      el("label", {}, "To", el("input", { type: "date", name: "to" })),
      choice("confidence", "Confidence", [option("0.8", "80 % or more"), option("0.5", "50 % or more")]),
      el("label", { class: "check" }, el("input", { type: "checkbox", name: "contested" }), "contested only"),
      el("label", {}, "Order", el("select", { name: "sort" }, option("newest", "newest first"), option("oldest", "oldest first"),
        option("reports", "most reports first"), option("confidence", "surest first"))),
      el("button", { type: "reset", class: "quiet" }, "Clear"))),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => takeIn(event.target));
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    setFilters({ ...NOTHING_CHOSEN });
  });
}

async function takeIn(field) {
  filters[field.name] = field.type === "checkbox" ? field.checked : field.value;
  if (field.name === "inTexts" && field.checked) await prepareTexts();
  applyFilters();
}

/** Show how many events pass, and the actor or place that was chosen in a picture. */
function showFilterState() {
  const state = document.getElementById("filter-state");
  const chips = [];
  const chip = (label, name) => el("button", { type: "button", class: "chip", on: { click: () => setFilters({ [name]: null }) } },
    said(label), el("span", { class: "unseen" }, " (remove this filter)"), sign("denied"));
  if (filters.actor !== null) chips.push(chip(actors[filters.actor].name, "actor"));
  if (filters.place !== null) chips.push(chip(filters.place.split("|")[0], "place"));
  const count = shown.length === events.length ? plural(events.length, "event")
    : `${shown.length.toLocaleString("en")} of ${plural(events.length, "event")}`;
  state.replaceChildren(el("span", { role: "status" }, count), ...chips);
}
