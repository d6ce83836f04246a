// Meetings on their way to another browser, where their owner is host too: export into a file, import from one.

import { isEqual } from "../bytes/bytes.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import { importSigningKey } from "../vault/signing-keys.ts"
import type { Vault } from "../vault/vault.ts"
import { MeetingsError } from "./errors.ts"
import { type ExportedMeeting, openMeetings, sealMeetings } from "./export-file.ts"
import type { StoredMeeting } from "./stored-meeting.ts"
import { StoredMeetings } from "./stored-meetings.ts"

export interface MovingParts {
  readonly vault: Pick<Vault, "hostKeys" | "sealed">
  readonly startPasswords: (abortSignal: AbortSignal) => PasswordWorker
}

/** What an import did with a meeting. */
export interface Imported {
  readonly name: string
  readonly outcome: "added" | "newer-link" | "known"
}

/** Throws MeetingsError `not-the-host` where a meeting's host key is not in this browser. */
export async function exportMeetings(
  meetings: readonly StoredMeeting[],
  passphrase: string,
  { vault, startPasswords }: MovingParts,
): Promise<Uint8Array<ArrayBuffer>> {
  const exported = await Promise.all(meetings.map((meeting) => withPrivateKey(meeting, vault)))
  return withPasswords(startPasswords, (passwords) =>
    sealMeetings(exported, (salt) => passwords.fileKey({ passphrase, salt })),
  )
}

/** Takes all meetings of a file, or none. Throws MeetingsError `file-malformed`, `file-closed`. */
export async function importMeetings(
  file: Uint8Array,
  passphrase: string,
  { vault, startPasswords }: MovingParts,
): Promise<readonly Imported[]> {
  const brought = await withPasswords(startPasswords, (passwords) =>
    openMeetings(file, (salt) => passwords.fileKey({ passphrase, salt })),
  )
  await Promise.all(brought.map(requireOwnKey))
  const stored = new StoredMeetings(vault)
  const imported: Imported[] = []
  for (const { privateKey, ...meeting } of brought) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: a file may name a meeting twice
    await vault.hostKeys.import(privateKey)
    // oxlint-disable-next-line no-await-in-loop -- as above
    imported.push({ name: meeting.name, outcome: await stored.merge(meeting) })
  }
  return imported
}

async function withPrivateKey(meeting: StoredMeeting, vault: MovingParts["vault"]): Promise<ExportedMeeting> {
  const privateKey = await vault.hostKeys.export(meeting.hostKey)
  if (!privateKey) throw new MeetingsError("not-the-host", "the host key is not in this browser")
  const { usedAt: _, nextLink: __, ...kept } = meeting
  return { ...kept, privateKey }
}

async function requireOwnKey({ privateKey, hostKey }: ExportedMeeting): Promise<void> {
  const { publicKey } = await importSigningKey(privateKey).catch((error: unknown) => {
    throw new MeetingsError("file-malformed", "a private key of the file is none", { cause: error })
  })
  if (!isEqual(publicKey, hostKey)) {
    throw new MeetingsError("file-malformed", "a private key of the file is of another meeting")
  }
}

async function withPasswords<T>(
  startPasswords: MovingParts["startPasswords"],
  run: (passwords: PasswordWorker) => Promise<T>,
): Promise<T> {
  const ending = new AbortController()
  try {
    return await run(startPasswords(ending.signal))
  } finally {
    ending.abort()
  }
}
