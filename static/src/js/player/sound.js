// The one sound of a page: an audio element that outlives <main>, the episode it holds, and the state it is in.
import { rateOf } from "./rates.js";
import { keep } from "./storage.js";

export const audio = document.querySelector(".player audio");
export let episode; // as in the player's facts, undefined after the bar was closed; other bundles read it off the element

const views = new Set();
const patience = 1000; // milliseconds without data until it counts as waiting
let slow, waiting;
let begun = false; // some of it was heard
let wanted = false; // somebody pressed play, and not pause since

// watch calls view now and after everything that happens to the sound, as long as the element is on the page.
export function watch(element, view) {
  views.add({ element, view });
  view();
}

export function changed() {
  for (const v of views) v.element.isConnected ? v.view() : views.delete(v);
}

// load puts an episode in, ready at a moment. Nothing is fetched before it plays.
export function load(next, at) {
  save();
  begun = false;
  episode = audio.episode = next;
  audio.src = next.source;
  audio.defaultPlaybackRate = audio.playbackRate = rateOf(next.path);
  audio.currentTime = at;
  changed();
}

// unload empties the element and forgets the episode.
export function unload() {
  save();
  begun = false;
  episode = audio.episode = undefined;
  audio.removeAttribute("src");
  audio.load();
  changed();
}

// play starts, after a failure with a new attempt at the same place. What goes wrong arrives as an event.
export function play() {
  wanted = true;
  if (audio.error) {
    const at = audio.currentTime;
    audio.load();
    audio.currentTime = at;
  }
  audio.play().catch(changed);
}

export function pause() {
  wanted = false;
  audio.pause();
}

export const toggle = () => (audio.paused || audio.error ? play() : pause());

// length is in seconds, as the file says once it is known.
export const length = (of = episode) => (of === episode && audio.duration) || of.length;

export function seek(to) {
  audio.currentTime = Math.min(Math.max(to, 0), length());
  changed();
}

// state is idle, loading, playing, paused, stalled, error, finished or offline.
export function state() {
  if (!navigator.onLine && (audio.error || slow)) return "offline";
  if (audio.error) return "error";
  if (audio.ended) return "finished";
  if (audio.paused) return begun ? "paused" : "idle";
  if (slow) return "stalled";
  return begun && audio.readyState > 0 ? "playing" : "loading";
}

// chapterAt returns the index of the chapter at a moment, -1 before the first.
export const chapterAt = (at, of = episode) => of.chapters.findLastIndex((c) => c.start <= at);

// save keeps the position of what has been played.
export function save() {
  if (!begun) return;
  keep(episode.path, { at: audio.ended ? 0 : Math.floor(audio.currentTime), finished: audio.ended });
}

function wait(event) {
  clearTimeout(waiting);
  slow = false;
  if (event.type === "playing") begun = true;
  if (event.type === "waiting") {
    waiting = setTimeout(() => {
      slow = audio.readyState < 3;
      changed();
    }, patience);
  }
}

for (const type of ["waiting", "playing", "pause", "emptied", "ended"]) audio.addEventListener(type, wait);
for (const type of [
  "play", "pause", "playing", "waiting", "seeking", "seeked", "timeupdate", "progress",
  "durationchange", "ratechange", "volumechange", "ended", "error", "emptied",
]) audio.addEventListener(type, changed);
addEventListener("offline", changed);
addEventListener("online", () => (audio.error && wanted ? play() : changed()));
