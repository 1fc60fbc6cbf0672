// The one live region of the page, outside <main> so that it stays, and the same for every bundle.
const region = document.querySelector("body > [role=status]") ?? document.createElement("p");
region.role = "status";
document.body.append(region);
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
