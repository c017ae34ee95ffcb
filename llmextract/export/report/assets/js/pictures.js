// What the pictures share: zooming and moving, and the tables that say the same in words.

/** Let a picture be zoomed and moved: by buttons, wheel, dragging and the keys + - and the arrows. */
function zoomable(svg, [x, y, width, height]) {
  const box = { x, y, width, height };
  const show = () => svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
  const zoom = (factor, atX = 0.5, atY = 0.5) => {
    const wide = Math.min(width, Math.max(width / 40, box.width * factor));
    const high = wide * (height / width);
    box.x += (box.width - wide) * atX;
    box.y += (box.height - high) * atY;
    box.width = wide;
    box.height = high;
    move(0, 0);
  };
  const move = (right, down) => {
    box.x = Math.min(x + width - box.width, Math.max(x, box.x + right * box.width));
    box.y = Math.min(y + height - box.height, Math.max(y, box.y + down * box.height));
    svg.style.setProperty("--zoom", box.width / width);
    show();
  };
  const reset = () => {
    Object.assign(box, { x, y, width, height });
    move(0, 0);
  };
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // plain scrolling stays the page's
    event.preventDefault();
    const frame = svg.getBoundingClientRect();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, (event.clientX - frame.x) / frame.width, (event.clientY - frame.y) / frame.height);
  }, { passive: false });
  let held = null;
  svg.addEventListener("pointerdown", (event) => { held = [event.clientX, event.clientY]; });
  svg.addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) return;
    const frame = svg.getBoundingClientRect();
    move((held[0] - event.clientX) / frame.width, (held[1] - event.clientY) / frame.height);
    held = [event.clientX, event.clientY];
  });
  svg.addEventListener("pointerup", () => { held = null; });
  const keys = { "+": () => zoom(1 / 1.5), "-": () => zoom(1.5), ArrowLeft: () => move(-0.2, 0), ArrowRight: () => move(0.2, 0),
    ArrowUp: () => move(0, -0.2), ArrowDown: () => move(0, 0.2) };
  svg.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  reset();
  const button = (label, act) => el("button", { type: "button", class: "quiet", on: { click: act } }, label);
  return el("div", { class: "zoom", role: "group", "aria-label": "Zoom" },
    button("Zoom in", () => zoom(1 / 1.5)), button("Zoom out", () => zoom(1.5)), button("Whole picture", reset));
}

/** Make part of a picture a button. */
function pressable(attributes, label, act, ...children) {
  return el("svg:g", {
    ...attributes, role: "button", tabindex: "0", "aria-label": label,
    on: {
      click: act,
      keydown: (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        act();
      },
    },
  }, el("svg:title", {}, label), children);
}

/** Return a table that can be scrolled sideways on a narrow screen. */
function table(caption, heads, rows) {
  return el("div", { class: "table", tabindex: "0", role: "region", "aria-label": caption },
    el("table", {}, el("caption", {}, caption),
      el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell)))))));
}

function linkButton(label, act) {
  return el("button", { type: "button", class: "link", on: { click: act } }, said(label));
}

/** Show the list of the events that one part of a picture stands for. */
function listWith(changes) {
  setFilters(changes);
  location.hash = "#/events";
}
