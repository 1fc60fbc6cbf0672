// What is said, and shown, when the sound does not play as asked.
import { tell } from "./say.js";
import { audio, episode, state, watch } from "./sound.js";

export const troubles = {
  stalled: "Waiting for the network",
  offline: "You are offline. Playing goes on when the network is back.",
  error: "This audio could not be loaded. Try again or download it.",
};

let last;

watch(audio, () => {
  const now = episode && state();
  if (now === last) return;
  last = now;
  if (now in troubles) tell(troubles[now]);
  if (now === "finished") tell(`${episode.name} has ended.` + (episode.next ? ` Next: ${episode.next.name}, ${episode.next.title}.` : ""));
});
