// The group context extension 0xF0A1: what the meeting is, whose it is and what its members may do.
//
//   extension_data = canonical CBOR {version, meeting, pskId, recordDigest, formerLinks, hostKey, serviceKey, admission,
//                                    generation, coHosts, mayShare, mayChat, authority}
//
// It is part of MLS's GroupContext, so all members of an epoch agree on it or do not share the epoch.

import type { Extension } from "ts-mls/extension.js"
import { isEqual, sha256 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { PASSED_KEY_BYTES } from "../bytes/passed-key.ts"
import { bytes, decodeShape, list, nullable, oneOf, record, type Shaped, text, uint } from "../bytes/shape.ts"
import { isSigned, type Sign, signStatement } from "../bytes/statement.ts"
import { PolicyError } from "./errors.ts"
import { MEETING_EXTENSION } from "./suite.ts"

const CONTEXT_VERSION = 1
export const MAX_CO_HOSTS = 16
/** Of the links before the present one, the latest; people who came by an earlier one have no name for newcomers. */
export const MAX_FORMER_LINKS = 16

const key = bytes(32)
const signature = bytes(64)

const settingsFields = {
  admission: oneOf("open", "ask", "locked"),
  mayShare: oneOf("everyone", "hosts"),
  mayChat: oneOf("everyone", "hosts"),
}

const meetingId = text(/^[0-9A-Za-z]{10}$/)

const fieldsShape = {
  version: uint(),
  meeting: meetingId,
  pskId: bytes(32),
  recordDigest: bytes(32),
  /** The links of this group before the present one, the latest first: each one's name key under the next one's. */
  formerLinks: list(record({ meeting: meetingId, nameKey: bytes(PASSED_KEY_BYTES) }), MAX_FORMER_LINKS),
  hostKey: key,
  serviceKey: key,
  generation: uint(),
  coHosts: list(record({ identityKey: key, certificate: signature }), MAX_CO_HOSTS),
  ...settingsFields,
}

/** Whose signature stands behind a context: a host's identity key with its certificate, or the host key itself. */
const authorityShape = record({ signer: key, certificate: nullable(signature), signature })

const contextShape = record({ ...fieldsShape, authority: nullable(authorityShape) })
const unsignedShape = record(fieldsShape)

/** What the sealed record fixes at the start and a host may change. */
export type MeetingSettings = Shaped<ReturnType<typeof record<typeof settingsFields>>>
export type MeetingContext = Shaped<typeof contextShape>
export type MeetingContextFields = Shaped<typeof unsignedShape>
export type CoHost = MeetingContext["coHosts"][number]

/** What a joiner knows of the meeting from the record it opened and the service it spoke to. */
export interface Expectation {
  readonly meeting: string
  readonly pskId: Uint8Array
  readonly recordDigest: Uint8Array
  readonly hostKey: Uint8Array
  readonly serviceKey: Uint8Array
  readonly settings: MeetingSettings
}

/** The context of a new group: generation 0, signed by nobody, equal to the record. */
export function firstContext(expected: Expectation): MeetingContext {
  const { settings, ...fixed } = expected
  const nobodySpoke = { generation: 0, coHosts: [], formerLinks: [], authority: null }
  return { version: CONTEXT_VERSION, ...fixed, ...settings, ...nobodySpoke }
}

export function contextExtension(context: MeetingContext): Extension {
  return { extensionType: MEETING_EXTENSION, extensionData: encodeCbor(context) }
}

/** Throws PolicyError `context-malformed`. */
export function decodeContext(data: Uint8Array): MeetingContext {
  const context = decode(data)
  if (context.version !== CONTEXT_VERSION) {
    throw new PolicyError("context-malformed", `"version" must be ${CONTEXT_VERSION}, got ${context.version}`)
  }
  return context
}

function decode(data: Uint8Array): MeetingContext {
  try {
    return decodeShape(contextShape, data)
  } catch (error) {
    throw new PolicyError("context-malformed", "the meeting extension cannot be read", { cause: error })
  }
}

/**
 * Signs fields by a host: with its identity key and certificate, or with the host key (`certificate` null).
 *
 * `origin` is the group id, in a successor group the first one's.
 */
export async function signContext(
  origin: Uint8Array,
  fields: MeetingContextFields,
  by: { readonly signer: Uint8Array; readonly certificate: Uint8Array | null; readonly sign: Sign },
): Promise<MeetingContext> {
  const statement = await contextStatement(origin, fields)
  const made = await signStatement(by.sign, "context", statement)
  return { ...fields, authority: { signer: by.signer, certificate: by.certificate, signature: made } }
}

/** Checks every signature inside a context; throws PolicyError. */
export async function verifyContext(origin: Uint8Array, context: MeetingContext): Promise<void> {
  await Promise.all(context.coHosts.map((coHost) => verifyCoHost(origin, context, coHost)))
  const { authority, ...fields } = context
  if (context.generation === 0) {
    if (authority || context.coHosts.length > 0 || context.formerLinks.length > 0) {
      throw new PolicyError("context-unsigned", "generation 0 has neither signature nor co-hosts nor former links")
    }
    return
  }
  if (!authority) throw new PolicyError("context-unsigned", `generation ${context.generation} needs a host's signature`)
  const { signer, certificate } = authority
  const isHost = certificate
    ? await isCertified(origin, context, { identityKey: signer, certificate })
    : isEqual(signer, context.hostKey)
  if (!isHost) {
    throw new PolicyError("context-forged", "the context's signer is no host")
  }
  const statement = await contextStatement(origin, fields)
  if (!(await isSigned(authority.signer, authority.signature, "context", statement))) {
    throw new PolicyError("context-forged", "the context's signature does not verify")
  }
}

/** Compares a verified context with what the joiner knows; throws PolicyError naming what differs. */
export function verifyExpectation(context: MeetingContext, expected: Expectation): void {
  if (context.meeting !== expected.meeting) throw new PolicyError("unexpected-meeting", "another meeting's group")
  if (!isEqual(context.pskId, expected.pskId)) throw new PolicyError("unexpected-psk", "another link's group")
  if (!isEqual(context.recordDigest, expected.recordDigest)) {
    throw new PolicyError("unexpected-record", "the group names another record than the one opened")
  }
  if (!isEqual(context.hostKey, expected.hostKey)) throw new PolicyError("unexpected-host", "another host's group")
  if (!isEqual(context.serviceKey, expected.serviceKey)) {
    throw new PolicyError("unexpected-service", "the group names another service key")
  }
  const { admission, mayShare, mayChat } = expected.settings
  const isAsRecorded = context.admission === admission && context.mayShare === mayShare && context.mayChat === mayChat
  if (context.generation === 0 && !isAsRecorded) {
    throw new PolicyError("unexpected-settings", "generation 0 differs from the record's settings")
  }
}

/** Whoever was in a group of this origin before is not shown an earlier word of its hosts; throws PolicyError. */
export function verifySeen(
  { origin, context }: { readonly origin: Uint8Array; readonly context: MeetingContext },
  seen: { readonly origin: Uint8Array; readonly generation: number } | null,
): void {
  if (seen && isEqual(seen.origin, origin) && context.generation < seen.generation) {
    throw new PolicyError("generation-lower", `"generation" must be at least ${seen.generation}, as seen before`)
  }
}

/**
 * Whether a certificate makes an identity a host: the host key's own word for it, or a co-host's as long as the context
 * lists it. A co-host's is another statement: else whoever was taken off the list could go on by it.
 */
export async function isCertified(
  origin: Uint8Array,
  { hostKey, coHosts }: Pick<MeetingContext, "hostKey" | "coHosts">,
  { identityKey, certificate }: CoHost,
): Promise<boolean> {
  const isListed = coHosts.some(
    (coHost) => isEqual(coHost.identityKey, identityKey) && isEqual(coHost.certificate, certificate),
  )
  return isListed || isSigned(hostKey, certificate, "host", { groupId: origin, identityKey })
}

async function verifyCoHost(origin: Uint8Array, context: MeetingContext, coHost: CoHost): Promise<void> {
  const { identityKey, certificate } = coHost
  if (!(await isSigned(context.hostKey, certificate, "co-host", { groupId: origin, identityKey }))) {
    throw new PolicyError("co-host-forged", "a co-host's certificate does not verify")
  }
}

async function contextStatement(origin: Uint8Array, fields: MeetingContextFields) {
  return { groupId: origin, generation: fields.generation, fields: await sha256(encodeCbor(fields)) }
}
