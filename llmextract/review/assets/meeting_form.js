// The form in which a meeting is corrected or added.

function input(label, name, value, attributes = {}) {
  return el("label", {}, label, el("input", { name, value: value ?? "", ...attributes }));
}

function chooser(label, name, value, fallback) {
  const made = el("select", { name }, data.review.choices[name].map((one) => option(one, spaced(one))));
  made.value = value ?? fallback;
  return el("label", {}, label, made);
}

/** An input that can take the selected words. */
function wordsInput(label, name, value, text) {
  const field = input(label, name, value);
  return el("div", { class: "with-button" }, field, selectionButton("Take the selected words", (stretch) => {
    field.querySelector("input").value = text.slice(...stretch).trim();
  }));
}

/** Return a list of fieldsets that can be added to; each gives what it holds by its `read`. */
function fieldsets(legend, addLabel, given, make) {
  const list = el("div", {});
  const add = (one) => {
    const { parts, read } = make(one);
    const set = el("fieldset", {}, el("legend", {}, legend), parts,
      el("button", { type: "button", class: "quiet", on: { click: () => set.remove() } }, `Remove this ${legend.toLowerCase()}`));
    set.read = () => read(set);
    list.append(set);
    return set;
  };
  (given || []).forEach(add);
  const adder = el("button", { type: "button", class: "quiet", on: { click: () => add({}).querySelector("input, select").focus() } }, addLabel);
  const whole = el("div", {}, list, adder);
  whole.read = () => [...list.children].map((set) => set.read());
  return whole;
}

function valueOf(holder, name) {
  return holder.querySelector(`[name=${name}]`).value.trim() || null;
}

const COUNTRY = { maxlength: 2, pattern: "[A-Za-z]{2}", title: "Two letters, ISO 3166-1", size: 3 };

function countryOf(holder) {
  const code = valueOf(holder, "country");
  return code && code.toUpperCase();
}

function participantPart(article, text) {
  return (part) => {
    const actor = (part.actor && article.actors[part.actor]) || {};
    const evidence = evidenceEditor("Evidence for this participant", part.evidence, text);
    return {
      parts: [
        wordsInput("Name", "name", actor.name, text), input("Other names, with ; between", "aliases", (actor.aliases || []).join("; ")),
        chooser("Kind", "kind", actor.kind, "person"), input("Role", "role", actor.role), input("Country", "country", actor.country, COUNTRY),
        chooser("Attendance", "attendance", part.attendance, "confirmed"), evidence],
      read: (set) => ({
        actor: part.actor || null, name: valueOf(set, "name") || "", aliases: (valueOf(set, "aliases") || "").split(";").map((one) => one.trim()).filter(Boolean),
        kind: valueOf(set, "kind"), role: valueOf(set, "role"), country: countryOf(set), attendance: valueOf(set, "attendance"), evidence: evidence.stretches,
      }),
    };
  };
}

function topicPart(text) {
  return (topic) => {
    const evidence = evidenceEditor("Evidence for this topic", topic.evidence, text);
    return {
      parts: [wordsInput("Topic, in the article's words", "label", topic.label, text), chooser("Category", "category", topic.category, "other"), evidence],
      read: (set) => ({ label: valueOf(set, "label") || "", category: valueOf(set, "category"), evidence: evidence.stretches }),
    };
  };
}

function sourcePart(text) {
  return (source) => {
    const evidence = evidenceEditor("Evidence for this source", source.evidence, text);
    return {
      parts: [wordsInput("Who says so", "name", source.name, text), chooser("Stance", "stance", source.stance, "asserts"), evidence],
      read: (set) => ({ name: valueOf(set, "name") || "", stance: valueOf(set, "stance"), evidence: evidence.stretches }),
    };
  };
}

/**
 * Return the form of a meeting.
 * @param {Object} meeting As the page has it; {} for a new one.
 * @param {Function} save Gets what the form holds.
 * @param {Function} cancel Called when nothing is to be changed.
 */
function meetingForm(article, meeting, text, save, cancel) {
  const date = meeting.date || {};
  const place = meeting.place || {};
  const evidence = evidenceEditor("Words that show the meeting is reported", meeting.evidence, text);
  const participants = fieldsets("Participant", "Add a participant", meeting.participants || [{}, {}], participantPart(article, text));
  const topics = fieldsets("Topic", "Add a topic", meeting.topics, topicPart(text));
  const sources = fieldsets("Source", "Add a source", meeting.sources, sourcePart(text));
  const own = el("div", { class: "choices" },
    chooser("Status", "status", meeting.status, "held"), chooser("Format", "format", meeting.format, "in_person"),
    input("First day", "start", date.start, { type: "date" }), input("Last day", "end", date.end, { type: "date" }),
    wordsInput("Words that give the time", "dateText", date.text, text),
    input("City", "city", place.city), input("Country", "country", place.country, COUNTRY), input("Building or site", "venue", place.venue),
    wordsInput("Words that give the place", "placeText", place.text, text), wordsInput("Outcome", "outcome", meeting.outcome, text));
  const form = el("form", { class: "meeting-form", "aria-label": meeting.id ? `Correct meeting ${meeting.id}` : "Add a meeting" },
    own, el("p", { class: "side-head" }, "Words that show the meeting is reported"), evidence, participants, topics, sources,
    el("div", { class: "buttons" }, el("button", { type: "submit" }, "Save"),
      el("button", { type: "button", class: "quiet", on: { click: cancel } }, "Cancel")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const start = valueOf(own, "start") || valueOf(own, "end");
    const when = { start, end: valueOf(own, "end") || start, text: valueOf(own, "dateText") };
    save({
      status: valueOf(own, "status"), format: valueOf(own, "format"), date: when.start || when.text ? when : null,
      place: { city: valueOf(own, "city"), country: countryOf(own), venue: valueOf(own, "venue"), text: valueOf(own, "placeText") },
      outcome: valueOf(own, "outcome"), participants: participants.read(), topics: topics.read(), sources: sources.read(), evidence: evidence.stretches,
    });
  });
  return form;
}
