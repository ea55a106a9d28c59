/** Named points at which the crash tests end this process with -9. Outside those tests each is one comparison. */
export const CRASH_POINTS = ["before-insert", "after-insert", "before-commit", "after-commit", "before-send", "after-send", "after-settle"] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** `PUENTE_CRASH_AT=point:n` ends the process at the n-th pass of that point; refused in production by the configuration. */
const [at, nth = "1"] = (process.env["NODE_ENV"] === "production" ? "" : process.env["PUENTE_CRASH_AT"] ?? "").split(":");
let passes = 0;

export function crashPoint(point: CrashPoint): void {
  if (point === at && ++passes === Number(nth)) process.kill(process.pid, "SIGKILL");
}
