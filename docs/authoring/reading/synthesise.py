#!/usr/bin/env python3
"""Reads the scripts beside this file aloud: MP3, transcript and chapters of the show that ships.

A script has a head (file, title, artist, album, and if need be bitrate, rate and chapters: no), then "# Chapter" lines and "A: words" or "B: words" lines. Each spoken
line is synthesised on its own, so the times of the transcript are those of the audio, not estimates.
Needs espeak-ng and ffmpeg (Debian: apt-get install espeak-ng ffmpeg). Usage: synthesise.py [script.txt ...]
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import wave

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
VOICES = {"A": ["-v", "en-gb", "-p", "42", "-s", "152"], "B": ["-v", "en-gb-x-rp+f3", "-p", "52", "-s", "158"]}
PAUSE, CHAPTER_PAUSE = 0.40, 0.95  # seconds after a line, and after the last line of a chapter
SPOKEN = {"IT-OT": "I T O T", "IT/OT": "I T O T", "IT": "I T", "OT": "O T"}


def parse(text):
    """Returns the head and the spoken lines as (chapter, voice, words)."""
    head, lines, chapter = {}, [], ""
    for line in text.splitlines():
        if line.startswith("# "):
            chapter = line[2:]
        elif match := re.match(r"([AB]): (.*)", line):
            lines.append((chapter, *match.groups()))
        elif match := re.match(r"([a-z]+): (.*)", line):
            head[match[1]] = match[2]
    return head, lines


def speak(voice, words, out):
    said = re.sub(r"\b(?:IT-OT|IT/OT|IT|OT)\b", lambda m: SPOKEN[m[0]], words)
    subprocess.run(["espeak-ng", *VOICES[voice], "-g", "2", "-w", str(out), said], check=True)
    with wave.open(str(out)) as w:
        return w.getparams(), trim(w.readframes(w.getnframes()))


def trim(frames):
    """Cuts the silence that the synthesiser leaves at both ends (16-bit mono)."""
    samples = memoryview(frames).cast("h")
    loud = [i for i in range(0, len(samples)) if abs(samples[i]) > 120]
    return bytes(frames[2 * loud[0] : 2 * (loud[-1] + 1)])


def record(lines, work):
    """Returns sound parameters, all frames, cues (start, end, voice, words) and chapters (start, title)."""
    frames, cues, chapters, params = b"", [], [], None
    for i, (chapter, voice, words) in enumerate(lines):
        params, sound = speak(voice, words, work / f"{i}.wav")
        second = 2 * params.framerate
        if not chapters or chapters[-1][1] != chapter:
            chapters.append((len(frames) / second, chapter))
        start = len(frames) / second
        frames += sound
        cues.append((start, len(frames) / second, voice, words))
        last = i + 1 == len(lines) or lines[i + 1][0] != chapter
        frames += b"\0" * (2 * int(params.framerate * (CHAPTER_PAUSE if last else PAUSE)))
    return params, frames, cues, chapters


def clock(seconds):
    ms = round(seconds * 1000)
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def vtt(cues):
    blocks = ["WEBVTT"]
    for start, end, voice, words in cues:
        wrapped = "\n".join(textwrap.wrap(words, 64))
        blocks.append(f"{clock(start)} --> {clock(end)}\n<v Reader {voice}>{wrapped}</v>")
    return "\n\n".join(blocks) + "\n"


def chapters_json(title, chapters):
    rows = [{"startTime": round(start, 3), "title": name} for start, name in chapters]
    return json.dumps({"version": "1.2.0", "title": title, "chapters": rows}, indent=2, ensure_ascii=False) + "\n"


def metadata(head, chapters, length):
    """ffmpeg's own form of tags and chapters; it becomes ID3."""
    lines = [";FFMETADATA1"] + [f"{k}={head[k]}" for k in ("title", "artist", "album")]
    ends = [start for start, _ in chapters[1:]] + [length]
    for (start, title), end in zip(chapters, ends):
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={round(start * 1000)}", f"END={round(end * 1000)}", f"title={title}"]
    return "\n".join(lines) + "\n"


def encode(params, frames, head, meta, out, work):
    with wave.open(str(work / "all.wav"), "wb") as w:
        w.setparams(params)
        w.writeframes(frames)
    (work / "meta").write_text(meta)
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-i", work / "all.wav", "-i", work / "meta", "-map_metadata", "1", "-map_chapters", "1",
         "-af", "loudnorm=I=-19:TP=-2:LRA=7", "-ar", head.get("rate", "44100"), "-ac", "1", "-c:a", "libmp3lame", "-b:a", head.get("bitrate", "64k"),
         "-id3v2_version", "3", "-flags", "+bitexact", "-fflags", "+bitexact", out],
        check=True)  # fmt: skip


def make(script):
    head, lines = parse(script.read_text())
    out = ROOT / head["file"]
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        params, frames, cues, chapters = record(lines, work)
        length = len(frames) / (2 * params.framerate)
        encode(params, frames, head, metadata(head, chapters, length), out, work)
    out.with_name("transcript.vtt").write_text(vtt(cues))
    if head.get("chapters") != "no":
        out.with_name("chapters.json").write_text(chapters_json(head["title"], chapters))
    print(f"{head['file']}: {length:.1f} s, {out.stat().st_size} bytes, {len(cues)} cues, {len(chapters)} chapters")


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(HERE.glob("*.txt")):
        make(pathlib.Path(name))
