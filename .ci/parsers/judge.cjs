// Reads podcast feeds with three parsers written by others and prints what each of them found, as JSON: one entry for each
// file named on the command line. NODE_PATH says where the parsers are.
"use strict";
const { readFileSync } = require("node:fs");
process.env.PARTYTIME_LOG = "silent";
const partytime = require("podcast-partytime");
const feedsmith = require("feedsmith");
const podparse = require("podparse");

const seconds = (date) => Math.floor(new Date(date).getTime() / 1000);
const item = (guid, enclosure, date) => ({
  guid,
  url: enclosure.url,
  bytes: Number(enclosure.length),
  type: enclosure.type,
  date: seconds(date),
});

const parsers = {
  partytime(xml) {
    const f = partytime.parseFeed(xml);
    return {
      guid: f.guid,
      title: f.title,
      items: f.items.map((x) => item(x.guid, x.enclosure, x.pubDate)),
      elements: Object.values(f.__phaseSupport ?? f.pc20support ?? {}).flat(),
    };
  },
  feedsmith(xml) {
    const { feed: f } = feedsmith.parseFeed(xml);
    return {
      guid: f.podcast.guid,
      title: f.title,
      items: (f.items ?? []).map((x) => item(x.guid.value, x.enclosures[0], x.pubDate)),
    };
  },
  podparse(xml) {
    const f = (podparse.default ?? podparse)(xml);
    return { guid: f.meta.guid, title: f.meta.title, items: f.episodes.map((x) => item(x.guid, x.enclosure, x.pubDate)) };
  },
};

const judge = (file) => {
  const xml = readFileSync(file, "utf8");
  const found = {};
  for (const [name, parse] of Object.entries(parsers)) {
    try {
      found[name] = parse(xml);
    } catch (error) {
      found[name] = { error: String(error) };
    }
  }
  return found;
};

process.stdout.write(JSON.stringify(process.argv.slice(2).map(judge)));
