import { expect, test } from "@jest/globals";
import { createAttention } from "../../server/attention.ts";

test("whoever stood still listens since they woke; whoever did not, since the start", () => {
  let now = 1_000;
  const attention = createAttention(() => now);
  for (; now < 20_000; now += 500) expect(attention.since()).toBe(1_000);
  now += 60_000;
  const woke = now;
  expect(attention.since()).toBe(woke);
  now += 500;
  expect(attention.since()).toBe(woke);
  attention.end();
});
