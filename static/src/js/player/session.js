// The system's own media controls: lock screen, headset, keyboard.
import { commands, skip } from "./commands.js";
import { audio, episode, length, pause, play, seek, watch } from "./sound.js";

const system = navigator.mediaSession;
const handlers = {
  play,
  pause,
  seekbackward: (d) => (d.seekOffset ? skip(-d.seekOffset) : commands.back()),
  seekforward: (d) => (d.seekOffset ? skip(d.seekOffset) : commands.on()),
  seekto: (d) => seek(d.seekTime),
  previoustrack: commands.previous,
  nexttrack: commands.next,
};
let shown;

if (system) {
  for (const [name, handler] of Object.entries(handlers)) {
    try {
      system.setActionHandler(name, handler);
    } catch {
      // The browser does not know this one.
    }
  }
  watch(audio, show);
}

function show() {
  if (episode !== shown) {
    shown = episode;
    system.metadata = episode
      ? new MediaMetadata({ title: episode.title, artist: episode.show, artwork: episode.covers ?? [] })
      : null;
  }
  if (!episode) return system.setPositionState?.();
  const duration = length();
  const position = Math.min(audio.currentTime, duration);
  if (duration) system.setPositionState?.({ duration, position, playbackRate: audio.playbackRate });
}
