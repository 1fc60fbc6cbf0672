// Which key does what, in the words of data-do.
export const acts = {
  " ": "play",
  k: "play",
  j: "back",
  l: "on",
  n: "next",
  p: "previous",
  "<": "slower",
  ">": "faster",
  m: "mute",
  t: "link",
  "?": "help",
};
