// Keys work wherever one is not typing, unless they are switched off.
import { acts } from "./acts.js";
import { commands } from "./commands.js";
import { later } from "./later.js";
import { episode } from "./sound.js";
import { recall } from "./storage.js";

const fields = "input:not([type=range]), textarea, select, [contenteditable], dialog";

commands.help = async () => {
  await later();
  document.dispatchEvent(new Event("insider:help"));
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!acts[key] || !episode || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.shiftKey && /[a-z ]/.test(key)) return;
  if (target.closest(fields) || (key === " " && target.closest("button, summary"))) return;
  if (recall("player").keys === false) return;
  event.preventDefault();
  commands[acts[key]]();
});
