// Lists of chapters mark the one being heard, and links to a second of an episode that is here play it from there.
import { onPage } from "../page.js";
import { here } from "./deck.js";
import { listed, second } from "./link.js";
import { audio, chapterAt, episode, play, seek, watch } from "./sound.js";

onPage((root) => {
  const links = [...root.querySelectorAll(listed)];
  if (links.length) watch(links[0], () => links[0].pathname === episode?.path && mark(links));
});

function mark(links) {
  const at = audio.currentTime;
  const chapter = at > 0 && episode.chapters[chapterAt(at)];
  for (const link of links) {
    if (chapter && second(link) === chapter.start) link.ariaCurrent = "true";
    else link.removeAttribute("aria-current");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href*='?t=']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const at = second(link);
  if (!(at >= 0) || link.host !== location.host) return;
  if (link.pathname === episode?.path) {
    seek(at);
    play();
  } else if (link.pathname === here?.mine.path) here.jump(at);
  else return;
  event.preventDefault();
});
