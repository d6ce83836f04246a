// From the password in a link to every key that depends on it. P goes into one root, R, and nothing else touches it.
//
//   P  = base62(SHA-256("Wardroom link" ‖ id ‖ r ‖ host public key), 22)
//   R  = HKDF-SHA-512(IKM = [Argon2id(passphrase) ‖] P, salt = id, info = "Wardroom root", 64 bytes)
//   kx = HKDF-SHA-512(IKM = R, salt = id, info = "Wardroom " ‖ x, 32 bytes)     x: srp, psk, psk id, record, name

import { argon2id } from "@noble/hashes/argon2.js"
import { base62, isBase62 } from "../bytes/base62.ts"
import { concat, randomBytes, sha256, toHex, unshared, utf8 } from "../bytes/bytes.ts"
import { PasswordError } from "./errors.ts"

const MEETING_DIGITS = 10
const PASSWORD_DIGITS = 22
export const LINK_RANDOM_BYTES = 32
const ROOT_BITS = 512
const KEY_BITS = 256
/** RFC 9106 parameters of the extra passphrase: 19 MiB, two passes, one lane. */
const PASSPHRASE_COST = { m: 19 * 1024, t: 2, p: 1, dkLen: 32 } as const

/** What a link says, and the passphrase that its meeting may want besides. */
export interface LinkSecret {
  readonly meeting: string
  readonly password: string
  readonly passphrase: string | null
}

export interface MeetingKeys {
  /** The SRP password: 64 hexadecimal digits. */
  readonly srpPassword: string
  /** The MLS pre-shared key and its id, 32 bytes each. */
  readonly psk: Uint8Array<ArrayBuffer>
  readonly pskId: Uint8Array<ArrayBuffer>
  /** AES-256-GCM, non-extractable. */
  readonly recordKey: CryptoKey
  readonly nameKey: CryptoKey
}

/** A new meeting's id, its random r (32 bytes) and the password that binds both to the host's public key (32 bytes). */
export async function newMeeting(hostKey: Uint8Array) {
  // 32 bytes modulo 62^10: the digits are even to 2^-196.
  const meeting = base62(randomBytes(32), MEETING_DIGITS)
  const r = randomBytes(LINK_RANDOM_BYTES)
  return { meeting, r, password: await linkPassword(meeting, r, hostKey) }
}

/** P, 22 base62 digits: the only password under which a record with this r and host key is accepted. */
export async function linkPassword(meeting: string, r: Uint8Array, hostKey: Uint8Array): Promise<string> {
  return base62(await sha256(concat(utf8("Wardroom link"), utf8(meeting), r, hostKey)), PASSWORD_DIGITS)
}

/** Derives all keys of a link; 0.4 s of computing when there is a passphrase. Throws PasswordError `malformed`. */
export async function deriveMeetingKeys(link: LinkSecret): Promise<MeetingKeys> {
  const { root, salt } = await deriveRoot(link)
  const [srp, psk, pskId, recordKey, nameKey] = await Promise.all([
    derive(root, salt, "srp", KEY_BITS),
    derive(root, salt, "psk", KEY_BITS),
    derive(root, salt, "psk id", KEY_BITS),
    deriveAead(root, salt, "record"),
    deriveAead(root, salt, "name"),
  ])
  return { srpPassword: toHex(srp), psk, pskId, recordKey, nameKey }
}

/** The bytes of `nameKey`, to be sealed under another link's; whoever asks erases them. */
export async function deriveNameKeyBytes(link: LinkSecret): Promise<Uint8Array> {
  const { root, salt } = await deriveRoot(link)
  return derive(root, salt, "name", KEY_BITS)
}

async function deriveRoot({ meeting, password, passphrase }: LinkSecret) {
  if (!isBase62(meeting, MEETING_DIGITS)) throw new PasswordError("malformed", '"meeting" must be 10 base62 digits')
  if (!isBase62(password, PASSWORD_DIGITS)) throw new PasswordError("malformed", '"password" must be 22 base62 digits')
  const salt = utf8(meeting)
  const stretched = passphrase === null ? [] : [await stretch(passphrase, meeting, password)]
  return { root: await rootKey(concat(...stretched, utf8(password)), salt), salt }
}

// NFC, so that two keyboards that compose "é" differently make one passphrase.
async function stretch(passphrase: string, meeting: string, password: string): Promise<Uint8Array> {
  if (passphrase === "") throw new PasswordError("malformed", '"passphrase" must not be empty')
  const salt = await sha256(utf8(meeting + password))
  return argon2id(utf8(passphrase.normalize("NFC")), salt, PASSPHRASE_COST)
}

async function rootKey(material: Uint8Array, salt: Uint8Array): Promise<CryptoKey> {
  const root = await derive(await importForDerivation(material), salt, "root", ROOT_BITS)
  const key = await importForDerivation(root)
  root.fill(0)
  material.fill(0)
  return key
}

async function importForDerivation(material: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", unshared(material), "HKDF", false, ["deriveBits", "deriveKey"])
}

// RFC 5869; the meeting's id as salt, so that equal passwords of two meetings have nothing in common.
function hkdf(salt: Uint8Array, label: string): HkdfParams {
  return { name: "HKDF", hash: "SHA-512", salt: unshared(salt), info: utf8(`Wardroom ${label}`) }
}

async function derive(key: CryptoKey, salt: Uint8Array, label: string, bits: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf(salt, label), key, bits))
}

async function deriveAead(key: CryptoKey, salt: Uint8Array, label: string): Promise<CryptoKey> {
  const aead = { name: "AES-GCM", length: KEY_BITS }
  return crypto.subtle.deriveKey(hkdf(salt, label), key, aead, false, ["encrypt", "decrypt"])
}
