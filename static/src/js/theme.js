// The colour choice in the footer: System, Light or Dark, kept in local storage. The line in the head applies it early.
const choice = document.querySelector("fieldset.theme");
const root = document.documentElement;

function apply(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = paper;
}

function keep(theme) {
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

if (choice) {
  const current = root.dataset.theme ?? "system";
  choice.querySelector(`[value=${current}]`).checked = true;
  if (current !== "system") apply(current);
  choice.addEventListener("change", (event) => {
    keep(event.target.value);
    apply(event.target.value);
  });
  choice.hidden = false;
}
