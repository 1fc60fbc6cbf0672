// Keys work wherever one is not typing, unless they are switched off. The sheet lists them.
import { commands } from "./commands.js";
import { later } from "./later.js";
import { say } from "./say.js";
import { episode } from "./sound.js";
import { keep, recall } from "./storage.js";

const keys = [
  ["Space", "play", "Play or pause", " "],
  ["k", "play", "Play or pause"],
  ["j", "back", "Back 15 seconds"],
  ["l", "on", "On 30 seconds"],
  ["n", "next", "Next chapter"],
  ["p", "previous", "Previous chapter"],
  ["<", "slower", "Slower"],
  [">", "faster", "Faster"],
  ["m", "mute", "Sound off or on"],
  ["t", "link", "Copy a link to this second"],
  ["?", "help", "This list"],
];
const acts = Object.fromEntries(keys.map(([name, act, , key]) => [key ?? name, act]));
const fields = "input:not([type=range]), textarea, select, [contenteditable], dialog";
let sheet;

commands.help = async () => {
  await later();
  sheet ??= makeSheet();
  sheet.querySelector("input").checked = recall("player").keys !== false;
  sheet.showModal();
};

document.addEventListener("keydown", (event) => {
  const act = acts[event.key];
  if (!act || !episode || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.shiftKey && /[a-z ]/.test(event.key)) return;
  if (event.target.closest(fields) || (event.key === " " && event.target.closest("button, summary"))) return;
  if (recall("player").keys === false) return;
  event.preventDefault();
  commands[act]();
});

function makeSheet() {
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.ariaLabel = "Keys";
  dialog.innerHTML =
    "<h2>Keys</h2><dl>" +
    keys.map(([name, , what]) => `<dt><kbd>${name.replace("<", "&lt;")}</kbd></dt><dd>${what}</dd>`).join("") +
    '</dl><label class="choice"><input type="checkbox"> Use these keys</label>' +
    '<form method="dialog"><button class="button">Close</button></form>';
  dialog.querySelector("input").addEventListener("change", (event) => {
    keep("player", { keys: event.target.checked });
    say(event.target.checked ? "Keys are on" : "Keys are off");
  });
  document.body.append(dialog);
  return dialog;
}
