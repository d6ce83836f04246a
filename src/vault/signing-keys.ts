// Ed25519 keys as the vault makes, takes and gives them.

import { unshared } from "../bytes/bytes.ts"
import type { SigningKey } from "./database.ts"
import { VaultError } from "./errors.ts"

/** A fresh pair; "kept": the private half cannot be read out, "exportable": it can be wrapped. */
export async function generateSigningKey(privateHalf: "kept" | "exportable"): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey("Ed25519", privateHalf === "exportable", ["sign", "verify"])
  const publicKey = unshared(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)))
  return { publicKey, privateKey: pair.privateKey }
}

/** The pair whose private half is given as PKCS #8 (RFC 8410), exportable. Throws VaultError "not-a-key". */
export async function importSigningKey(pkcs8: Uint8Array): Promise<SigningKey> {
  try {
    const privateKey = await crypto.subtle.importKey("pkcs8", unshared(pkcs8), "Ed25519", true, ["sign"])
    const { x } = await crypto.subtle.exportKey("jwk", privateKey)
    if (x === undefined) throw new TypeError("the key has no public half")
    return { publicKey: fromBase64Url(x), privateKey }
  } catch (error) {
    throw new VaultError("not-a-key", "no Ed25519 private key", { cause: error })
  }
}

/** JSON Web Keys hold bytes as base64url (RFC 8037). */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0))
}
