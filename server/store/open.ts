/** Which store an address means. Each is loaded only where it is used. */
import type { Millis } from "../../flows/ids.ts";
import type { Log } from "../log.ts";
import type { Store } from "./store.ts";

export type OpenOptions = { role: "server" | "admin"; now?: () => Millis; log: Log; production?: boolean };

export const STORES = /^(sqlite:|rediss?:\/\/.|rediss?-cluster:\/\/.)/;

/** `sqlite:PATH`, `redis://…`, `rediss://…`, `redis-cluster://host:port,host:port`. */
export async function openStore(url: string, { role, log, production = false, ...clock }: OpenOptions): Promise<Store> {
  if (url.startsWith("sqlite:")) return (await import("./sqlite.ts")).openSqlite(pathOf(url), { role, ...clock });
  return (await import("./redis.ts")).openRedis(url, { role, log, production, ...clock });
}

const pathOf = (url: string): string => url.slice("sqlite:".length).replace(/^\/\/(?=\/)/, "");

/** For people to read. */
export const withoutPassword = (url: string): string => url.startsWith("sqlite:") ? url : url.replace(/\/\/[^/]*@/, "//");
export const storeName = (url: string): string => url.startsWith("sqlite:") ? pathOf(url) : withoutPassword(url);
