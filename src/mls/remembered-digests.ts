// Tree hashes ask for the same digests again and again: each leaf of a tree at every commit, and whole subtrees for every
// parent hash. WebCrypto's round trip costs ten times what finding them again does.

import type { Hash } from "ts-mls/crypto/hash.js"

/** A leaf of the release suite has about 2,000 bytes; transcripts take in whole commits, which nobody asks for twice. */
const MAX_INPUT_BYTES = 4096
/** Digests in each of two generations; the tree of 250 members and its parent hashes have about 800. */
const GENERATION_SIZE = 1024

/** The same hash, which remembers what it was asked of late. What is hashed in MLS is public; secrets go by `mac`. */
export function rememberDigests(hash: Hash): Hash {
  const decoder = new TextDecoder("latin1") // one character for each byte
  let young = new Map<string, Promise<Uint8Array>>()
  let old = young
  return {
    ...hash,
    async digest(data) {
      if (data.length > MAX_INPUT_BYTES) return hash.digest(data)
      const key = decoder.decode(data)
      const digest = young.get(key) ?? old.get(key) ?? hash.digest(data)
      if (young.size >= GENERATION_SIZE) {
        old = young
        young = new Map()
      }
      young.set(key, digest)
      return (await digest).slice()
    },
  }
}
