// What is needed only once something plays, or somebody asks for the keys, is loaded then, once.
const { later: module, sheet } = document.querySelector("script[data-later]").dataset;
let styled;

// later returns a promise that the styles are there.
export function later() {
  styled ??= new Promise((ready) => {
    import(module);
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = sheet;
    link.onload = link.onerror = ready;
    document.head.append(link);
  });
  return styled;
}
