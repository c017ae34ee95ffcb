// What the page knows: read once, indexed once; article texts are unpacked when somebody opens one.

const data = JSON.parse(document.getElementById("data").textContent);
const { articles, events, actors } = data;

const FOLDED = { ı: "i", ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", "’": "'", ʿ: "", ʾ: "" };

/** Return a text as it is searched: lower case, without accents. */
function fold(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ıłøđßæœ’ʿʾ]/g, (letter) => FOLDED[letter]);
}

const eventById = new Map(events.map((event) => [event.id, event]));

function outletOf(article) {
  return article.outlet || article.source;
}

function titleOf(article) {
  return article.title || article.source;
}

function placeKey(place) {
  return place && place.city ? `${place.city}|${place.country || ""}` : null;
}

function nameOf(part) {
  return actors[part.actor].name;
}

function whoMet(event) {
  return event.who.map(nameOf).join(", ");
}

for (const event of events) {
  const words = [event.id, event.status, event.dateText, placeName(event.place), event.date && event.date.join(" ")];
  for (const part of event.who) words.push(nameOf(part), part.role, countryName(actors[part.actor].country));
  for (const topic of event.topics || []) words.push(spaced(topic.category), ...topic.labels);
  for (const source of event.says || []) words.push(source.name);
  for (const [article] of event.reports) words.push(articles[article].title, outletOf(articles[article]));
  event.words = fold(words.filter(Boolean).join("\n"));
}

const blocks = [...document.querySelectorAll("script[data-texts]")].map((holder) => ({
  holder, first: Number(holder.dataset.first), count: Number(holder.dataset.texts), texts: null,
}));

async function unpack(block) {
  const bytes = Uint8Array.from(atob(block.holder.textContent), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text());
}

/** Return an article's text, or null where the report was made without it. */
async function textOf(article) {
  if (article.text === undefined) return null;
  const block = blocks.find((one) => article.text >= one.first && article.text < one.first + one.count);
  block.texts = block.texts || unpack(block);
  return (await block.texts)[article.text - block.first];
}

let searchedTexts = null;

/** Prepare all texts for searching; afterwards `wordsOfArticle` has them. */
async function prepareTexts() {
  searchedTexts = searchedTexts || Promise.all(articles.map(async (article) => {
    const text = await textOf(article);
    article.words = text === null ? "" : fold(text);
  }));
  await searchedTexts;
}
