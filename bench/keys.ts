/** The secrets and ids that the bench and the servers it measures agree on. They open nothing: every address they are used
 *  with is this machine's own. Derived, so that no string in here looks like a real one. */
import { createHash } from "node:crypto";

const hex = (of: string): string => createHash("sha256").update("puente bench " + of).digest("hex");

export const KEYS = {
  appSecret: hex("app secret").slice(0, 32),
  verifyToken: hex("verify token").slice(0, 16),
  accessToken: hex("access token"),
  phoneId: "100000000000001",
  businessId: "100000000000002",
  ourPhone: "5072000001",
  accountSid: "AC" + hex("account").slice(0, 32),
  authToken: hex("auth token").slice(0, 32),
  dataKey: createHash("sha256").update("puente bench data key").digest("base64"),
} as const;
