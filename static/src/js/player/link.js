// Links to a second of an episode.

// listed matches those in a list of chapters, which may have links to elsewhere too.
export const listed = ".chapters a[href*='?t=']:not(.about)";

export const second = (link) => +new URL(link.href).searchParams.get("t");
