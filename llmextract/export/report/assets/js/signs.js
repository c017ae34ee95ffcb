// Status, attendance, stance, confidence, dates and places, each by shape and word.

const STATUSES = ["held", "planned", "unconfirmed", "denied", "cancelled"];
const STANCES = { asserts: "Asserts", denies: "Denies", declines_to_confirm: "Declines to confirm" };
const FORMATS = { in_person: "in person", call: "call", video: "video call", unknown: "format not given" };

const countryNames = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames(["en"], { type: "region" }) : null;
const dayFormat = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

function statusSign(status) {
  return el("span", { class: `status status-${status}` }, sign(status), status);
}

function attendanceSign(attendance) {
  return el("span", { class: `attendance attendance-${attendance}` }, sign(`attendance-${attendance}`), attendance);
}

function stanceSign(stance) {
  return el("span", { class: `stance stance-${stance}` }, sign(stance), STANCES[stance]);
}

function contestedSign() {
  return el("span", { class: "contested" }, sign("contested"), "contested");
}

/** Return a confidence as five boxes, a word and a number. */
function confidenceSign(confidence) {
  if (confidence === undefined) return null;
  const word = confidence >= 0.8 ? "high" : confidence >= 0.5 ? "medium" : "low";
  const boxes = el("svg:svg", { class: "meter", viewBox: "0 0 30 8", "aria-hidden": "true", focusable: "false" });
  for (let box = 0; box < 5; box += 1) {
    const full = confidence * 5 >= box + 0.5;
    boxes.append(el("svg:rect", { x: box * 6 + 0.5, y: 0.5, width: 5, height: 7, class: full ? "full" : "empty" }));
  }
  return el("span", { class: `confidence confidence-${word}` }, boxes, `${word} confidence, ${Math.round(confidence * 100)} %`);
}

function dayName(day) {
  return dayFormat.format(new Date(`${day}T00:00:00Z`));
}

function daysName(date) {
  if (!date) return null;
  return date[0] === date[1] ? dayName(date[0]) : `${dayName(date[0])} to ${dayName(date[1])}`;
}

function countryName(code) {
  if (!code) return "";
  try {
    return (countryNames && countryNames.of(code)) || code;
  } catch {
    return code;
  }
}

function placeName(place) {
  return place ? [place.venue, place.city, place.country && countryName(place.country)].filter(Boolean).join(", ") : "";
}
