// The one live region of the page, outside <main> so that it stays. Each bundle has this module; the first makes the region.

const region = document.querySelector("body > [role=status]") ?? document.body.appendChild(document.createElement("p"));
region.role = "status";
let fading;

// tell is for ears alone: for what eyes see elsewhere.
export function tell(text) {
  region.className = "hidden";
  region.replaceChildren(text);
}

// say is for eyes as well, for some seconds.
export function say(text) {
  tell(text);
  region.className = "said";
  clearTimeout(fading);
  fading = setTimeout(() => (region.className = "hidden"), 4000);
}
