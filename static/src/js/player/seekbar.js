// The seek bar: one native range input over the chart, which shows what was played, what is loaded, and where one points.
import { clock, spoken } from "./clock.js";
import { audio, chapterAt, length } from "./sound.js";

const steps = { ArrowRight: 5, ArrowUp: 5, ArrowLeft: -5, ArrowDown: -5, PageUp: 60, PageDown: -60, Home: -Infinity, End: Infinity };

// seekbar returns the function that draws a moment. go is called with the second that was chosen.
export function seekbar(box, of, now, go) {
  const [track, tip, loaded] = [".track", ".tip", ".loaded"].map((part) => box.querySelector(part));
  const played = box.querySelector(".played"), cursor = box.querySelector(".cursor");
  const percent = (at) => (at / length(of) || 0) * 100 + "%"; // 0 while the length is unknown
  let held = false;

  const paint = (at) => {
    played?.setAttribute("width", at ? percent(at) : "100%");
    for (const end of ["x1", "x2"]) cursor?.setAttribute(end, percent(at));
  };
  const name = (at) => {
    track.value = at;
    track.ariaValueText = `${spoken(at)} of ${wholeMinutes(length(of))}`;
  };
  const point = (at) => {
    tip.hidden = false;
    tip.textContent = [clock(at), of.chapters[chapterAt(at, of)]?.title].filter(Boolean).join(" ");
    tip.style.left = percent(at);
    tip.style.translate = "-" + percent(at);
  };

  track.addEventListener("keydown", (event) => {
    const by = steps[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go(now() + by);
  });
  track.addEventListener("input", () => {
    held = true;
    paint(track.valueAsNumber);
    point(track.valueAsNumber);
  });
  track.addEventListener("change", () => {
    held = false;
    tip.hidden = true;
    go(track.valueAsNumber);
  });
  track.addEventListener("focus", () => name(now()));
  box.addEventListener("pointermove", (event) => {
    const { left, width } = box.getBoundingClientRect();
    if (!held) point(Math.min(Math.max((event.clientX - left) / width, 0), 1) * length(of));
  });
  box.addEventListener("pointerleave", () => (tip.hidden = true));

  return (at, mine) => {
    track.max = length(of);
    if (held) return;
    paint(at);
    // A screen reader speaks each new value of what has the focus: it hears where one went, not each second.
    if (track !== document.activeElement || audio.paused || audio.seeking) name(at);
    const buffered = mine ? around(at) : [0, 0];
    loaded.style.left = percent(buffered[0]);
    loaded.style.width = percent(buffered[1] - buffered[0]);
  };
}

const wholeMinutes = (s) => spoken(s < 60 ? s : Math.round(s / 60) * 60);

// around returns the loaded range at a moment.
function around(at) {
  const ranges = audio.buffered;
  for (let i = 0; i < ranges.length; i++) {
    if (ranges.start(i) <= at && at <= ranges.end(i)) return [ranges.start(i), ranges.end(i)];
  }
  return [0, 0];
}
