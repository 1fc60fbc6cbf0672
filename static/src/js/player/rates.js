// The six speeds, and which of them an episode plays at.
import { recall } from "./storage.js";

export const rates = [0.8, 1, 1.25, 1.5, 1.75, 2];

// rateOf is the speed kept for an episode, else the one chosen last.
export const rateOf = (path) => [recall(path).rate, recall("player").rate].find((rate) => rates.includes(rate)) ?? 1;
