// The default store: one SQLite file. `secure_delete` overwrites what is deleted; a thief of the file finds verifiers
// and sealed records, and no trace of who met whom.

import { DatabaseSync } from "node:sqlite"
import type { KeptMeeting } from "../src/delivery/digests.ts"
import { concat } from "../src/bytes/bytes.ts"
import { bytes, bytesUpTo, nullable, record, type Shape, text } from "../src/bytes/shape.ts"
import type { CborValue } from "../src/bytes/cbor.ts"
import type { FormerGroup, KeptGroup, MeetingStore } from "./meeting-store.ts"

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS meetings (
    meeting TEXT PRIMARY KEY, salt BLOB NOT NULL, verifier BLOB NOT NULL, host_key BLOB NOT NULL,
    sealed_record BLOB NOT NULL, used_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS live_groups (
    group_id BLOB PRIMARY KEY, meeting TEXT NOT NULL, room TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS live_states (group_id BLOB PRIMARY KEY, states BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS forget_states AFTER DELETE ON live_groups BEGIN
    DELETE FROM live_states WHERE group_id = OLD.group_id;
  END;
`
const DIGEST_BYTES = 32

const keptMeeting = record({ salt: bytes(16), verifier: bytes(256), hostKey: bytes(32), sealedRecord: bytesUpTo(4096) })
const formerGroup = record({
  groupId: bytes(32),
  meeting: text(/^[0-9A-Za-z]{10}$/),
  room: text(/^[0-9A-Za-z]{22}$/),
  /** One digest after the other. */
  states: nullable(bytesUpTo(2 * DIGEST_BYTES)),
})

/** Opens or makes the file at `path` (":memory:" for none); `now` dates the use of meetings. */
export function openSqliteStore(path: string, now: () => number): MeetingStore {
  const database = new DatabaseSync(path)
  database.exec(SCHEMA)
  return new SqliteStore(database, now)
}

class SqliteStore implements MeetingStore {
  readonly #database: DatabaseSync
  readonly #now: () => number

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database
    this.#now = now
  }

  async read(meeting: string): Promise<KeptMeeting | null> {
    const columns = `salt, verifier, host_key AS "hostKey", sealed_record AS "sealedRecord"`
    return readRow(keptMeeting, this.#get(`SELECT ${columns} FROM meetings WHERE meeting = ?`, meeting))
  }

  async create(meeting: string, kept: KeptMeeting): Promise<boolean> {
    return this.#insert(meeting, kept)
  }

  async replaceRecord(meeting: string, sealedRecord: Uint8Array): Promise<void> {
    this.#run(
      "UPDATE meetings SET sealed_record = ?, used_at = ? WHERE meeting = ?",
      sealedRecord,
      this.#now(),
      meeting,
    )
  }

  async rotate(meeting: string, next: string, kept: KeptMeeting): Promise<boolean> {
    return this.#inTransaction(() => {
      if (!this.#insert(next, kept)) return false
      this.#run("UPDATE live_groups SET meeting = ? WHERE meeting = ?", next, meeting)
      this.#drop(meeting)
      return true
    })
  }

  async delete(meeting: string): Promise<void> {
    this.#inTransaction(() => this.#drop(meeting))
    this.#run("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  async touch(meeting: string): Promise<void> {
    this.#run("UPDATE meetings SET used_at = ? WHERE meeting = ?", this.#now(), meeting)
  }

  async forgetUnused(before: number): Promise<void> {
    this.#run("DELETE FROM meetings WHERE used_at < ?", before)
  }

  async readGroups(): Promise<readonly FormerGroup[]> {
    const columns = `live_groups.group_id AS "groupId", meeting, room, states`
    const rows = this.#database
      .prepare(`SELECT ${columns} FROM live_groups LEFT JOIN live_states USING (group_id)`)
      .all()
    return rows.flatMap((row) => {
      const read = readRow(formerGroup, row)
      return read ? { ...read, states: digestsIn(read.states ?? new Uint8Array()) } : []
    })
  }

  async keepGroup({ groupId, meeting, room }: KeptGroup): Promise<void> {
    this.#run("INSERT OR REPLACE INTO live_groups VALUES (?, ?, ?)", groupId, meeting, room)
  }

  async keepStates(groupId: Uint8Array, states: readonly Uint8Array[]): Promise<void> {
    const sql = "INSERT OR REPLACE INTO live_states SELECT group_id, ? FROM live_groups WHERE group_id = ?"
    this.#run(sql, concat(...states), groupId)
  }

  async forgetGroup(groupId: Uint8Array): Promise<void> {
    this.#run("DELETE FROM live_groups WHERE group_id = ?", groupId)
    // The write-ahead log would keep the deleted row's bytes until the next checkpoint.
    this.#run("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  async close(): Promise<void> {
    this.#database.close()
  }

  #insert(meeting: string, { salt, verifier, hostKey, sealedRecord }: KeptMeeting): boolean {
    const statement = this.#database.prepare("INSERT OR IGNORE INTO meetings VALUES (?, ?, ?, ?, ?, ?)")
    return statement.run(meeting, salt, verifier, hostKey, sealedRecord, this.#now()).changes === 1
  }

  #drop(meeting: string): void {
    this.#run("DELETE FROM meetings WHERE meeting = ?", meeting)
    this.#run("DELETE FROM live_groups WHERE meeting = ?", meeting)
  }

  #get(sql: string, meeting: string): Record<string, unknown> | undefined {
    return this.#database.prepare(sql).get(meeting)
  }

  #run(sql: string, ...values: (string | number | Uint8Array)[]): void {
    this.#database.prepare(sql).run(...values)
  }

  #inTransaction<T>(task: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE")
    try {
      const result = task()
      this.#database.exec("COMMIT")
      return result
    } catch (error) {
      this.#database.exec("ROLLBACK")
      throw error
    }
  }
}

function digestsIn(states: Uint8Array): readonly Uint8Array[] {
  const count = Math.floor(states.length / DIGEST_BYTES)
  return Array.from({ length: count }, (_, at) => states.slice(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES))
}

// The file is outside data like any other: a row passes the same decoders or is refused.
function readRow<T extends CborValue>(shape: Shape<T>, row: Record<string, unknown> | undefined): T | null {
  if (!row) return null
  const entries = Object.entries(row).map(([name, value]): [string, CborValue] => [name, column(value)])
  return shape(Object.fromEntries(entries), "row")
}

function column(value: unknown): CborValue {
  return typeof value === "string" || value instanceof Uint8Array ? value : null
}
