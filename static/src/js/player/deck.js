// The player on an episode's page: a row of controls in the place of the native element.
import { onPage } from "../page.js";
import { showPlay } from "./button.js";
import { clock } from "./clock.js";
import { commands, copyLink } from "./commands.js";
import { listed, second } from "./link.js";
import { rateOf, rates } from "./rates.js";
import { seekbar } from "./seekbar.js";
import { audio, changed, chapterAt, episode, load, play, seek, state, watch } from "./sound.js";
import { setSpeed } from "./speed.js";
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
export const active = () => episode && (!audio.paused || episode !== here?.mine);

// deck connects the controls to the sound while it holds this episode. While it holds another one they wait at the start, and
// using them puts this episode in its place.
function deck(element) {
  const part = (selector) => element.querySelector(selector);
  const found = read(part);
  const mine = found.path === episode?.path ? episode : found;
  const kept = recall(mine.path);
  const start = found.start || (kept.at < mine.length ? kept.at : 0);
  const self = {
    part,
    mine,
    start,
    offer: found.start ? "Start at " : "Continue at ",
    heard: kept.finished,
    on: () => episode === mine,
    now: () => (self.on() ? audio.currentTime : start),
    jump(at) {
      if (self.on()) seek(at);
      else load(mine, at);
      play();
    },
  };
  if (!episode || state() === "idle") load(mine, start);
  listen(element, self);
  const draw = seekbar(part(".seek"), mine, self.now, (at) => (self.on() ? seek(at) : self.jump(at)));
  watch(element, () => show(element, self, draw));
  element.classList.add("scripted");
  return self;
}

// read takes facts and sound out of the markup. The first native element becomes the sound of the page; later ones go. Chapters
// stand in the list beside the player, or, in a frame, among the facts.
function read(part) {
  const native = part("audio");
  const source = native.firstElementChild.src.split("#")[0];
  if (native === audio) {
    audio.controls = false;
    audio.replaceChildren();
    document.body.append(audio);
  } else native.remove();
  const chapters = [...document.querySelectorAll(listed)].map((link) => ({ start: second(link), title: link.lastElementChild.textContent }));
  return { chapters, source, ...JSON.parse(part("script").textContent) };
}

function listen(element, { part, mine, start, on, now, jump }) {
  const [speed, sleep] = [part("[name=speed]"), part("[name=sleep]")];
  speed.append(...rates.map((rate) => new Option(rate + "\u00d7", rate)));
  speed.addEventListener("change", () => setSpeed(+speed.value, mine));
  sleep.addEventListener("change", () => setTimer(sleep.value));
  volume(part(".volume"));
  element.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act === "link") copyLink(mine, now());
    else if (act && on()) commands[act]();
    else if (act) jump(act === "restart" ? 0 : start);
  });
}

function show(element, { part, mine, start, offer, heard, on, now }, draw) {
  const at = now();
  const is = on() ? state() : "idle";
  const idle = is === "idle";
  const shown = is in troubles ? "trouble" : is === "finished" ? "then" : idle && at > 0 ? "offer" : "what";
  element.dataset.state = is;
  for (const p of part(".now").children) p.hidden = p.className !== shown;
  part(".what b").textContent = mine.chapters[chapterAt(at, mine)]?.title ?? "";
  part(".at").textContent = clock(at);
  part(".heard").hidden = !heard || !idle;
  part(".offer button").textContent = (at === start ? offer : "Start at ") + clock(at);
  part(".trouble span").textContent = troubles[is];
  part(".trouble button").hidden = is === "stalled";
  part("[name=speed]").value = on() ? audio.playbackRate : rateOf(mine.path);
  part("[name=sleep]").value = timer;
  showPlay(part(".play"), mine);
  draw(at, on());
}
