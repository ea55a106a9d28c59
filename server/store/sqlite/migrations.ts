/** The schema, as numbered steps that only go forward. A step that was released is never edited: add the next one, and a
 *  sample of the version before it to `test/server/store/sqlite.test.ts`. */

export const MIGRATIONS: readonly string[] = [
  // 1. Times are milliseconds; codes are in `codes.ts`. Everything that is empty in a quiet conversation is NULL or 0.
  `
  -- Keyed hashes of message ids: they outlive an erasure. until_day 0: for good.
  CREATE TABLE seen(key BLOB PRIMARY KEY, until_day INTEGER NOT NULL) WITHOUT ROWID;

  -- Ids are counted here, not taken from rows, so that an erased person's is never given again.
  CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO counter VALUES ('person', 0), ('start', 0);

  CREATE TABLE address(hash BLOB NOT NULL, kind INTEGER NOT NULL, person INTEGER NOT NULL, PRIMARY KEY(hash, kind)) WITHOUT ROWID;

  CREATE TABLE conversation(
    id INTEGER PRIMARY KEY,             -- person * 4 + channel
    flags INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    in_seq INTEGER NOT NULL,            -- the last given
    out_seq INTEGER NOT NULL,
    first_in INTEGER NOT NULL,          -- nothing before it is pending
    first_out INTEGER NOT NULL,         -- nothing before it is queued or sending
    heard_at INTEGER NOT NULL,
    ready_at INTEGER,                   -- when a worker may take it; NULL: nothing to answer
    send_at INTEGER,                    -- the same for its outbox
    forget_at INTEGER,                  -- when to see whether its words go: a later answer puts it off then, not before
    agent_at INTEGER,
    language INTEGER,
    addresses BLOB,                     -- per address its kind and the first 8 bytes of its hash
    sealed_address BLOB NOT NULL,
    session BLOB
  );
  CREATE INDEX conversation_ready ON conversation(ready_at) WHERE ready_at IS NOT NULL;
  CREATE INDEX conversation_send_0 ON conversation(send_at) WHERE send_at IS NOT NULL AND id % 4 = 0;
  CREATE INDEX conversation_send_1 ON conversation(send_at) WHERE send_at IS NOT NULL AND id % 4 = 1;
  CREATE INDEX conversation_forget ON conversation(forget_at) WHERE forget_at IS NOT NULL;

  CREATE TABLE inbox(
    conversation INTEGER NOT NULL, seq INTEGER NOT NULL,
    state INTEGER NOT NULL, origin INTEGER NOT NULL, at INTEGER NOT NULL,
    accepted_at INTEGER NOT NULL,       -- 0 once done
    attempts INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY(conversation, seq)
  ) WITHOUT ROWID;
  CREATE TABLE dead(conversation INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY(conversation, seq)) WITHOUT ROWID;

  CREATE TABLE outbox(
    conversation INTEGER NOT NULL, seq INTEGER NOT NULL,
    state INTEGER NOT NULL, kind INTEGER NOT NULL, epoch INTEGER NOT NULL, at INTEGER NOT NULL,
    part INTEGER NOT NULL,              -- parts settled as sent: the next to send
    acked INTEGER NOT NULL,             -- parts that a receipt has shown to be out, while the row is not settled
    status INTEGER NOT NULL,            -- rank of the best receipt for part acked - 1
    tries INTEGER NOT NULL,             -- sends of this part
    since INTEGER,                      -- when the send began whose fate is not known yet
    failed_id BLOB,                     -- the provider id that came to nothing last: its late receipts mean nothing
    ids BLOB,                           -- provider ids of the parts, 8 bytes each
    code TEXT,
    sealed BLOB NOT NULL,
    PRIMARY KEY(conversation, seq)
  ) WITHOUT ROWID;

  CREATE TABLE timer(id TEXT PRIMARY KEY, conversation INTEGER NOT NULL, due_at INTEGER NOT NULL, leased INTEGER NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
  CREATE INDEX timer_due ON timer(due_at);
  CREATE INDEX timer_conversation ON timer(conversation);
  CREATE TABLE lookup(id TEXT PRIMARY KEY, conversation INTEGER NOT NULL, due_at INTEGER NOT NULL, leased INTEGER NOT NULL, attempts INTEGER NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
  CREATE INDEX lookup_due ON lookup(due_at);
  CREATE INDEX lookup_conversation ON lookup(conversation);

  CREATE TABLE ticket(conversation INTEGER PRIMARY KEY, topic TEXT NOT NULL, priority INTEGER NOT NULL, language TEXT NOT NULL, opened_at INTEGER NOT NULL);
  CREATE TABLE hold(conversation INTEGER PRIMARY KEY, agent TEXT NOT NULL, since INTEGER NOT NULL, active_at INTEGER NOT NULL, until INTEGER NOT NULL);

  -- One row: the turns leased last, as pairs of conversation and seq. One that is still pending after a crash was tried.
  CREATE TABLE at_work(turns BLOB NOT NULL);
  INSERT INTO at_work VALUES (x'');

  CREATE TABLE remembered(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  `,
  // 2. New keys on their way to `seen` (seen.ts).
  `CREATE TABLE seen_fresh(key BLOB PRIMARY KEY, until_day INTEGER NOT NULL) WITHOUT ROWID;`,
  // 3. How often which facts were told together, by day. Nobody's name hangs on it.
  `CREATE TABLE told(facts TEXT NOT NULL, day INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(facts, day)) WITHOUT ROWID;`,
  // 4. A language that the person named and that has no texts here.
  `ALTER TABLE ticket ADD COLUMN speaks BLOB;`,
  // 5. The helpdesk's own people.
  `
  CREATE TABLE paper(kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID;
  CREATE TABLE pass(hash BLOB PRIMARY KEY, id TEXT NOT NULL, agent TEXT NOT NULL, body TEXT NOT NULL, made_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, until INTEGER NOT NULL, idle INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX pass_agent ON pass(agent);
  CREATE TABLE knock(key BLOB PRIMARY KEY, n INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE audit(n INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL, why BLOB, link BLOB NOT NULL);
  CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log only grows'); END;
  CREATE TRIGGER audit_remains BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log only grows'); END;
  CREATE TABLE episode(closed_at INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE INDEX episode_closed ON episode(closed_at);
  `,
  // 6. What the helpdesk's screens need. The feed is written by triggers, so that no change can forget it.
  `
  ALTER TABLE ticket ADD COLUMN snoozed_until INTEGER;
  CREATE TABLE owner(conversation INTEGER PRIMARY KEY, agent TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE draft(conversation INTEGER NOT NULL, agent TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(conversation, agent)) WITHOUT ROWID;
  CREATE TABLE feed(n INTEGER PRIMARY KEY, conversation INTEGER NOT NULL);

  CREATE TRIGGER conversation_gone AFTER DELETE ON conversation BEGIN DELETE FROM owner WHERE conversation = OLD.id; DELETE FROM draft WHERE conversation = OLD.id; END;
  CREATE TRIGGER snooze_ends AFTER INSERT ON inbox WHEN NEW.origin = 0 AND EXISTS (SELECT 1 FROM ticket WHERE conversation = NEW.conversation AND snoozed_until IS NOT NULL)
    BEGIN UPDATE ticket SET snoozed_until = NULL WHERE conversation = NEW.conversation; END;

  CREATE TRIGGER feed_opened AFTER INSERT ON ticket BEGIN INSERT INTO feed(conversation) VALUES (NEW.conversation); END;
  CREATE TRIGGER feed_changed AFTER UPDATE ON ticket BEGIN INSERT INTO feed(conversation) VALUES (NEW.conversation); END;
  CREATE TRIGGER feed_closed AFTER DELETE ON ticket BEGIN INSERT INTO feed(conversation) VALUES (OLD.conversation); END;
  CREATE TRIGGER feed_held AFTER INSERT ON hold BEGIN INSERT INTO feed(conversation) VALUES (NEW.conversation); END;
  CREATE TRIGGER feed_taken AFTER UPDATE OF agent ON hold WHEN NEW.since <> OLD.since BEGIN INSERT INTO feed(conversation) VALUES (NEW.conversation); END;
  CREATE TRIGGER feed_let_go AFTER DELETE ON hold BEGIN INSERT INTO feed(conversation) VALUES (OLD.conversation); END;
  CREATE TRIGGER feed_came AFTER INSERT ON inbox WHEN EXISTS (SELECT 1 FROM ticket WHERE conversation = NEW.conversation) OR EXISTS (SELECT 1 FROM hold WHERE conversation = NEW.conversation)
    BEGIN INSERT INTO feed(conversation) VALUES (NEW.conversation); END;
  CREATE TRIGGER feed_went AFTER INSERT ON outbox WHEN EXISTS (SELECT 1 FROM ticket WHERE conversation = NEW.conversation) OR EXISTS (SELECT 1 FROM hold WHERE conversation = NEW.conversation)
    BEGIN INSERT INTO feed(conversation) VALUES (NEW.conversation); END;
  CREATE TRIGGER feed_delivered AFTER UPDATE OF state ON outbox WHEN NEW.state <> OLD.state AND
    (EXISTS (SELECT 1 FROM ticket WHERE conversation = NEW.conversation) OR EXISTS (SELECT 1 FROM hold WHERE conversation = NEW.conversation))
    BEGIN INSERT INTO feed(conversation) VALUES (NEW.conversation); END;
  CREATE TRIGGER feed_marked AFTER UPDATE OF flags ON conversation WHEN NEW.flags <> OLD.flags AND (NEW.flags | OLD.flags) & 6 <> 0
    BEGIN INSERT INTO feed(conversation) VALUES (NEW.id); END;
  `,
];

/** The version this code reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;
