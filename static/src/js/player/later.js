// What is needed only once something plays, or somebody asks for the keys, is loaded then, once.
const { later: module, sheet } = document.querySelector("script[data-later]").dataset;
let loading;

// later returns a promise that all of it is there.
export function later() {
  loading ??= Promise.all([import(module), style()]);
  return loading;
}

function style() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = sheet;
  document.head.append(link);
  return new Promise((ready) => (link.onload = link.onerror = ready));
}
