// Who met whom, how often. A meeting that is denied or cancelled, or a person whose part is denied, is no encounter.

const NODES_AT_MOST = 60;
const PAIRS_LISTED = 100;
const KINDS = ["person", "organization", "country", "group"];

/** Return how often each actor, and each pair of actors, occurs in the events shown. */
function encounters() {
  const nodes = new Map();
  const pairs = new Map();
  for (const event of shown) {
    if (event.status === "denied" || event.status === "cancelled") continue;
    const present = event.who.filter((part) => part.attendance !== "denied").map((part) => part.actor);
    for (const actor of present) nodes.set(actor, (nodes.get(actor) || 0) + 1);
    for (let one = 0; one < present.length; one += 1) {
      for (let other = one + 1; other < present.length; other += 1) {
        const [low, high] = present[one] < present[other] ? [present[one], present[other]] : [present[other], present[one]];
        const key = `${low} ${high}`;
        const pair = pairs.get(key) || { low, high, held: 0, other: 0 };
        if (event.status === "held") pair.held += 1;
        else pair.other += 1;
        pairs.set(key, pair);
      }
    }
  }
  return { nodes, pairs: [...pairs.values()].sort((one, other) => other.held + other.other - one.held - one.other) };
}

/** Return the shape of a kind of actor: circle, square, diamond, triangle. */
function nodeShape(kind, size) {
  if (kind === "organization") return el("svg:rect", { x: -size, y: -size, width: 2 * size, height: 2 * size });
  if (kind === "country") return el("svg:path", { d: `M0,${-1.3 * size}L${1.3 * size},0L0,${1.3 * size}L${-1.3 * size},0Z` });
  if (kind === "group") return el("svg:path", { d: `M0,${-1.3 * size}L${1.2 * size},${size}L${-1.2 * size},${size}Z` });
  return el("svg:circle", { r: size });
}

function layOut(nodes, links) {
  const simulation = d3.forceSimulation(nodes)
    .force("link", d3.forceLink(links).id((node) => node.actor).distance(70).strength((link) => Math.min(1, 0.2 + link.weight / 10)))
    .force("charge", d3.forceManyBody().strength(-220))
    .force("x", d3.forceX().strength(0.06))
    .force("y", d3.forceY().strength(0.09))
    .force("apart", d3.forceCollide(22))
    .stop();
  simulation.tick(150);
}

function drawNetwork() {
  const holder = document.getElementById("network");
  const { nodes: counts, pairs } = encounters();
  const chosen = [...counts].sort((one, other) => other[1] - one[1]).slice(0, NODES_AT_MOST);
  const nodes = chosen.map(([actor, count]) => ({ actor, count }));
  const inside = new Set(nodes.map((node) => node.actor));
  const links = pairs.filter((pair) => inside.has(pair.low) && inside.has(pair.high))
    .map((pair) => ({ source: pair.low, target: pair.high, weight: pair.held + pair.other, held: pair.held }));
  if (!nodes.length) {
    holder.replaceChildren(el("p", {}, "No encounter passes the filters."));
    return;
  }
  layOut(nodes, links);
  const xs = nodes.map((node) => node.x);
  const ys = nodes.map((node) => node.y);
  const left = Math.min(...xs) - 90;
  const top = Math.min(...ys) - 40;
  const picture = el("svg:svg", { class: "network", role: "group", tabindex: "0", "aria-label": "Network of actors" });
  for (const link of links) {
    picture.append(el("svg:line", {
      x1: link.source.x, y1: link.source.y, x2: link.target.x, y2: link.target.y,
      class: link.held ? "tie" : "tie tie-not-held", "stroke-width": Math.min(8, 1 + Math.sqrt(link.weight)),
    }));
  }
  for (const node of nodes) {
    const { name, kind } = actors[node.actor];
    const size = Math.min(18, 5 + 2 * Math.sqrt(node.count));
    picture.append(pressable({ class: `node node-${kind}`, transform: `translate(${node.x.toFixed(1)},${node.y.toFixed(1)})` },
      `${tame(name)}, ${kind}: ${plural(node.count, "meeting")}`, () => listWith({ actor: node.actor }),
      nodeShape(kind, size), el("svg:text", { y: size + 11, "aria-hidden": "true" }, name.length > 28 ? `${name.slice(0, 27)}…` : name)));
  }
  const zoom = zoomable(picture, [left, top, Math.max(...xs) + 90 - left, Math.max(...ys) + 50 - top]);
  const legend = el("ul", { class: "legend" }, KINDS.map((kind) => el("li", {},
    el("svg:svg", { viewBox: "-10 -10 20 20", "aria-hidden": "true", class: `swatch node node-${kind}` }, nodeShape(kind, 6)), kind)),
  el("li", {}, "line: met; broken line: only planned or unconfirmed"));
  const rows = pairs.slice(0, PAIRS_LISTED).map((pair) => [
    linkButton(actors[pair.low].name, () => listWith({ actor: pair.low })),
    linkButton(actors[pair.high].name, () => listWith({ actor: pair.high })), String(pair.held), String(pair.other)]);
  const leftOut = counts.size - nodes.length;
  holder.replaceChildren(
    el("p", {}, leftOut > 0 ? `The ${NODES_AT_MOST} actors with the most meetings of ${counts.size.toLocaleString("en")}; filters bring others.` : "",
      data.linked ? "" : " Spellings of one name are not joined: these articles have not been linked."),
    zoom, picture, legend,
    table(pairs.length > PAIRS_LISTED ? `The ${PAIRS_LISTED} pairs that met most often` : "Who met whom", ["Who", "Whom", "Held", "Planned or unconfirmed"], rows));
}
