// Evidence for a field: words selected in the article's text, or typed and looked up in it.

let selected = null; // the last stretch of the article's text that was selected, [start, end]

/** Return the stretch of the article's text that is selected now, or null. */
function selectedStretch() {
  const text = document.querySelector("#view-article .text");
  const selection = getSelection();
  if (!text || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return [start, start + range.toString().length];
}

document.addEventListener("selectionchange", () => {
  selected = selectedStretch() || selected;
});

/** A button that uses the selected words; pressing it leaves them selected. */
function selectionButton(label, use) {
  const press = () => {
    const stretch = selectedStretch() || selected;
    if (stretch) use(stretch);
    else announceInReview("Select some words of the article first.");
  };
  return el("button", { type: "button", class: "quiet", on: { click: press, pointerdown: (event) => event.preventDefault() } }, label);
}

/** Return a list of stretches of the text that can be added to and taken from; `list.stretches` has them. */
function evidenceEditor(label, given, text) {
  const list = el("ul", { class: "plain" });
  const stretches = (given || []).filter(Array.isArray).map((one) => [...one]);
  const draw = () => list.replaceChildren(...stretches.map((stretch, index) => el("li", {},
    said(text.slice(...stretch)), " ",
    el("button", { type: "button", class: "quiet", on: { click: () => { stretches.splice(index, 1); draw(); } } },
      "Remove", el("span", { class: "unseen" }, ` “${text.slice(...stretch).slice(0, 60)}”`)))));
  const add = (stretch) => {
    if (!stretches.some((one) => one[0] === stretch[0] && one[1] === stretch[1])) stretches.push(stretch);
    draw();
  };
  const typed = el("input", { "aria-label": `${label}: words to look up in the text`, placeholder: "or type words of the text" });
  const lookUp = () => {
    const start = typed.value ? text.indexOf(typed.value) : -1;
    if (start < 0) {
      announceInReview("These words do not stand in the article.");
      return;
    }
    add([start, start + typed.value.length]);
    typed.value = "";
  };
  typed.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    lookUp();
  });
  draw();
  const whole = el("div", { class: "evidence", role: "group", "aria-label": label }, list,
    selectionButton("Add the selected words", add), " ", typed, " ",
    el("button", { type: "button", class: "quiet", on: { click: lookUp } }, "Add"));
  whole.stretches = stretches;
  return whole;
}
