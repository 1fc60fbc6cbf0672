// The speed one chooses is kept for the episode, and for episodes that have none of their own.
import { rates } from "./rates.js";
import { say } from "./say.js";
import { audio, episode } from "./sound.js";
import { keep } from "./storage.js";

export function setSpeed(rate, of = episode) {
  keep(of.path, { rate });
  keep("player", { rate });
  if (of === episode) audio.defaultPlaybackRate = audio.playbackRate = rate;
}

// step goes to the next slower or faster speed and says it.
export function step(by) {
  const rate = rates[rates.indexOf(audio.playbackRate) + by];
  if (rate) setSpeed(rate);
  say("Speed " + audio.playbackRate);
}
