// Buttons that need a script: they copy an address or a piece of code, or open the system's own sheet to share a page. Each
// keeps its room and shows itself here, where the browser can do what it says.
import { onPage } from "./page.js";
import { say } from "./player/say.js";

onPage((root) => {
  if (navigator.clipboard) offer(root, "copy", copy);
  if (navigator.share) offer(root, "share", share);
});

function offer(root, act, does) {
  for (const button of root.querySelectorAll(`button[data-${act}]`)) {
    button.disabled = false;
    button.addEventListener("click", () => does(button.dataset[act], button));
  }
}

// copy says what it did in the words of the button: "Copy feed link" becomes "Feed link copied".
async function copy(text, button) {
  const what = button.textContent.replace(/^Copy (.)/, (_, first) => first.toUpperCase());
  try {
    await navigator.clipboard.writeText(text);
    say(what + " copied");
  } catch {
    prompt(what, text);
  }
}

// share may be broken off by whoever was asked: that is no failure.
function share(url) {
  navigator.share({ title: document.title, url }).catch(() => {});
}
