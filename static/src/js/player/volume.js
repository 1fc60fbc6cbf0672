// Mute and volume, where the program may set it: phones and tablets have keys of their own, and say 1 whatever is set.
import { audio, watch } from "./sound.js";

export function volume(box) {
  const slider = box.querySelector("input");
  const trial = new Audio();
  trial.volume = 0.5;
  box.hidden = trial.volume !== 0.5;
  slider.addEventListener("input", () => {
    audio.volume = slider.value;
    audio.muted = false;
  });
  watch(box, () => {
    box.querySelector("button").ariaPressed = audio.muted;
    slider.value = audio.muted ? 0 : audio.volume;
  });
}
