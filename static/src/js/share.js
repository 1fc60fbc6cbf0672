// Buttons that need a script: they copy an address or a piece of code, or open the system's own sheet to share a page. Each
// keeps its room and shows itself here, where the browser can do what it says.
import { copy } from "./copy.js";
import { onPage } from "./page.js";

onPage((root) => {
  if (navigator.clipboard) offer(root, "copy", copyOf);
  if (navigator.share) offer(root, "share", share);
});

function offer(root, act, does) {
  for (const button of root.querySelectorAll(`button[data-${act}]`)) {
    button.disabled = false;
    button.addEventListener("click", () => does(button.dataset[act], button));
  }
}

// copyOf says what it did in the words of the button: "Copy feed link" becomes "Feed link copied".
function copyOf(text, button) {
  copy(text, button.textContent.replace(/^Copy (.)/, (_, first) => first.toUpperCase()));
}

// share may be broken off by whoever was asked: that is no failure.
function share(url) {
  navigator.share({ title: document.title, url }).catch(() => {});
}
