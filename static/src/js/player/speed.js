// Six speeds. The one chosen is kept for the episode, and for episodes that have none of their own.
import { say } from "./say.js";
import { audio, episode } from "./sound.js";
import { keep, recall } from "./storage.js";

export const speeds = [0.8, 1, 1.25, 1.5, 1.75, 2];

export const rateOf = (path) => recall(path).rate ?? recall("player").rate ?? 1;

export function setSpeed(rate, of = episode) {
  keep(of.path, { rate });
  keep("player", { rate });
  if (of === episode) audio.defaultPlaybackRate = audio.playbackRate = rate;
}

// step goes to the next slower or faster speed and says it.
export function step(by) {
  const rate = speeds[speeds.indexOf(audio.playbackRate) + by];
  if (rate) setSpeed(rate);
  say("Speed " + audio.playbackRate);
}
