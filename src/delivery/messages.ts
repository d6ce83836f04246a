// The messages between a client and the delivery service, and their strict decoders; both sides use this module.
//
// One WebSocket message is the canonical CBOR of one map. `type` says which record it is. A client numbers its requests
// (`request`); an answer repeats the number (`answers`). What the service pushes to members carries a log number (`log`)
// that grows by one, so a member that missed something knows it; the author of a commit gets the numbers of its two
// entries in its answers. Only what hosts are told of those who ask has none. `epoch` is the epoch that a commit begins, in `stale` the group's current one, in `resume` the
// last one that the member knows to be final.

import { type CborValue, encodeCbor } from "../bytes/cbor.ts"
import {
  bytes,
  bytesUpTo,
  decodeShape,
  list,
  nullable,
  oneOf,
  record,
  type Shape,
  ShapeError,
  type Shaped,
  text,
  uint,
  uint64,
} from "../bytes/shape.ts"

export const PROTOCOL_VERSION = 1
export const MAX_MESSAGE_BYTES = 2 * 1024 * 1024
/** The service's socket is here, on the link's host. */
export const SOCKET_PATH = "/ws"

const request = uint()
const answers = uint()
const log = uint()
const key = bytes(32)
const signature = bytes(64)
const groupId = bytes(32)
const nonce = bytes(32)
const meeting = text(/^[0-9A-Za-z]{10}$/)
const srpNumber = bytes(256)
const srpProof = bytes(64)
const salt = bytes(16)
const sealedRecord = bytesUpTo(4096)
const commitBytes = bytesUpTo(256 * 1024)
const groupInfo = bytesUpTo(MAX_MESSAGE_BYTES - 1024)
/** Its member's part, as src/mls has it: the service knows the rest. */
const partial = { externalKey: bytesUpTo(2048), signer: uint(), signature: bytes(64) }
const address = text(/^wss?:\/\/[^\s]{1,255}$/)
const roomToken = text(/^[\w.-]{1,2048}$/)
const room = text(/^[0-9A-Za-z]{22}$/)
const fault = text(/^[a-z-]{1,64}$/)
const confirmationTag = bytesUpTo(64)
const digest = bytes(32)
/** What `recover` shows at most: the commits that led to the epoch in use. */
export const MAX_EVIDENCE_COMMITS = 16

/** How newcomers get in (group context extension, docs/protocol.md). */
export const admission = oneOf("open", "ask", "locked")
export type Admission = Shaped<typeof admission>

const ticket = bytesUpTo(1024)
const sealedName = bytesUpTo(512)
/** So many ask at a time; whoever comes after them waits outside. */
export const MAX_ASKERS = 100

/** Somebody who asks, as hosts are told: what was signed, under the nonce that the service gave. */
const asker = record({ identityKey: key, sealedName, nonce, signature, waitedMs: uint() })
export type AskerFacts = Shaped<typeof asker>

/** What a service keeps of a meeting; `signature` is the host key's over the create statement of its digest. */
const meetingFields = { salt, verifier: srpNumber, hostKey: key, sealedRecord }

function message<const T extends string, F extends { readonly [name: string]: Shape<CborValue> }>(type: T, fields: F) {
  return record({ type: oneOf(type), ...fields })
}

/** Client to service. */
const requests = {
  hello: message("hello", { request, version: uint(), meeting }),
  create: message("create", { request, ...meetingFields, signature }),
  "change-settings": message("change-settings", { request, sealedRecord, signature }),
  "change-rotate": message("change-rotate", { request, meeting, ...meetingFields, signature }),
  "change-delete": message("change-delete", { request, signature }),
  prove: message("prove", { request, A: srpNumber, M1: srpProof }),
  /** `hostProof`: the host key's signature over the same statement. `ticket`: of whoever was let in before. */
  enter: message("enter", {
    request,
    identityKey: key,
    session: signature,
    hostProof: nullable(signature),
    ticket: nullable(ticket),
  }),
  found: message("found", { request, groupInfo }),
  ask: message("ask", { request, identityKey: key, sealedName, signature }),
  admit: message("admit", { request, identityKey: key, ticket }),
  deny: message("deny", { request, identityKey: key }),
  commit: message("commit", { request, commit: commitBytes }),
  "group-info": message("group-info", { request, epoch: uint64, ...partial }),
  applied: message("applied", { epoch: uint64, confirmationTag }),
  refuse: message("refuse", { epoch: uint64, fault }),
  leave: message("leave", { request, leafKey: key, signature }),
  alive: message("alive", { request }),
  "hello-group": message("hello-group", { request, version: uint(), groupId }),
  resume: message("resume", { request, identityKey: key, epoch: uint64, signature }),
  /** After `lost`: the epoch in use and the last commits that led there, in their order. */
  recover: message("recover", { request, groupInfo, commits: list(commitBytes, MAX_EVIDENCE_COMMITS) }),
  /** Founds the successor of a group whose commit this member refused. */
  succeed: message("succeed", { request, groupInfo }),
  /** Goes to the successor of this member's group; the queue and the lease follow as after `enter`. */
  follow: message("follow", { request, groupId }),
} as const

