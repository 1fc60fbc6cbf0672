// The sheet that lists the keys, with the switch that turns them off.
import { acts } from "./acts.js";
import { say } from "./say.js";
import { keep, recall } from "./storage.js";

const words = {
  play: "Play or pause",
  back: "Back 15 seconds",
  on: "On 30 seconds",
  next: "Next chapter",
  previous: "Previous chapter",
  slower: "Slower",
  faster: "Faster",
  mute: "Sound off or on",
  link: "Copy a link to this second",
  help: "This list",
};
let sheet;

document.addEventListener("insider:help", () => {
  sheet ??= make();
  sheet.querySelector("input").checked = recall("player").keys !== false;
  sheet.showModal();
});

function make() {
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.ariaLabel = "Keys";
  dialog.innerHTML =
    '<h2>Keys</h2><dl></dl><label class="choice"><input type="checkbox"> Use these keys</label>' +
    '<form method="dialog"><button class="button">Close</button></form>';
  const list = dialog.querySelector("dl");
  for (const [key, act] of Object.entries(acts)) {
    list.append(wrapped("dt", wrapped("kbd", key.replace(" ", "Space"))), wrapped("dd", words[act]));
  }
  dialog.querySelector("input").addEventListener("change", (event) => {
    keep("player", { keys: event.target.checked });
    say(event.target.checked ? "Keys are on" : "Keys are off");
  });
  document.body.append(dialog);
  return dialog;
}

function wrapped(name, content) {
  const element = document.createElement(name);
  element.append(content);
  return element;
}
