// Loaded once something plays: transcripts that follow, and pages that change without an end to the sound.
import "./player/follow.js";
import "./player/travel.js";
