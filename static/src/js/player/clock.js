// Places in audio as people read and hear them.

const parts = (s) => [Math.floor(s / 3600), Math.floor(s / 60) % 60, Math.floor(s) % 60];

// clock writes seconds as 12:30 or 1:02:03.
export function clock(s) {
  const [hours, ...rest] = parts(s);
  const two = rest.map((n) => String(n).padStart(2, "0")).join(":");
  return hours ? hours + ":" + two : two.replace(/^0/, "");
}

// spoken says seconds as "1 hour 2 minutes 3 seconds".
export function spoken(s) {
  const said = parts(s).map((n, i) => n && `${n} ${["hour", "minute", "second"][i]}${n > 1 ? "s" : ""}`);
  return said.filter(Boolean).join(" ") || "0 seconds";
}