const pushed = {
  /** A provisional commit, to every member but its author. */
  commit: message("commit", { log, epoch: uint64, commit: commitBytes }),
  final: message("final", { log, epoch: uint64 }),
  restored: message("restored", { log, epoch: uint64, author: key }),
  joined: message("joined", { log, identityKey: key }),
  left: message("left", { log, identityKey: key, leafKey: key, signature }),
  /** To hosts alone, and no entry of the log: all who ask, or who does besides those told of before. */
  asking: message("asking", { scope: oneOf("all", "further"), askers: list(asker, MAX_ASKERS) }),
  /** To hosts alone: this one does not ask any more. A host answered, the asker went, or nobody needs to ask. */
  answered: message("answered", { identityKey: key }),
  gone: message("gone", { log, groupId, epoch: uint64, identityKey: key, leafKey: key, signature }),
  /** The group info of the epoch in force is missing: the member named is to upload it. */
  wanted: message("wanted", { log, epoch: uint64, identityKey: key }),
  /** A group was founded for those who refused the commit of this digest, made in `epoch`, the last good one. */
  successor: message("successor", { log, groupId, epoch: uint64, refused: digest }),
} as const

const grant = { room, roomToken, leaseMs: uint() }

/** Service to client: answers. */
const replies = {
  challenge: message("challenge", { answers, salt, B: srpNumber, nonce }),
  done: message("done", { answers }),
  proven: message("proven", {
    answers,
    M2: srpProof,
    sealedRecord,
    serviceKey: key,
    sfu: address,
    /** `link`: whether the living group knows the link by which we come, has another one since, or does not know it yet. */
    group: nullable(record({ admission, epoch: uint64, link: oneOf("current", "rotated", "unknown") })),
  }),
  "may-join": message("may-join", { answers, ...grant, groupInfo }),
  "may-found": message("may-found", { answers, ...grant }),
  queued: message("queued", { answers, position: uint() }),
  "must-ask": message("must-ask", { answers }),
  admitted: message("admitted", { answers, ticket }),
  provisional: message("provisional", { answers, epoch: uint64, log }),
  outcome: message("outcome", { answers, outcome: oneOf("final", "restored"), epoch: uint64, log }),
  /** A member gets the commits that it missed, a joiner whose turn goes on the group info to begin again from. */
  stale: message("stale", { answers, epoch: uint64, commits: list(commitBytes, 256), groupInfo: nullable(groupInfo) }),
  refused: message("refused", { answers, by: oneOf("service", "members"), fault }),
  "group-challenge": message("group-challenge", { answers, nonce }),
  /** The missed entries follow as pushes: those after number `from`, up to number `upTo`. */
  resumed: message("resumed", { answers, room, roomToken, from: uint(), upTo: uint() }),
  /** The service knows the group by its id only, since it was restarted: `recover` comes next. */
  lost: message("lost", { answers }),
  alive: message("alive", { answers }),
  /** A request that could not be taken; `answers` is null when not even its number could be read. */
  error: message("error", { answers: nullable(uint()), fault }),
} as const

export type RequestType = keyof typeof requests
export type Request<T extends RequestType = RequestType> = { [K in T]: Shaped<(typeof requests)[K]> }[T]
export type ReplyType = keyof typeof replies
export type Reply<T extends ReplyType = ReplyType> = { [K in T]: Shaped<(typeof replies)[K]> }[T]
export type PushType = keyof typeof pushed
export type Push<T extends PushType = PushType> = { [K in T]: Shaped<(typeof pushed)[K]> }[T]

export const encodeMessage = (value: Request | Reply | Push): Uint8Array<ArrayBuffer> => encodeCbor(value)

/** Throws CborError or ShapeError; the caller has already refused what is longer than MAX_MESSAGE_BYTES. */
export function decodeRequest(bytes: Uint8Array): Request {
  return decodeShape<Request>((value, path) => select<Request>(requests, value, path), bytes)
}

/** What the service sent: an answer or a log entry. Throws CborError or ShapeError. */
export function decodeFromService(bytes: Uint8Array): Reply | Push {
  return decodeShape<Reply | Push>((value, path) => {
    const isPush = typeof value === "object" && value !== null && !("answers" in value)
    return isPush ? select<Push>(pushed, value, path) : select<Reply>(replies, value, path)
  }, bytes)
}

function select<T extends CborValue>(table: { readonly [type: string]: Shape<T> }, value: CborValue, path: string): T {
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined
  const shape = typeof type === "string" && Object.hasOwn(table, type) ? table[type] : undefined
  if (!shape) throw new ShapeError("not-allowed", "unknown message type")
  return shape(value, path)
}
