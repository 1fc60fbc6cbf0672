// The sleep timer: pauses after some minutes or at the end of the chapter.
import { say } from "./say.js";
import { audio, changed, chapterAt, episode, pause } from "./sound.js";

export let timer = ""; // minutes, "chapter", or "" for none
let due;
let end; // of the chapter, in seconds

export function setTimer(choice) {
  timer = choice;
  clearTimeout(due);
  if (timer === "chapter") findEnd();
  else if (timer) due = setTimeout(stop, timer * 60_000);
  changed();
}

function findEnd() {
  end = episode.chapters[chapterAt(audio.currentTime) + 1]?.start;
}

function stop() {
  pause();
  setTimer("");
  say("Paused by the sleep timer");
}

audio.addEventListener("seeking", () => timer === "chapter" && findEnd());
audio.addEventListener("timeupdate", () => timer === "chapter" && audio.currentTime >= end && stop());
audio.addEventListener("ended", () => setTimer(""));
