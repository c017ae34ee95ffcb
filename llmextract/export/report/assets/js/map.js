// Where events took or take place. Land and borders are Natural Earth's, in the equirectangular projection.

let outline = null;

function placesShown() {
  const places = new Map();
  for (const event of shown) {
    const key = placeKey(event.place);
    const name = key || (event.place && event.place.country) || "";
    const found = places.get(name) || { key, place: event.place, count: 0, point: key ? data.points[key] : undefined };
    found.count += 1;
    places.set(name, found);
  }
  return [...places.values()].sort((one, other) => other.count - one.count);
}

function placeTitle({ key, place }) {
  if (key) return [place.city, countryName(place.country)].filter(Boolean).join(", ");
  return place && place.country ? `${countryName(place.country)}, no city given` : "no place given";
}

function showPlace(found) {
  listWith(found.key ? { place: found.key } : { country: found.place.country });
}

function drawMap() {
  const holder = document.getElementById("map");
  outline = outline || JSON.parse(document.getElementById("land").textContent);
  const found = placesShown();
  const located = found.filter((one) => one.point);
  const picture = el("svg:svg", { class: "map", role: "group", tabindex: "0", "aria-label": "Map of places" },
    el("svg:path", { d: outline.land, class: "land" }), el("svg:path", { d: outline.borders, class: "borders" }));
  for (const one of located) {
    const label = `${tame(placeTitle(one))}: ${plural(one.count, "event")}`;
    picture.append(pressable({ class: "spot", transform: `translate(${one.point[0]},${-one.point[1]})` }, label, () => showPlace(one),
      el("svg:circle", { r: Math.min(5, 1 + Math.sqrt(one.count) / 5) })));
  }
  const zoom = zoomable(picture, [-180, -84, 360, 142]);
  const rows = found.map((one) => [
    one.place ? linkButton(placeTitle(one), () => showPlace(one)) : placeTitle(one), String(one.count),
    one.point ? "" : one.key ? "position not known" : "not on the map"]);
  holder.replaceChildren(zoom, picture,
    el("p", { class: "note" }, "Borders as Natural Earth draws them; they are no statement on any dispute."),
    table("Places", ["Where", "Events", "Note"], rows.slice(0, 300)));
}
