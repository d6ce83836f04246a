// The sealed record: what the service keeps of a meeting and cannot read.
//
//   sealed = box(record key, canonical CBOR of the record, AAD), see src/bytes/sealed-box.ts
//   AAD    = canonical CBOR {label: "Wardroom record", meeting}
//   record = {r, name, hostKey, settings {admission, mayShare, mayChat}, settingsSignature}
//
// The host key is not in the AAD: who opens the record does not know it yet. What binds it is P itself, which is
// recomputed from the meeting's id, r and the host key.

import { sha256 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { openBox, sealBox } from "../bytes/sealed-box.ts"
import { bytes, decodeShape, oneOf, record, type Shaped, textUpTo } from "../bytes/shape.ts"
import { isSigned, type Sign, signStatement } from "../bytes/statement.ts"
import { PasswordError } from "./errors.ts"
import { LINK_RANDOM_BYTES, linkPassword } from "./meeting-keys.ts"

const MAX_NAME_LENGTH = 100

const settings = record({
  admission: oneOf("open", "ask", "locked"),
  mayShare: oneOf("everyone", "hosts"),
  mayChat: oneOf("everyone", "hosts"),
})

const recordShape = record({
  r: bytes(LINK_RANDOM_BYTES),
  name: textUpTo(MAX_NAME_LENGTH),
  hostKey: bytes(32),
  settings,
  settingsSignature: bytes(64),
})

/** How a meeting starts; the group's context repeats it at generation 0. */
export type RecordSettings = Shaped<typeof settings>
export type MeetingRecord = Shaped<typeof recordShape>

/** Signs the settings with the host key and puts the record together. */
export async function createRecord(
  meeting: string,
  fields: Omit<MeetingRecord, "settingsSignature">,
  sign: Sign,
): Promise<MeetingRecord> {
  const settingsSignature = await signStatement(sign, "settings", await settingsStatement(meeting, fields.settings))
  return { ...fields, settingsSignature }
}

/** Seals a record under the record key of a meeting; another nonce each time. */
export async function sealRecord(recordKey: CryptoKey, meeting: string, value: MeetingRecord): Promise<Uint8Array> {
  return sealBox(recordKey, encodeCbor(recordShape(value, "record")), aadOf(meeting))
}

/**
 * Opens a record and checks all it claims: the seal, that P recomputes from it, the host's signature of the settings.
 *
 * Throws PasswordError `record-forged`, `record-malformed`, `other-host` or `settings-forged`.
 */
export async function openRecord(
  recordKey: CryptoKey,
  link: { readonly meeting: string; readonly password: string },
  sealed: Uint8Array,
): Promise<MeetingRecord> {
  const opened = decodeRecord(await unseal(recordKey, link.meeting, sealed))
  if ((await linkPassword(link.meeting, opened.r, opened.hostKey)) !== link.password) {
    throw new PasswordError("other-host", "the record names another host than the link")
  }
  const statement = await settingsStatement(link.meeting, opened.settings)
  if (!(await isSigned(opened.hostKey, opened.settingsSignature, "settings", statement))) {
    throw new PasswordError("settings-forged", "the record's settings are not signed by its host")
  }
  return opened
}

/** What the group's context names the record by: SHA-256 of the sealed bytes. */
export async function recordDigest(sealed: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return sha256(sealed)
}

async function unseal(recordKey: CryptoKey, meeting: string, sealed: Uint8Array): Promise<Uint8Array> {
  try {
    return await openBox(recordKey, sealed, aadOf(meeting))
  } catch (error) {
    throw new PasswordError("record-forged", "the record does not open under this link", { cause: error })
  }
}

function decodeRecord(plain: Uint8Array): MeetingRecord {
  try {
    return decodeShape(recordShape, plain)
  } catch (error) {
    throw new PasswordError("record-malformed", "the opened record cannot be read", { cause: error })
  }
}

function aadOf(meeting: string): Uint8Array {
  return encodeCbor({ label: "Wardroom record", meeting })
}

async function settingsStatement(meeting: string, value: RecordSettings) {
  return { meeting, digest: await sha256(encodeCbor(value)) }
}
