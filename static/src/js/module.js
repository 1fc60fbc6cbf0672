// An element that names a module gets it: what only a few pages need is loaded there alone.
import { onPage } from "./page.js";

onPage((root) => {
  for (const element of root.querySelectorAll("[data-module]")) import(element.dataset.module);
});
