// Loaded once something plays, or somebody asks for the keys: transcripts that follow, the system's media controls, the sheet of
// keys, and pages that change without an end to the sound.
import "./player/follow.js";
import "./player/session.js";
import "./player/sheet.js";
import "./player/travel.js";
