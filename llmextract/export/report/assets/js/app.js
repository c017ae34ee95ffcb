// Views and addresses. The part of the address after "#" names what is shown, so that "back" and bookmarks work.

const DRAWN_BY_FILTER = {
  events: drawList, timeline: drawTimeline, network: drawNetwork, map: drawMap, contradictions: drawContradictions,
};

let currentView = null;
let currentHash = null;

function drawArticleList() {
  const rows = articles.map((article, number) => [
    el("a", { href: `#/article/${number}` }, said(titleOf(article))), said(outletOf(article)),
    article.published ? dayName(article.published) : "", String((article.meetings || []).length)]);
  document.getElementById("article-list").replaceChildren(table("Articles", ["Title", "Outlet", "Published", "Meetings"], rows));
}

/** Return the view that an address names, and what draws it. */
function viewAt(hash) {
  const [name, ...rest] = hash.replace(/^#\//, "").split("/");
  if (name === "article") return ["article", () => drawArticle(Number(rest[0]), rest[1])];
  if (name === "event") {
    const event = eventById.get(decode(rest.join("/")));
    if (event && event.reports.length === 1) {
      const [number, index] = event.reports[0];
      return ["article", () => drawArticle(number, articles[number].meetings[index].id)];
    }
    return ["event", () => drawEvent(decode(rest.join("/")))];
  }
  if (name === "articles") return ["articles", drawArticleList];
  if (DRAWN_BY_FILTER[name]) return [name, DRAWN_BY_FILTER[name]];
  return articles.length === 1 ? ["article", () => drawArticle(0)] : ["events", drawList];
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function showView() {
  const moved = currentHash !== null && currentHash !== location.hash;
  currentHash = location.hash;
  const [name, draw] = viewAt(location.hash);
  currentView = name;
  for (const view of document.querySelectorAll("main > section.view")) view.hidden = view.id !== `view-${name}`;
  document.getElementById("filter-box").hidden = !DRAWN_BY_FILTER[name];
  for (const link of document.querySelectorAll("#views a")) {
    if (link.getAttribute("href") === `#/${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  await draw();
  if (moved) {
    if (name !== "article") window.scrollTo(0, 0);
    const title = document.querySelector(`#view-${name} h1`);
    if (title) title.focus({ preventScroll: true });
  }
}

let redraw = 0;

/** Draw the view anew once the page has shown how many events pass; of quick changes only the last is drawn. */
function redrawSoon() {
  clearTimeout(redraw);
  if (currentView === "events") drawList();
  else redraw = setTimeout(() => DRAWN_BY_FILTER[currentView]?.(), 120);
}

function setUpTheme() {
  const button = document.getElementById("theme");
  const themes = ["light dark", "light", "dark"];
  const names = ["as the system", "light", "dark"];
  let chosen = 0;
  const show = () => {
    document.documentElement.style.colorScheme = themes[chosen];
    button.textContent = `Colours: ${names[chosen]}`;
  };
  button.addEventListener("click", () => {
    chosen = (chosen + 1) % themes.length;
    show();
  });
  show();
}

function start() {
  setUpTheme();
  document.getElementById("summary").textContent =
    `${plural(articles.length, "article")}, ${plural(events.length, data.linked ? "event" : "meeting")}`;
  document.getElementById("views").hidden = articles.length < 2;
  if (articles.length > 1) filterForm();
  setUpList();
  document.getElementById("more-contradictions").addEventListener("click", moreContradictions);
  onFilter.push(showFilterState, redrawSoon);
  window.addEventListener("hashchange", showView);
  shown = [...events].sort(SORTS[filters.sort]);
  showFilterState();
  showView();
  document.documentElement.dataset.ready = "yes";
}

start();
