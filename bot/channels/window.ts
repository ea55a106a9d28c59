/** WhatsApp's 24-hour window: how long a person may be written to freely after their last message. One function for
 *  everything that asks. It counts from the person's own timestamp, not from when the message reached us. */
import type { Millis } from "../../flows/ids.ts";

/** 24 h: Meta's customer service window. */
export const WINDOW: Millis = 24 * 60 * 60 * 1000;

/** When the window closes, as milliseconds UTC. At this very moment it is closed. */
export function windowEndsAt(lastHeardAt: Millis): Millis {
  return lastHeardAt + WINDOW;
}

/** Whether a free message may go out at `at`. Never heard from (`0`), or an unknown time, is closed. */
export function windowOpen(lastHeardAt: Millis, at: Millis): boolean {
  return lastHeardAt > 0 && at < windowEndsAt(lastHeardAt);
}
