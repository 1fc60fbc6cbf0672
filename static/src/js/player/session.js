// The system's own media controls: lock screen, headset, keyboard.
const audio = document.querySelector("body > audio");
const system = navigator.mediaSession;
const order = (act) => document.dispatchEvent(new CustomEvent("insider:do", { detail: act }));
const skip = (by) => (audio.currentTime += by);
const handlers = {
  play: () => order("start"),
  pause: () => order("pause"),
  seekbackward: (d) => (d.seekOffset ? skip(-d.seekOffset) : order("back")),
  seekforward: (d) => (d.seekOffset ? skip(d.seekOffset) : order("on")),
  seekto: (d) => (audio.currentTime = d.seekTime),
  previoustrack: () => order("previous"),
  nexttrack: () => order("next"),
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
  for (const type of ["playing", "seeked", "ratechange", "durationchange", "emptied"]) audio.addEventListener(type, show);
  show();
}

function show() {
  const { episode, duration, currentTime, playbackRate } = audio;
  if (episode !== shown) {
    shown = episode;
    system.metadata = episode
      ? new MediaMetadata({ title: episode.title, artist: episode.show, artwork: episode.covers ?? [] })
      : null;
  }
  if (duration) system.setPositionState?.({ duration, playbackRate, position: Math.min(currentTime, duration) });
  else system.setPositionState?.();
}
