// What scripts add to forms that work without them: one press sends once, and the form for the letter is answered where it
// stands.
const patience = 8000; // milliseconds until another press counts again

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  const restore = send(form, event.submitter);
  const place = form.closest(".in-place");
  if (!place) return;
  event.preventDefault();
  answer(form, place).catch(() => form.submit()).finally(restore);
}, true);

// send shows that a form is on its way. What it returns takes that back.
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
  return restore;
}

// answer sends a form and puts what the page that answers has in its place. A page without one is an error.
async function answer(form, place) {
  const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = page.querySelector(".in-place");
  const heading = place.closest("section, main").querySelector("h1, h2");
  heading.textContent = (next.querySelector("[type=email]") ? place : next).dataset.heading;
  heading.tabIndex = -1;
  const focused = next.querySelector("[autofocus], [type=email]") ?? heading;
  focused.autofocus = false; // what comes later takes the focus only when it is given
  place.replaceChildren(...next.childNodes);
  focused.focus();
  document.title = (response.ok ? "" : "Error: ") + document.title.replace(/^Error: /, "");
}
