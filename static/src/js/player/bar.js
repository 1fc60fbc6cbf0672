// The bar at the bottom of pages that are not the episode's own, while it sounds or pauses there.
import { showPlay } from "./button.js";
import { clock } from "./clock.js";
import { active, here } from "./deck.js";
import { later } from "./later.js";
import { tell } from "./say.js";
import { audio, episode, length, load, pause, state, toggle, unload, watch } from "./sound.js";
import { troubles } from "./trouble.js";

const bar = document.createElement("section");
bar.className = "bar";
bar.ariaLabel = "Playing now";
bar.innerHTML = '<p><a></a><span class="mono"></span></p><button type="button" class="close" aria-label="Close the player">\u00d7</button>';
const [link, line, close] = bar.querySelectorAll("a, span, button");
const button = document.querySelector(".player .play").cloneNode(true);
bar.prepend(button);
document.body.append(bar);

button.addEventListener("click", toggle);
close.addEventListener("click", () => {
  pause();
  if (here) load(here.mine, here.start);
  else unload();
  document.querySelector("main").focus();
});

watch(bar, show);
audio.addEventListener("play", later);

// What sounds, or stands in the bar, would end with the page.
document.addEventListener("insider:leave", (event) => active() && event.preventDefault());
document.addEventListener("insider:page", () => tell(document.title));

function show() {
  bar.hidden = !active() || episode === here?.mine;
  if (bar.hidden) return;
  const is = state();
  const next = is === "finished" && episode.next;
  showPlay(button, episode);
  link.href = (next || episode).path;
  link.textContent = (next ? "Next: " : "") + (next || episode).title;
  line.textContent = troubles[is] ?? `${clock(audio.currentTime)} / ${clock(length())}`;
}
