// Enhancers of a page: they run on the document at start, and on each new <main> that takes the place of the old one while
// audio plays on.
const enhancers = [];

// onPage calls enhance(root) now and after each swap. It must touch only what is inside root.
export function onPage(enhance) {
  enhancers.push(enhance);
  enhance(document);
}

// swapped is told by whoever put a new main in place. It goes by an event, because each bundle has its own list.
export function swapped(main) {
  document.dispatchEvent(new CustomEvent("insider:page", { detail: main }));
}

document.addEventListener("insider:page", (event) => enhancers.forEach((enhance) => enhance(event.detail)));
