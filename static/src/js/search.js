// The search field offers titles while somebody types: a combobox with a list (WAI-ARIA), in which each option is a page. It
// goes there by links, so that what plays can play on.
import { onPage } from "./page.js";

const pause = 150; // milliseconds after a key until the server is asked

onPage((root) => root.querySelectorAll("form.search").forEach(enhance));

function enhance(form) {
  const input = form.elements.q;
  const list = Object.assign(document.createElement("ul"), { id: "suggestions", role: "listbox", ariaLabel: "Titles", hidden: true });
  const status = Object.assign(document.createElement("p"), { className: "hidden", role: "status" });
  let active = -1;
  let timer;
  let underway;

  input.after(list);
  form.append(status);
  Object.assign(input, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false" });
  input.setAttribute("aria-controls", list.id);

  function show(found) {
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    input.ariaExpanded = String(!list.hidden);
  }

  function stop() {
    clearTimeout(timer);
    underway?.abort();
  }

  function close() {
    stop();
    show([]);
  }

  async function ask() {
    underway?.abort();
    const mine = (underway = new AbortController());
    const typed = input.value.trim();
    try {
      const answer = typed && (await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal: mine.signal }));
      if (underway !== mine) return;
      show(answer?.ok ? await answer.json() : []);
      status.textContent = list.hidden ? "" : list.children.length === 1 ? "1 title" : `${list.children.length} titles`;
    } catch {
      // Without suggestions the field still searches.
    }
  }

  function move(step) {
    stop(); // a list in which somebody chooses stays as it is
    const options = list.children;
    options[active]?.setAttribute("aria-selected", "false");
    active = (active + step + (active < 0 && step < 0 ? 1 : 0) + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  function go(url) {
    const link = Object.assign(document.createElement("a"), { href: url, hidden: true });
    form.append(link);
    close();
    link.click();
    link.remove();
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus until the click
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) go(chosen.dataset.path);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (active >= 0) go(list.children[active].dataset.path);
    else if (input.value.trim()) go(`${form.action}?${new URLSearchParams(new FormData(form))}`);
    else input.focus();
  });
}

function option({ title, kind, path }, i) {
  const item = Object.assign(document.createElement("li"), { id: `suggestion-${i}`, role: "option", ariaSelected: "false" });
  const name = Object.assign(document.createElement("span"), { textContent: title, dir: "auto" });
  const what = Object.assign(document.createElement("span"), { textContent: kind, className: "meta" });
  item.dataset.path = path;
  item.append(name, " ", what);
  return item;
}
