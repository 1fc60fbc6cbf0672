// Every public page.
import "./theme.js";
import "./form.js";
import "./share.js";
import "./module.js";
