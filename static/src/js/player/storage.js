// What stays in this browser: a record for each episode by its path, and one for the player itself. Where storage is
// denied, nothing is kept and nothing fails.

const key = (name) => "insider " + name;

export function recall(name) {
  try {
    return { ...JSON.parse(localStorage.getItem(key(name))) };
  } catch {
    return {};
  }
}

export function keep(name, facts) {
  try {
    localStorage.setItem(key(name), JSON.stringify({ ...recall(name), ...facts }));
  } catch {
    // As long as the page lives, the sound itself remembers.
  }
}
