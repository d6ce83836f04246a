// One installed epoch: who is in it, and the keys made from its base key.

import { bigEndian, concat, toHex } from "../bytes/bytes.ts"
import { FrameError } from "./errors.ts"
import { deriveFrameKey, fingerprintOf, type FrameSuite } from "./keys.ts"
import { encodeKid, type FrameContext, type Kid, MAX_LEAF } from "./kid.ts"
import { OpeningKey } from "./opening-key.ts"
import { SealingKey } from "./sealing-key.ts"

/** What brought the epoch about; it decides how soon senders switch and old keys go. */
export type EpochChange = "join" | "removal" | "other"

export interface EpochLeaf {
  readonly leaf: number
  /** 32 bytes: the person. */
  readonly identityKey: Uint8Array
  /** 32 bytes: the leaf's Ed25519 key, which signs data messages. */
  readonly leafKey: Uint8Array
}

/** What MLS hands over for each epoch. All CryptoKeys are non-extractable. */
export interface EpochKeys {
  /** 32 bytes. */
  readonly groupId: Uint8Array
  readonly epoch: bigint
  readonly change: EpochChange
  /** HKDF key from MLS-Exporter("SFrame 1.0 Base Key", "", 32). */
  readonly baseKey: CryptoKey
  /** Everybody in the epoch, ourselves included. */
  readonly leaves: readonly EpochLeaf[]
  readonly ownLeaf: number
  /** The own leaf's Ed25519 private key. */
  readonly signingKey: CryptoKey
}

/** One member's frames of one context in this epoch. */
export interface Received {
  readonly epoch: Epoch
  readonly context: FrameContext
  /** The person's identity key in hexadecimal. */
  readonly identity: string
  readonly member: EpochLeaf
  readonly key: OpeningKey
  /** Whether anything opened under this key. */
  hasOpened: boolean
}

export class Epoch {
  readonly groupId: Uint8Array
  readonly number: bigint
  readonly change: EpochChange
  readonly own: EpochLeaf
  readonly signingKey: CryptoKey
  /** Equal for the same keys of the same group and epoch only. */
  readonly fingerprint: string
  readonly #baseKey: CryptoKey
  readonly #suite: FrameSuite
  readonly #members: ReadonlyMap<number, { readonly identity: string; readonly member: EpochLeaf }>
  readonly #sealing = new Map<FrameContext, Promise<SealingKey>>()
  readonly #identities: ReadonlySet<string>
  readonly #received = new Map<bigint, Received>()

  private constructor(keys: EpochKeys, own: EpochLeaf, fingerprint: string, suite: FrameSuite) {
    this.groupId = keys.groupId
    this.number = keys.epoch
    this.change = keys.change
    this.own = own
    this.signingKey = keys.signingKey
    this.fingerprint = fingerprint
    this.#baseKey = keys.baseKey
    this.#suite = suite
    this.#members = new Map(keys.leaves.map((member) => [member.leaf, { identity: toHex(member.identityKey), member }]))
    this.#identities = new Set(Array.from(this.#members.values(), ({ identity }) => identity))
  }

  /** Whether somebody with this identity key, in hexadecimal, is in the epoch's group. */
  has(identity: string): boolean {
    return this.#identities.has(identity)
  }

  /** Throws RangeError when the own leaf is not among the leaves, or one is above 255 or named twice. */
  static async from(keys: EpochKeys, suite: FrameSuite): Promise<Epoch> {
    const own = keys.leaves.find(({ leaf }) => leaf === keys.ownLeaf)
    if (!own) throw new RangeError('"ownLeaf" is not among the leaves')
    const numbers = new Set(keys.leaves.map(({ leaf }) => leaf))
    if (numbers.size !== keys.leaves.length) throw new RangeError('"leaves" names a leaf twice')
    if (Math.max(...numbers) > MAX_LEAF) throw new RangeError(`"leaves" must be 0 to ${MAX_LEAF}`)
    const fingerprint = await fingerprintOf(keys.baseKey, suite)
    return new Epoch(keys, own, toHex(concat(keys.groupId, bigEndian(keys.epoch, 8), fingerprint)), suite)
  }

  /** The one sealing key, and so the one counter, of our own frames of this context. */
  sealingKey(context: FrameContext): Promise<SealingKey> {
    const known = this.#sealing.get(context)
    if (known) return known
    const kid = encodeKid(context, this.own.leaf, this.number)
    const made = deriveFrameKey(this.#baseKey, kid, "encrypt", this.#suite).then((key) => new SealingKey(key, kid))
    this.#sealing.set(context, made)
    return made
  }

  /** What the KID's leaf sent; throws FrameError "reflected" for our own leaf, "forged" for one that is not in this epoch. */
  received({ context, leaf }: Kid): Received {
    if (leaf === this.own.leaf) throw new FrameError("reflected", "a frame of our own")
    const found = this.#members.get(leaf)
    if (!found) throw new FrameError("forged", "no such leaf in this epoch")
    const kid = encodeKid(context, leaf, this.number)
    const known = this.#received.get(kid)
    if (known) return known
    const key = new OpeningKey(() => deriveFrameKey(this.#baseKey, kid, "decrypt", this.#suite))
    const made = { epoch: this, context, ...found, key, hasOpened: false }
    this.#received.set(kid, made)
    return made
  }

  /** Ends one context of one person, who may have sat on another leaf in this epoch than later. */
  retireContext(identity: string, context: FrameContext): void {
    for (const [leaf, found] of this.#members) {
      if (found.identity !== identity || leaf === this.own.leaf) continue
      this.received({ context, leaf, epochByte: 0 }).key.retire()
    }
  }

  /** Takes back every `retireContext`. */
  reinstate(): void {
    for (const { key } of this.#received.values()) key.reinstate()
  }
}
