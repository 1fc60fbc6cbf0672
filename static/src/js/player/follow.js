// Transcripts mark what is being said and, once that is chosen, scroll with it until somebody scrolls away.
import { onPage } from "../page.js";
import { audio, episode, watch } from "./sound.js";

const settling = 1000; // milliseconds in which a scroll is our own
const calm = matchMedia("(prefers-reduced-motion: reduce)");

onPage((root) => {
  for (const list of root.querySelectorAll(".turns")) follow(list);
});

function follow(list) {
  const rows = [...list.children].map((row) => {
    const link = row.querySelector("a[href*='?t=']");
    return { row, path: link.pathname, start: +new URL(link.href).searchParams.get("t") };
  });
  const end = +list.closest("[data-end]")?.dataset.end || Infinity;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small follow";
  button.textContent = "Follow";
  list.after(button);
  let current = list.querySelector(".now");
  let ours = 0;

  const following = () => button.ariaPressed === "true";
  const choose = (yes) => (button.ariaPressed = yes);
  const reach = () => {
    ours = performance.now() + settling;
    current?.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  };
  button.addEventListener("click", () => {
    choose(!following());
    if (following()) reach();
  });
  for (const type of ["wheel", "touchmove", "scroll"]) {
    const stop = () => {
      if (!list.isConnected) removeEventListener(type, stop);
      else if (type !== "scroll" || performance.now() > ours) choose(false);
    };
    addEventListener(type, stop, { passive: true });
  }
  choose(false);

  watch(list, () => {
    const mine = episode?.path === rows[0]?.path;
    button.hidden = !mine || !audio.played.length;
    if (!mine) return;
    const at = audio.currentTime;
    const now = at > 0 && at < end ? rows.findLast((r) => r.start <= at)?.row : undefined;
    if (now === current) return;
    for (const [row, is] of [[current, false], [now, true]]) {
      row?.classList.toggle("now", is);
      if (row) row.ariaCurrent = is || null;
    }
    current = now;
    if (following()) reach();
  });
}
