// What scripts add to forms that work without them: one press sends once, a story's words are counted, and the line under a
// story shows as it will stand.
const patience = 8000; // milliseconds until another press counts again

for (const form of document.querySelectorAll("main form")) {
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

const story = document.querySelector("textarea#text");
if (story) {
  const count = document.createElement("p");
  count.className = "hint";
  count.role = "status";
  story.after(count);
  let waiting;
  const tell = () => {
    const n = story.value.match(/\S+/g)?.length ?? 0;
    count.textContent = n === 0 ? "" : n === 1 ? "1 word" : `${n} words`;
  };
  story.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, 1000);
  });
  tell();
}

const line = document.querySelector("[data-credit]");
if (line) {
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
