/** What an agent's program is told when something can't be done: a status, a code of ours, a sentence. It never repeats what
 *  came in. Thrown by the helpdesk's verbs, written as problem+json by the routes. */
const PROBLEMS = {
  "session:none": [401, "Sign in first"], "code:missing": [401, "The code of the second step is missing"], "login:wrong": [401, "Name, password or code do not fit"],
  "login:later": [429, "Too many tries; wait a little"], "origin:foreign": [403, "This request does not come from the console's own page"],
  "right:missing": [403, "Your role or token does not allow this"], "conversation:unknown": [404, "There is no such conversation for you"],
  "conversation:held": [409, "A colleague holds this conversation"], "capacity:full": [409, "You hold as many conversations as you take at once"], "hold:stale": [409, "You hold this conversation no more"],
  "paper:stale": [409, "Somebody changed this meanwhile; look at it again"], "paper:unknown": [404, "There is no such thing"],
  "agent:unknown": [422, "There is no such colleague on shift"], "outcome:unknown": [422, "That outcome is not in the list"], "time:past": [422, "That time is not ahead, or too far"],
  "password:weak": [422, "Use at least 12 characters that are hard to guess"], "text:empty": [422, "There is nothing to send"], "review:own": [403, "A text is reviewed by somebody who did not write it"], "codes:set": [409, "Codes are set up already"],
  "body:invalid": [400, "The request does not have the right shape"], "body:large": [413, "That is too long"], "path:unknown": [404, "There is no such address"], "server:failed": [500, "Something failed on our side"],
} as const satisfies Record<string, readonly [number, string]>;
export type ProblemCode = keyof typeof PROBLEMS;
type More = { holder?: string; retryAt?: number };

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly more: More;
  constructor(code: ProblemCode, more: More = {}) {
    super(code);
    this.name = "Problem";
    this.code = code;
    this.more = more;
  }
}

export function written({ code, more }: Pick<Problem, "code" | "more">): { type: string; title: string; status: number; code: string } & More {
  const [status, title] = PROBLEMS[code];
  return { type: "about:blank", title, status, code, ...more };
}
