// Meetings in a file, with their host keys: whoever opens it is host of them. One passphrase of the owner's closes it.
//
//   file      = head ‖ box(file key of passphrase and salt, CBOR of the contents, AAD = head), see src/bytes/sealed-box.ts
//   head      = "Wardroom meetings" ‖ 0x00 ‖ version (1) ‖ salt (16)
//   contents  = {meetings: list of {link, name, hostKey, kind, schedule, createdAt, linkedAt, privateKey}}

import { concat, isEqual, randomBytes, utf8 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { bytes, decodeShape, list, record, type Shape, type Shaped } from "../bytes/shape.ts"
import { BOX_OVERHEAD_BYTES, openBox, sealBox } from "../bytes/sealed-box.ts"
import { FILE_SALT_BYTES } from "../password/file-key.ts"
import { MeetingsError } from "./errors.ts"
import { keptFields, requirePlan } from "./stored-meeting.ts"

const VERSION = 1
const MAGIC = utf8("Wardroom meetings\0")
/** PKCS #8 of an Ed25519 private key, without its public half (RFC 8410 §7). */
const PRIVATE_KEY_BYTES = 48
const MAX_MEETINGS = 1000
export const MAX_FILE_BYTES = 2 * 1024 * 1024

const SALT_AT = MAGIC.length + 1
const HEAD_BYTES = SALT_AT + FILE_SALT_BYTES

const fields = record({ ...keptFields, privateKey: bytes(PRIVATE_KEY_BYTES) })
/** A meeting as a file has it: the private key is PKCS #8. */
export type ExportedMeeting = Shaped<typeof fields>
const exported: Shape<ExportedMeeting> = (value, path) => requirePlan(fields(value, path), path)
const contents = record({ meetings: list(exported, MAX_MEETINGS) })

/** Gives the file key of a passphrase, which only its caller knows, for a salt (16 bytes). */
export type KeyForSalt = (salt: Uint8Array) => Promise<CryptoKey>

export async function sealMeetings(
  meetings: readonly ExportedMeeting[],
  keyFor: KeyForSalt,
): Promise<Uint8Array<ArrayBuffer>> {
  const salt = randomBytes(FILE_SALT_BYTES)
  const head = concat(MAGIC, Uint8Array.of(VERSION), salt)
  const plain = encodeCbor(contents({ meetings }, "file"))
  const box = await sealBox(await keyFor(salt), plain, head)
  plain.fill(0)
  return concat(head, box)
}

/** Throws MeetingsError `file-malformed`, before `keyFor` is asked where the bytes are no such file, and `file-closed`. */
export async function openMeetings(file: Uint8Array, keyFor: KeyForSalt): Promise<readonly ExportedMeeting[]> {
  requireFormat(file)
  const key = await keyFor(file.slice(SALT_AT, HEAD_BYTES))
  const plain = await open(key, file)
  try {
    return decodeShape(contents, plain).meetings
  } catch (error) {
    throw new MeetingsError("file-malformed", "the opened file holds no meetings of ours", { cause: error })
  } finally {
    plain.fill(0)
  }
}

function requireFormat(file: Uint8Array): void {
  if (file.length > MAX_FILE_BYTES)
    throw new MeetingsError("file-malformed", `a file has at most ${MAX_FILE_BYTES} bytes`)
  if (file.length <= HEAD_BYTES + BOX_OVERHEAD_BYTES || !isEqual(file.subarray(0, MAGIC.length), MAGIC)) {
    throw new MeetingsError("file-malformed", "not a file of meetings")
  }
  const version = file[MAGIC.length]
  if (version !== VERSION) throw new MeetingsError("file-malformed", `"version" must be ${VERSION}, got ${version}`)
}

async function open(key: CryptoKey, file: Uint8Array): Promise<Uint8Array> {
  try {
    return await openBox(key, file.subarray(HEAD_BYTES), file.subarray(0, HEAD_BYTES))
  } catch (error) {
    throw new MeetingsError("file-closed", "the file does not open", { cause: error })
  }
}
