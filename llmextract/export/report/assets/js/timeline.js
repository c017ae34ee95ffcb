// Events over time: one bar a day, week, month or year, whichever gives a picture that can be read.

const BARS_AT_MOST = 80;
const STEPS = {
  day: (date) => date.setUTCDate(date.getUTCDate() + 1),
  week: (date) => date.setUTCDate(date.getUTCDate() + 7),
  month: (date) => date.setUTCMonth(date.getUTCMonth() + 1),
  year: (date) => date.setUTCFullYear(date.getUTCFullYear() + 1),
};

function isoDay(date) {
  return date.toISOString().slice(0, 10);
}

function startOf(step, day) {
  const date = new Date(`${day}T00:00:00Z`);
  if (step === "week") date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (step === "month" || step === "year") date.setUTCDate(1);
  if (step === "year") date.setUTCMonth(0);
  return date;
}

function stepFor(first, last) {
  const days = (new Date(last) - new Date(first)) / 86400000;
  if (days < BARS_AT_MOST) return "day";
  if (days < BARS_AT_MOST * 7) return "week";
  return days < BARS_AT_MOST * 30 ? "month" : "year";
}

/** Return the periods from the first event to the last, each with its number of events by status. */
function periods(dated) {
  if (!dated.length) return { step: "day", bars: [] };
  const first = dated.reduce((day, event) => (event.date[0] < day ? event.date[0] : day), dated[0].date[0]);
  const last = dated.reduce((day, event) => (event.date[0] > day ? event.date[0] : day), first);
  const step = stepFor(first, last);
  const bars = [];
  const counts = new Map();
  for (const event of dated) {
    const start = isoDay(startOf(step, event.date[0]));
    if (!counts.has(start)) counts.set(start, Object.fromEntries(STATUSES.map((status) => [status, 0])));
    counts.get(start)[event.status] += 1;
  }
  for (const date = startOf(step, first); isoDay(date) <= last;) {
    const from = isoDay(date);
    STEPS[step](date);
    if (bars.length >= 5000) break; // a misread year must not hang the page
    const end = new Date(date);
    end.setUTCDate(end.getUTCDate() - 1);
    const bar = { from, to: isoDay(end), counts: counts.get(from) || null };
    bars.push(bar);
  }
  return { step, bars };
}

function periodName(step, bar) {
  if (step === "day") return dayName(bar.from);
  if (step === "week") return `week of ${dayName(bar.from)}`;
  return step === "month" ? bar.from.slice(0, 7) : bar.from.slice(0, 4);
}

function countsName(counts) {
  return STATUSES.filter((status) => counts[status]).map((status) => `${counts[status]} ${status}`).join(", ");
}

function drawTimeline() {
  const holder = document.getElementById("timeline");
  const dated = shown.filter((event) => event.date);
  const { step, bars } = periods(dated);
  const full = bars.filter((bar) => bar.counts);
  const undated = shown.length - dated.length;
  const total = (bar) => STATUSES.reduce((sum, status) => sum + bar.counts[status], 0);
  const highest = Math.max(1, ...full.map(total));
  const width = Math.max(600, bars.length * 12);
  const barWidth = width / Math.max(1, bars.length);
  const picture = el("svg:svg", { viewBox: `0 0 ${width} 240`, class: "bars", role: "group", "aria-label": `Events by ${step}` });
  picture.style.minWidth = `${Math.min(width, 2400)}px`;
  bars.forEach((bar, index) => {
    const labelled = index % Math.ceil(bars.length / 12) === 0;
    if (labelled) picture.append(el("svg:text", { x: index * barWidth, y: 236, class: "axis" }, step === "month" ? bar.from.slice(0, 7) : step === "year" ? bar.from.slice(0, 4) : bar.from));
    if (!bar.counts) return;
    const parts = [];
    let top = 216;
    for (const status of STATUSES) {
      if (!bar.counts[status]) continue;
      const height = (bar.counts[status] / highest) * 190;
      top -= height;
      parts.push(el("svg:rect", { x: index * barWidth + 1, y: top, width: Math.max(2, barWidth - 2), height, class: `fill-${status}` }));
    }
    parts.push(el("svg:text", { x: (index + 0.5) * barWidth, y: top - 4, class: "count" }, String(total(bar))));
    const label = `${plural(total(bar), "event")}, ${periodName(step, bar)}: ${countsName(bar.counts)}`;
    picture.append(pressable({ class: "bar" }, label, () => listWith({ from: bar.from, to: bar.to }), parts));
  });
  const legend = el("ul", { class: "legend" }, STATUSES.map((status) => el("li", {},
    el("svg:svg", { viewBox: "0 0 16 16", "aria-hidden": "true", class: "swatch" }, el("svg:rect", { width: 16, height: 16, class: `fill-${status}` })), status)));
  const rows = full.map((bar) => [
    linkButton(periodName(step, bar), () => listWith({ from: bar.from, to: bar.to })), String(total(bar)), countsName(bar.counts)]);
  holder.replaceChildren(
    bars.length ? el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Timeline, scrolls sideways" }, picture) : el("p", {}, "No event with a known day passes the filters."),
    legend,
    el("p", {}, undated ? `${plural(undated, "event")} without a known day ${undated === 1 ? "is" : "are"} not in the picture.` : ""),
    el("details", {}, el("summary", {}, "The same as a table"), table(`Events by ${step}`, ["When", "Events", "By status"], rows)));
}
