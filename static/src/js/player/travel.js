// Where leaving a page would end something that goes on, links of this site put the next page in the place of <main>. Whatever
// goes wrong on the way becomes a normal load.
import { swapped } from "../page.js";

const patience = 10_000; // milliseconds for a page to come
const home = new URL(document.querySelector("a.mark")?.href ?? "/", location);
const noPage = /^(desk|embed|media|assets)(\/|$)|\.\w+$/; // below home
const described = "link:is([rel=canonical], [rel=alternate], [rel=prev], [rel=next]), meta[name=description], meta[name=robots]";

const address = () => location.pathname + location.search;
const scrolls = []; // how far each entry of the history was scrolled down
let entry = history.state?.entry ?? 0;
let shown = address();
let underway;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (!leadsOn(link) || document.dispatchEvent(new Event("insider:leave", { cancelable: true }))) return;
  event.preventDefault();
  visit(link.href, true);
});

addEventListener("popstate", (event) => {
  if (address() === shown) return;
  scrolls[entry] = scrollY;
  entry = event.state?.entry ?? 0;
  visit(location.href, false);
});

addEventListener("pagehide", () => (history.scrollRestoration = "auto"));

function leadsOn(link) {
  const within = link.origin === home.origin && link.pathname.startsWith(home.pathname);
  const place = link.hash && link.pathname + link.search === shown;
  return within && !place && !link.target && !link.hasAttribute("download") && !noPage.test(link.pathname.slice(home.pathname.length));
}

// visit shows another page, onward by a link or where the history went. A later visit takes over from one underway.
async function visit(url, onward) {
  underway?.abort();
  const mine = (underway = new AbortController());
  setTimeout(() => mine.abort(), patience);
  document.querySelector("main").ariaBusy = "true";
  history.scrollRestoration = "manual";
  try {
    const [page, final] = await fetchPage(url, mine.signal);
    await addStyles(page);
    if (underway !== mine) return;
    if (onward) {
      scrolls[entry++] = scrollY;
      scrolls[entry] = 0;
      history.pushState({ entry }, "", final);
    }
    swap(page);
    arrive(onward);
  } catch {
    if (underway !== mine) return;
    if (onward) location.assign(url);
    else location.reload();
  }
}

async function fetchPage(url, signal) {
  const answer = await fetch(url, { signal, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const html = answer.headers.get("Content-Type")?.startsWith("text/html");
  if (!answer.ok || !html || !answer.url.startsWith(home.href) || !page.querySelector("main h1")) throw new Error("no page");
  return [page, answer.url + new URL(url).hash];
}

// addStyles loads what the page needs and this one lacks.
function addStyles(page) {
  const links = [...page.querySelectorAll("link[rel=stylesheet]")];
  const missing = links.filter((link) => !document.querySelector(`link[href="${link.getAttribute("href")}"]`));
  const loading = missing.map((link) => {
    const loaded = new Promise((ready, failed) => Object.assign(link, { onload: ready, onerror: failed }));
    document.head.append(link);
    return loaded;
  });
  return Promise.all(loading);
}

function swap(page) {
  shown = address();
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  for (const old of document.head.querySelectorAll(described)) old.remove();
  document.head.append(...page.head.querySelectorAll(described));
  for (const part of [".menu", ".printed"]) document.querySelector(part)?.replaceWith(page.querySelector(part) ?? "");
  const main = page.querySelector("main");
  document.querySelector("main").replaceWith(main);
  swapped(main);
}

// arrive moves focus and view to where a normal load would have.
function arrive(onward) {
  const place = onward && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const focus = place || document.querySelector("main h1");
  if (focus.tabIndex < 0) focus.tabIndex = -1;
  focus.focus({ preventScroll: true });
  if (place) place.scrollIntoView();
  else scrollTo(0, scrolls[entry] ?? 0);
}
