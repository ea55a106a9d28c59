/** The store's contract on real servers: one Redis, and a cluster of three masters. */
import { afterAll, beforeAll, describe } from "@jest/globals";
import { silentLog } from "../../../server/log.ts";
import { openRedis } from "../../../server/store/redis.ts";
import type { Store } from "../../../server/store/store.ts";
import { holdMachine } from "../../contract/hold.ts";
import { storeContract } from "../../contract/store.ts";
import { startCluster, startRedis, type Redis } from "../../../bench/redis-server.ts";

const T = 1_790_000_000_000;

describe.each([["Redis", startRedis], ["a cluster of three", startCluster]] as const)("%s", (name, start) => {
  let redis: Redis;
  beforeAll(async () => { redis = await start(); }, 30_000);
  afterAll(() => redis.stop());

  const serve = (): Promise<Store> => openRedis(redis.url, { role: "server", now: () => T, log: silentLog });
  storeContract(name, async () => {
    await redis.ask("FLUSHALL");
    let store = await serve();
    return {
      store,
      reopen: async () => {
        await store.close();
        return store = await serve();
      },
      close: () => store.close(),
    };
  });

  holdMachine(name, async () => {
    await redis.ask("FLUSHALL");
    const store = await serve();
    return { store, close: () => store.close() };
  });
});
