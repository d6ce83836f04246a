// A person's profile, sealed so that only those who know the link can read it, and padded so that its length says
// nothing.
//
//   sealed (348 bytes) = box(name key, plaintext (320), AAD), see src/bytes/sealed-box.ts
//   plaintext          = canonical CBOR {name, lasting, releaseDigest, releaseVersion} ‖ 0x80 ‖ zeros up to 320 bytes
//   AAD                = "Wardroom profile" ‖ 0x00 ‖ canonical CBOR {meeting, identityKey}

import { concat, utf8 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { plainLine } from "../bytes/plain-line.ts"
import { BOX_OVERHEAD_BYTES, openBox, sealBox } from "../bytes/sealed-box.ts"
import { bytes, decodeShape, nullable, record, type Shaped, text, textUpTo } from "../bytes/shape.ts"
import { isSigned } from "../bytes/statement.ts"
import { MlsError } from "./errors.ts"

/** Longest name in UTF-8 bytes. */
export const MAX_NAME_BYTES = 64
const PLAINTEXT_BYTES = 320
export const SEALED_PROFILE_BYTES = PLAINTEXT_BYTES + BOX_OVERHEAD_BYTES

const profileShape = record({
  name: textUpTo(MAX_NAME_BYTES),
  /** A lasting identity key and its signature over this meeting's identity key. */
  lasting: nullable(record({ publicKey: bytes(32), signature: bytes(64) })),
  releaseDigest: bytes(32),
  releaseVersion: text(/^[0-9A-Za-z.+-]{1,32}$/),
})

export type Profile = Shaped<typeof profileShape>

/** Whose profile it is: a sealed profile moved to another meeting or identity does not open. */
export interface ProfileOwner {
  readonly meeting: string
  readonly identityKey: Uint8Array
}

/** Throws MlsError `name-size` for a name that is empty or longer than MAX_NAME_BYTES, ShapeError for the rest. */
export async function sealProfile(
  nameKey: CryptoKey,
  owner: ProfileOwner,
  profile: Profile,
): Promise<Uint8Array<ArrayBuffer>> {
  const nameBytes = utf8(profile.name).length
  if (nameBytes === 0 || nameBytes > MAX_NAME_BYTES) {
    throw new MlsError("name-size", `"name" must be 1 to ${MAX_NAME_BYTES} bytes, got ${nameBytes}`)
  }
  return sealBox(nameKey, pad(encodeCbor(profileShape(profile, "profile"))), aadOf(owner))
}

/** The profile, its name as it may be shown, or null when it does not open or its lasting certificate does not verify. */
export async function openProfile(
  nameKey: CryptoKey,
  owner: ProfileOwner,
  sealed: Uint8Array,
): Promise<Profile | null> {
  try {
    const profile = decodeShape(profileShape, unpad(await openBox(nameKey, sealed, aadOf(owner))))
    const nameBytes = utf8(profile.name).length
    if (nameBytes === 0 || nameBytes > MAX_NAME_BYTES) return null
    const name = plainLine(profile.name)
    if (name === "") return null
    const { lasting } = profile
    const isVouched = !lasting || (await isSigned(lasting.publicKey, lasting.signature, "lasting", owner))
    return isVouched ? { ...profile, name } : null
  } catch {
    return null // written by whoever holds another name key, or by no client of ours: a person without a name
  }
}

function aadOf({ meeting, identityKey }: ProfileOwner): Uint8Array {
  return concat(utf8("Wardroom profile\0"), encodeCbor({ meeting, identityKey }))
}

function pad(content: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(content, Uint8Array.of(0x80), new Uint8Array(PLAINTEXT_BYTES - content.length - 1))
}

function unpad(padded: Uint8Array): Uint8Array {
  const end = padded.findLastIndex((byte) => byte !== 0)
  if (padded.length !== PLAINTEXT_BYTES || padded[end] !== 0x80) throw new RangeError("wrong padding")
  return padded.subarray(0, end)
}
