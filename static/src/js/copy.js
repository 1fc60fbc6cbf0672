import { say } from "./player/say.js";

// copy puts a text on the clipboard and says so; where that is not allowed, it shows the text to be copied by hand.
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    say(what + " copied");
  } catch {
    prompt(what, text);
  }
}
