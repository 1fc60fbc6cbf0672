// Every public page.
import "./theme.js";
import "./form.js";
import "./module.js";
