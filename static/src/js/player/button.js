// The button that plays and pauses, in the deck and in the bar.
import { audio, episode, state } from "./sound.js";

export function showPlay(button, of) {
  const on = of === episode;
  const playing = on && !audio.paused && !audio.error;
  button.classList.toggle("playing", playing);
  button.ariaLabel = (playing ? "Pause " : "Play ") + of.name;
  button.ariaBusy = on && /loading|stalled/.test(state());
}
