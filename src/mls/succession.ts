// The group context extension 0xF0A2: which group this one succeeds, and why. Only successor groups have it.
//
//   extension_data = canonical CBOR {version, origin, predecessor, epoch, refused, author, generation, returning}
//
// A group is succeeded when a commit that its honest members refuse came into force: they meet again in a new group,
// whose context says what the last good epoch's said.

import type { Extension } from "ts-mls/extension.js"
import { compareBytes, isEqual, sha256 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { bytes, decodeShape, list, record, type Shaped, uint, uint64 } from "../bytes/shape.ts"
import { PolicyError } from "./errors.ts"
import type { PublicGroup } from "./public-group.ts"
import { SUCCESSION_EXTENSION } from "./suite.ts"
import { MAX_LEAVES } from "./tree.ts"

const SUCCESSION_VERSION = 1

const id = bytes(32)

const successionShape = record({
  version: uint(),
  /** The group id that the host's statements name: the first group's in a row of successors. */
  origin: id,
  predecessor: id,
  /** The predecessor's last good epoch. */
  epoch: uint64,
  /** SHA-256 of the refused commit's bytes. */
  refused: id,
  /** Identity key of its author. */
  author: id,
  /** Generation of the context in that epoch. */
  generation: uint(),
  /** Identity keys of that epoch's members but the author, in bytewise order: whoever may come without a ticket. */
  returning: list(id, MAX_LEAVES),
})

type Admission = PublicGroup["context"]["admission"]
export type Succession = Omit<Shaped<typeof successionShape>, "version">

/** A commit that this client refused and that came into force all the same. */
export interface Refusal {
  readonly commit: Uint8Array
  /** Its author's identity key. */
  readonly author: Uint8Array
}

/** The group after `group`, where all but the refused commit's author may meet again. */
export async function succeed(group: PublicGroup, { commit, author }: Refusal): Promise<Succession> {
  return successionOf(group, await sha256(commit), author)
}

export function successionExtension(succession: Succession): Extension {
  const extensionData = encodeCbor({ version: SUCCESSION_VERSION, ...succession })
  return { extensionType: SUCCESSION_EXTENSION, extensionData }
}

/** Throws PolicyError `succession-malformed`. */
export function decodeSuccession(data: Uint8Array): Succession {
  const { version, ...succession } = decode(data)
  if (version !== SUCCESSION_VERSION) {
    throw new PolicyError("succession-malformed", `"version" must be ${SUCCESSION_VERSION}, got ${version}`)
  }
  const isOrdered = succession.returning.every(
    (key, at, keys) => at === 0 || compareBytes(keys[at - 1] ?? key, key) < 0,
  )
  if (!isOrdered) throw new PolicyError("succession-malformed", "those who return must be in bytewise order")
  return succession
}

/** Whether the two are the same succession, or both none. */
export function isSameSuccession(a: Succession | null, b: Succession | null): boolean {
  return isEqual(encodeCbor(a === null ? null : { ...a }), encodeCbor(b === null ? null : { ...b }))
}

/**
 * Checks what a successor group says of itself; throws PolicyError `refused-author`, `succession-founder`.
 *
 * Whether it is the right successor of a group that one knows is `verifySuccession`'s question.
 */
export function judgeSuccession({ succession, leaves, epoch, context }: PublicGroup): void {
  if (!succession) return
  if (leaves.some(({ identityKey }) => isEqual(identityKey, succession.author))) {
    throw new PolicyError("refused-author", "the refused commit's author is in the successor group")
  }
  if (context.generation < succession.generation) {
    throw new PolicyError("generation-lower", `"generation" must be at least ${succession.generation}`)
  }
  if (epoch > 0n) return
  const isCopied = context.generation === succession.generation
  if (!isCopied || !leaves.every(({ identityKey }) => isReturning(succession, identityKey))) {
    throw new PolicyError("succession-founder", "a member of the predecessor founds, under the context that it had")
  }
}

/**
 * Checks that a group succeeds the one that `predecessor` is the last good epoch of, after this very refusal: its
 * context is that epoch's, or a later one of a host. Throws PolicyError `unexpected-succession`.
 */
export function verifySuccession(
  successor: PublicGroup,
  predecessor: PublicGroup,
  { refused, author }: { readonly refused: Uint8Array; readonly author: Uint8Array },
): void {
  if (!isSameSuccession(successor.succession, successionOf(predecessor, refused, author))) {
    throw new PolicyError("unexpected-succession", "not the successor of this group after this commit")
  }
  const isLater = successor.context.generation > predecessor.context.generation
  const [before, after] = [encodeCbor(predecessor.context), encodeCbor(successor.context)]
  const hasSameKeys =
    isEqual(successor.context.hostKey, predecessor.context.hostKey) &&
    isEqual(successor.context.serviceKey, predecessor.context.serviceKey)
  if (!isEqual(before, after) && !(isLater && hasSameKeys)) {
    throw new PolicyError("unexpected-succession", "the successor's context is not the one that was copied")
  }
}

/**
 * The admission that holds for an identity that is neither host nor member: unless it is open, it needs a ticket.
 *
 * Until a host has spoken in a successor group, it is for those who were in: the refused author, who has the link,
 * would come back under another identity.
 */
export function admissionFor({ context, succession }: PublicGroup, identityKey: Uint8Array): Admission {
  const { admission, generation } = context
  if (succession?.generation !== generation) return admission
  if (isReturning(succession, identityKey)) return "open"
  return admission === "open" ? "ask" : admission
}

/** Whether an identity was in the last good epoch and is not the refused author. */
function isReturning(succession: Succession, identityKey: Uint8Array): boolean {
  return succession.returning.some((key) => isEqual(key, identityKey))
}

function successionOf(group: PublicGroup, refused: Uint8Array, author: Uint8Array): Succession {
  const { origin, groupId: predecessor, epoch, context, leaves } = group
  const others = leaves.map(({ identityKey }) => identityKey).filter((key) => !isEqual(key, author))
  const returning = others.sort(compareBytes)
  return { origin, predecessor, epoch, refused, author, generation: context.generation, returning }
}

function decode(data: Uint8Array): Shaped<typeof successionShape> {
  try {
    return decodeShape(successionShape, data)
  } catch (error) {
    throw new PolicyError("succession-malformed", "the succession extension cannot be read", { cause: error })
  }
}
