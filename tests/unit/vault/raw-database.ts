// The vault's database without the vault: as whoever reads the files sees it, or as an earlier version left it.

import { randomBytes, toHex, utf8 } from "../../../src/bytes/bytes.ts"

const FIRST_STORES = ["keys", "identities", "hostKeys", "running"] as const

function openRaw(name: string, version?: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, version)
    opening.onupgradeneeded = () => FIRST_STORES.forEach((store) => opening.result.createObjectStore(store))
    opening.onerror = () => reject(new Error("the database did not open"))
    opening.onsuccess = () => resolve(opening.result)
  })
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(new Error("the request failed"))
    request.onsuccess = () => resolve(request.result)
  })
}

export interface RawEntry {
  readonly store: string
  readonly key: IDBValidKey
  readonly value: unknown
}

/** All entries of all stores. */
export async function readRaw(name: string): Promise<readonly RawEntry[]> {
  const database = await openRaw(name)
  const entries = Array.from(database.objectStoreNames).map(async (store) => {
    const opened = database.transaction(store).objectStore(store)
    const [keys, values] = await Promise.all([settled(opened.getAllKeys()), settled(opened.getAll())])
    return keys.map((key, index): RawEntry => ({ store, key, value: values[index] }))
  })
  const read = (await Promise.all(entries)).flat()
  database.close()
  return read
}

/** Puts something into an entry's place. */
export async function putRaw(name: string, { store, key, value }: RawEntry): Promise<void> {
  const database = await openRaw(name)
  await settled(database.transaction(store, "readwrite").objectStore(store).put(value, key))
  database.close()
}

/** All that can be read of an entry in one line of text, bytes in hexadecimal; CryptoKeys show nothing. */
export function readable({ key, value }: RawEntry): string {
  return `${textOf(key)}: ${textOf(value)}`
}

function textOf(value: unknown): string {
  if (value instanceof CryptoKey) return value.extractable ? "a key that can be read out" : "a key"
  if (value instanceof ArrayBuffer) return toHex(new Uint8Array(value))
  if (value instanceof Uint8Array) return toHex(value)
  if (typeof value !== "object" || value === null) return String(value)
  return Object.entries(value)
    .map(([name, part]) => `${name} ${textOf(part)}`)
    .join(" ")
}

/** Moves one entry's value to another's place. */
export async function moveRaw(name: string, from: RawEntry, to: RawEntry): Promise<void> {
  await putRaw(name, { ...to, value: from.value })
}

export interface FirstVersion {
  readonly identityKey: Uint8Array
  readonly hostKey: Uint8Array
  readonly link: string
}

/** A database as version 1 of the vault made it, with one entry in each store. */
export async function makeFirstVersion(name: string, meeting: string, createdAt: number): Promise<FirstVersion> {
  const database = await openRaw(name, 1)
  const put = (store: string, value: unknown, key: string) =>
    settled(database.transaction(store, "readwrite").objectStore(store).put(value, key))
  const wrapping = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
    "wrapKey",
    "unwrapKey",
  ])
  await put("keys", wrapping, "wrapping")
  const identity = await signingPair()
  await put("identities", { publicKey: identity.publicKey, privateKey: identity.privateKey, createdAt }, meeting)
  const host = await signingPair()
  const iv = randomBytes(12)
  const wrapped = await crypto.subtle.wrapKey("pkcs8", host.privateKey, wrapping, { name: "AES-GCM", iv })
  await put("hostKeys", { publicKey: host.publicKey, nonce: iv, ciphertext: wrapped }, toHex(host.publicKey))
  const link = `https://meet.example/join/id-${meeting}#pwd-secret`
  const nonce = randomBytes(12)
  const ciphertext = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, wrapping, utf8(link))
  await put("running", { nonce, ciphertext }, "link")
  database.close()
  return { identityKey: identity.publicKey, hostKey: host.publicKey, link }
}

async function signingPair() {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)),
    privateKey: pair.privateKey,
  }
}
