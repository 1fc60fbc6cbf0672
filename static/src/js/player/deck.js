// The player on an episode's page: a row of controls in the place of the native element.
import { onPage } from "../page.js";
import { showPlay } from "./button.js";
import { clock } from "./clock.js";
import { commands, copyLink } from "./commands.js";
import { seekbar } from "./seekbar.js";
import { audio, changed, chapterAt, episode, load, play, seek, state, watch } from "./sound.js";
import { rateOf, setSpeed, speeds } from "./speed.js";
import { recall } from "./storage.js";
import { setTimer, timer } from "./timer.js";
import { troubles } from "./trouble.js";
import { volume } from "./volume.js";

export let here; // the deck of this page, undefined where there is none

onPage((root) => {
  const element = root.querySelector(".player");
  here = element ? deck(element) : undefined;
  changed();
});

// active tells whether something plays, or stands in the bar.
export const active = () => episode && (!audio.paused || episode !== here?.episode);

function deck(element) {
  const part = (selector) => element.querySelector(selector);
  const found = read(part);
  const mine = found.path === episode?.path ? episode : found;
  const saved = recall(mine.path).at;
  const start = found.start || (saved < mine.length ? saved : 0);
  const on = () => episode === mine;
  const now = () => (on() ? audio.currentTime : start);
  const take = (at) => {
    load(mine, at);
    play();
  };
  const jump = (at) => {
    if (!on()) return take(at);
    seek(at);
    play();
  };

  element.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act === "link") copyLink(mine, now());
    else if (act && on()) commands[act]();
    else if (act) take(act === "restart" ? 0 : start);
  });
  const draw = seekbar(part(".seek"), mine, now, (at) => (on() ? seek(at) : take(at)));
  const [speed, sleep] = [part("[name=speed]"), part("[name=sleep]")];
  speed.append(...speeds.map((rate) => new Option(rate + "\u00d7", rate)));
  speed.addEventListener("change", () => setSpeed(+speed.value, mine));
  sleep.addEventListener("change", () => setTimer(sleep.value));
  volume(part(".volume"));

  if (!episode || state() === "idle") load(mine, start);
  watch(element, () => {
    const at = now();
    const is = on() ? state() : "idle";
    element.dataset.state = is;
    const shown = is in troubles ? "trouble" : is === "finished" ? "then" : is === "idle" && at > 0 ? "offer" : "what";
    for (const p of part(".now").children) p.hidden = p.className !== shown;
    showPlay(part(".play"), mine);
    draw(at, on());
    part(".what b").textContent = mine.chapters?.[chapterAt(at, mine)]?.title ?? "";
    part(".at").textContent = clock(at);
    part(".offer button").textContent = `${at === saved && !found.start ? "Continue" : "Start"} at ${clock(at)}`;
    part(".trouble span").textContent = troubles[is];
    part(".trouble button").hidden = is === "stalled";
    speed.value = on() ? audio.playbackRate : rateOf(mine.path);
    sleep.value = timer;
  });
  element.classList.add("scripted");
  return { episode: mine, start, jump };
}

// read takes facts and sound out of the markup. The first native element becomes the sound of the page; later ones go.
function read(part) {
  const native = part("audio");
  const source = native.firstElementChild.src.split("#")[0];
  if (native === audio) {
    audio.controls = false;
    audio.replaceChildren();
    document.body.append(audio);
  } else native.remove();
  return { ...JSON.parse(part("script").textContent), source };
}
