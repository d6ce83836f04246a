// The service's own keys, random for each data folder, in files that only its user can read.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { randomBytes, toHex, unshared } from "../src/bytes/bytes.ts"
import { type Sign, signWith } from "../src/bytes/statement.ts"

export interface ServiceKeys {
  /** Ed25519, 32 bytes; members find it in the group's context. */
  readonly publicKey: Uint8Array
  readonly sign: Sign
  /** 32 bytes: makes the challenges of meetings that do not exist. */
  readonly secret: Uint8Array
}

/** What LiveKit and the service share. */
export interface SfuKeys {
  readonly apiKey: string
  readonly apiSecret: string
}

/** Reads the keys of a data folder, or makes them. */
export async function loadServiceKeys(folder: string): Promise<ServiceKeys> {
  const pkcs8 = await loadOrMake(join(folder, "signing.key"), makeSigningKey)
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"])
  const { x } = await crypto.subtle.exportKey("jwk", privateKey)
  const secret = await loadOrMake(join(folder, "secret.key"), async () => randomBytes(32))
  return { publicKey: new Uint8Array(Buffer.from(x ?? "", "base64url")), sign: signWith(privateKey), secret }
}

/** LiveKit's key and secret of a data folder, or new ones. */
export async function loadSfuKeys(folder: string): Promise<SfuKeys> {
  const key = await loadOrMake(join(folder, "sfu-key.key"), async () => randomBytes(8))
  const secret = await loadOrMake(join(folder, "sfu-secret.key"), async () => randomBytes(32))
  return { apiKey: `wr${toHex(key)}`, apiSecret: toHex(secret) }
}

async function makeSigningKey(): Promise<Uint8Array> {
  const { privateKey } = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])
  return new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey))
}

async function loadOrMake(path: string, make: () => Promise<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  if (existsSync(path)) return unshared(readFileSync(path))
  const made = await make()
  mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 })
  writeFileSync(path, made, { mode: 0o600, flag: "wx" })
  return unshared(made)
}
