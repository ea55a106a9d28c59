/** Calls a script on a conversation's shard, or on each; and passes on what it says became due. */
import { SHARDS } from "./numbers.ts";
import { personOf } from "../sqlite/codes.ts";
import { text, type Argument, type Link, type Reply } from "./link.ts";
import { INDEXES, type Index } from "./due.ts";

export const shardOf = (conversation: number): number => personOf(conversation) % SHARDS;

export type Shards = ReturnType<typeof createShards>;

/** `me`: names this process on the line of hints, so that it need not hear itself. */
export function createShards(link: Link, prefix: string, me: string, due: (index: Index, shard: number, at: number, conversation: number) => void) {
  const base = (shard: number): string => `${prefix}{${shard}}`;
  const of = (shard: number, script: string, ...args: Argument[]): Promise<Reply> => link.script(script, base(shard), me, ...args);

  function hints(shard: number, said: Reply | undefined): void {
    const words = text(said).split(" ");
    for (let n = 1; n + 2 < words.length; n += 3) if ((INDEXES as readonly string[]).includes(words[n]!)) due(words[n] as Index, shard, Number(words[n + 1]), Number(words[n + 2]));
  }

  return {
    base, of, hints,
    ask: (conversation: number, script: string, ...args: Argument[]): Promise<Reply> => of(shardOf(conversation), script, ...args),
    /** One after the other in small bunches: each shard's answer. */
    async each<T>(what: (shard: number) => Promise<T>): Promise<T[]> {
      return Promise.all(Array.from({ length: SHARDS }, (_, shard) => what(shard)));
    },
    /** What another process said: its name, the shard, and of each index the time and the conversation. */
    heard(line: string): void {
      const [who, shard, ...rest] = line.split(" ");
      if (who !== me) hints(Number(shard), ` ${rest.join(" ")}`);
    },
  };
}
