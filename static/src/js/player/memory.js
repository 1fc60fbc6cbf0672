// Positions are kept every five seconds, on pause, at the end, and when the page goes out of sight.
import { audio, save } from "./sound.js";

const every = 5;
let kept = 0;

audio.addEventListener("timeupdate", () => {
  if (Math.abs(audio.currentTime - kept) < every) return;
  kept = audio.currentTime;
  save();
});
for (const type of ["pause", "ended"]) audio.addEventListener(type, save);
addEventListener("pagehide", save);
document.addEventListener("visibilitychange", () => document.hidden && save());
