// Transcripts mark what is being said and, once that is chosen, scroll with it until somebody scrolls away.
import { onPage } from "../page.js";

const audio = document.querySelector("body > audio");
const settling = 1000; // milliseconds after which a scroll that goes on from ours is somebody's
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let here; // the transcript of this page
let ours = 0; // until when a scroll is our own

onPage((root) => {
  const list = root.querySelector(".turns");
  here = list && transcript(list);
  here?.mark();
});

for (const type of ["timeupdate", "seeking", "emptied"]) audio.addEventListener(type, () => here?.mark());
for (const type of ["wheel", "touchmove"]) addEventListener(type, () => here?.follow(false), { passive: true });
addEventListener("scroll", scrolled, { passive: true });

function scrolled() {
  if (performance.now() > ours) here?.follow(false);
  else ours = performance.now() + settling;
}

function transcript(list) {
  const cues = [...list.querySelectorAll("[data-at]")];
  const path = list.querySelector("a[href*='?t=']").pathname;
  const end = +list.closest("[data-end]")?.dataset.end || Infinity;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small follow";
  button.textContent = "Follow";
  list.after(button);
  let current;

  const reach = () => {
    ours = performance.now() + settling;
    current?.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  };
  const follow = (yes) => {
    button.ariaPressed = yes;
    if (yes) reach();
  };
  const mark = () => {
    button.hidden = audio.episode?.path !== path;
    if (button.hidden) return;
    const at = audio.currentTime;
    const cue = at > 0 && at < end ? cues.findLast((c) => c.dataset.at <= at) : undefined;
    if (cue === current) return;
    current = cue;
    for (const old of list.querySelectorAll(".now")) old.classList.remove("now");
    for (const now of [cue, cue?.closest("li")]) now?.classList.add("now");
    if (button.ariaPressed === "true") reach();
  };
  button.addEventListener("click", () => follow(button.ariaPressed !== "true"));
  follow(false);
  return { follow, mark };
}
