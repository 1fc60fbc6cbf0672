// The form for a story and its receipt: words are counted, the line under the story shows as it will stand, and a draft is
// kept on this device once somebody asks for it.
import { onPage } from "./page.js";
import { preview } from "./credit.js";
import { draftOf, forget } from "./draft.js";

const pause = 1000; // milliseconds after the last key until words are told

onPage((root) => {
  if (root.querySelector("#receipt")) forget();
  const form = root.querySelector("form#story");
  if (!form) return;
  tellBelow(form);
  preview(form);
});

// tellBelow puts a line under the story: how many words it has, and when a draft of it was saved.
function tellBelow(form) {
  const story = form.elements.text;
  const row = form.querySelector(".told");
  const line = row.appendChild(document.createElement("p"));
  line.role = "status";
  const button = row.appendChild(document.createElement("button"));
  button.type = "button";
  button.className = "text";

  let words = "";
  const tell = () => {
    const text = [words, draft?.state].filter(Boolean).join(" ");
    if (line.textContent !== text) line.textContent = text;
    button.textContent = draft?.kept ? "Delete draft" : "Keep a draft on this device";
  };
  const draft = draftOf(form, tell);
  button.hidden = !draft;
  button.addEventListener("click", () => (draft.kept ? draft.drop() : draft.keep()));
  let waiting;
  const count = () => {
    const n = story.value.match(/\S+/g)?.length ?? 0;
    words = n === 0 ? "" : n === 1 ? "1 word." : `${n} words.`;
    tell();
  };
  story.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(count, pause);
  });
  count();
}
