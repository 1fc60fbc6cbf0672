// What buttons, keys and the system's media controls can do to the sound. The names are those of data-do in the markup.
import { copy } from "../copy.js";
import { clock } from "./clock.js";
import { audio, chapterAt, episode, pause, play, seek, toggle } from "./sound.js";
import { step } from "./speed.js";

const back = -15, on = 30; // seconds
const again = 3; // seconds into a chapter after which "previous" means its own start

export const commands = {
  play: toggle,
  start: play,
  pause,
  back: () => skip(back),
  on: () => skip(on),
  previous: () => toChapter(chapterAt(audio.currentTime - again)),
  next: () => toChapter(chapterAt(audio.currentTime) + 1),
  slower: () => step(-1),
  faster: () => step(1),
  restart: () => {
    seek(0);
    play();
  },
  mute: () => {
    audio.muted = !audio.muted;
  },
  link: () => copyLink(episode, audio.currentTime),
};

// Other bundles order by an event.
document.addEventListener("insider:do", (event) => commands[event.detail]());

function skip(by) {
  seek(audio.currentTime + by);
}

function toChapter(i) {
  const chapter = episode.chapters[Math.max(i, 0)];
  if (chapter) seek(chapter.start);
}

export const copyLink = (of, at) => copy(new URL(of.path + "?t=" + Math.floor(at), location).href, "Link to " + clock(at));
