// What scripts add to forms that work without them: one press sends once, a story's words are counted, and the line under a
// story shows as it will stand.
import { onPage } from "./page.js";

const patience = 8000; // milliseconds until another press counts again

onPage((root) => {
  for (const form of root.querySelectorAll("form[method=post]")) once(form);
  count(root.querySelector("textarea#text"));
  preview(root.querySelector("[data-credit]"));
});

function once(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) event.preventDefault();
    else send(form, event.submitter);
  });
}

function send(form, button) {
  form.dataset.sending = "yes";
  const label = button?.textContent;
  if (button?.matches(".button")) button.textContent = "Sending …";
  const restore = () => {
    delete form.dataset.sending;
    if (button) button.textContent = label;
  };
  setTimeout(restore, patience);
  addEventListener("pageshow", (event) => event.persisted && restore(), { once: true });
}

// count tells how many words a story has, a second after the last key.
function count(story) {
  if (!story) return;
  const words = document.createElement("p");
  words.className = "hint";
  words.role = "status";
  story.after(words);
  let waiting;
  const tell = () => {
    const n = story.value.match(/\S+/g)?.length ?? 0;
    words.textContent = n === 0 ? "" : n === 1 ? "1 word" : `${n} words`;
  };
  story.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, 1000);
  });
  tell();
}

// preview shows the line under a story as it will stand.
function preview(line) {
  if (!line) return;
  const form = line.closest("form");
  const plain = line.textContent;
  const show = () => {
    const name = form.elements.credit.value.trim().replace(/\s+/g, " ");
    if (form.elements.naming.value === "none") line.textContent = "You are not named; what you enter here is for us only.";
    else line.textContent = name ? `Under your story will stand: “${line.dataset.credit} ${name}”.` : plain;
  };
  form.addEventListener("input", show);
  show();
}
