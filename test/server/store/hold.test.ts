import { openSqlite } from "../../../server/store/sqlite.ts";
import { holdMachine } from "../../contract/hold.ts";

holdMachine("SQLite", async () => {
  const store = await openSqlite(":memory:", { role: "server" });
  return { store, close: () => store.close() };
});
