// A draft of the story on this device: in local storage, only after somebody asked for it, and gone when the receipt is there.
const key = "insider story";
const pace = 2000; // milliseconds between two looks at what changed
const trap = "website"; // the field that people do not see

// draftOf returns what keeps a draft of the form; null where storage is switched off. tell is called when state changed.
export function draftOf(form, tell) {
  let saved = null; // the fields as they stand in storage
  const draft = {
    state: "", // what became of it, for people
    get kept() {
      return saved !== null;
    },
    keep() {
      const at = Date.now();
      const fields = read(form);
      try {
        localStorage.setItem(key, JSON.stringify({ at, fields }));
      } catch {
        return say("This device has no room for a draft.");
      }
      saved = JSON.stringify(fields);
      say(`Saved on this device ${clock(at)}.`);
    },
    drop() {
      forget();
      saved = null;
      say("Draft deleted.");
    },
  };
  const say = (state) => {
    draft.state = state;
    tell();
  };
  const save = () => form.isConnected && draft.kept && JSON.stringify(read(form)) !== saved && draft.keep();
  try {
    const { at, fields } = JSON.parse(localStorage.getItem(key)) ?? {};
    if (at && !form.elements.text.value) fill(form, fields);
    if (at) {
      saved = JSON.stringify(fields);
      draft.state = `Saved on this device ${clock(at)}.`;
    }
  } catch {
    return null;
  }
  const timer = setInterval(() => (form.isConnected ? save() : clearInterval(timer)), pace);
  addEventListener("pagehide", save);
  return draft;
}

// forget deletes the draft of this device.
export function forget() {
  try {
    localStorage.removeItem(key);
  } catch {
    // Without storage there is nothing to forget.
  }
}

function read(form) {
  const fields = Object.fromEntries(new FormData(form));
  delete fields[trap];
  return fields;
}

function fill(form, fields) {
  for (const field of form.elements) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = fields[field.name] === field.value;
    else if (field.name in fields) field.value = fields[field.name];
  }
}

// clock says a moment of today by its time, of another day with it.
function clock(at) {
  const today = new Date().toDateString() === new Date(at).toDateString();
  const day = today ? {} : { day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(document.documentElement.lang, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}
