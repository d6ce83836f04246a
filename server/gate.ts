// Requests before the click: hello, create, change, prove. Nobody is told, nothing is reserved.

import { randomBytes } from "../src/bytes/bytes.ts"
import { isSigned } from "../src/bytes/statement.ts"
import { type Change, changeDigest, createDigest, type KeptMeeting } from "../src/delivery/digests.ts"
import { PROTOCOL_VERSION, type Request } from "../src/delivery/messages.ts"
import { type Answer, type Conversation, type Handle, leaveState, type Service } from "./conversation.ts"
import { ServiceError } from "./errors.ts"
import { admissionOf, type PublicGroup } from "./group-policy.ts"

const NONCE_BYTES = 32

export const handleHello: Handle<"hello"> = async (service, conversation, { version, meeting }, answer) => {
  requireVersion(version)
  service.limits.srpPerAddress.take(conversation.address)
  service.limits.srpPerMeeting.take(meeting)
  const kept = await service.store.read(meeting)
  const challenge = await service.srp.challenge(meeting, kept)
  const nonce = randomBytes(NONCE_BYTES)
  leaveState(service, conversation)
  conversation.state = { kind: "challenged", meeting, nonce, challenge, kept }
  answer({ type: "challenge", salt: challenge.salt, B: challenge.B, nonce })
}

export const handleProve: Handle<"prove"> = async (service, conversation, { A, M1 }, answer) => {
  const { meeting, nonce, challenge, kept } = takeChallenge(conversation)
  const M2 = await challenge.verify(A, M1)
  if (!M2 || !kept) throw new ServiceError("not-proven", "wrong password or unknown meeting")
  await service.store.touch(meeting)
  conversation.state = { kind: "proven", proven: { meeting, nonce, m1: M1, hostKey: kept.hostKey } }
  const current = service.sessions.get(meeting)?.busiest?.group.current
  answer({
    type: "proven",
    M2,
    sealedRecord: kept.sealedRecord,
    serviceKey: service.keys.publicKey,
    sfu: service.sfu.address,
    group: current ? describeGroup(current, meeting) : null,
  })
}

function describeGroup(group: PublicGroup, meeting: string) {
  const { context, epoch } = group
  return { admission: admissionOf(group, null), epoch, link: linkOf(context, meeting) }
}

function linkOf(
  { meeting: current, formerLinks }: PublicGroup["context"],
  meeting: string,
): "current" | "rotated" | "unknown" {
  if (current === meeting) return "current"
  return formerLinks.some((former) => former.meeting === meeting) ? "rotated" : "unknown"
}

export const handleCreate: Handle<"create"> = async (service, conversation, request, answer) => {
  service.limits.createPerAddress.take(conversation.address)
  const { meeting, nonce, challenge, kept: existing } = takeChallenge(conversation)
  challenge.drop()
  const kept = keptOf(request)
  const statement = { host: conversation.host, meeting, nonce, digest: await createDigest(kept) }
  if (!(await isSigned(kept.hostKey, request.signature, "create", statement))) {
    throw new ServiceError("bad-signature", "the host key did not sign this")
  }
  if (existing || !(await service.store.create(meeting, kept))) {
    throw new ServiceError("meeting-exists", "the id is taken")
  }
  service.log({ event: "meeting-created" })
  answer({ type: "done" })
}

export const handleChangeSettings: Handle<"change-settings"> = async (service, conversation, request, answer) => {
  const { sealedRecord, signature } = request
  const { meeting } = await takeChange(conversation, { change: "settings", sealedRecord }, signature)
  // The group's context names the record: nobody else could come in.
  if (service.sessions.get(meeting)?.isOccupied) throw new ServiceError("occupied", "the group names another record")
  await service.store.replaceRecord(meeting, sealedRecord)
  reportChange(service, answer)
}

export const handleChangeRotate: Handle<"change-rotate"> = async (service, conversation, request, answer) => {
  const change = { change: "rotate", meeting: request.meeting, kept: keptOf(request) } as const
  const { meeting } = await takeChange(conversation, change, request.signature)
  const next = change.meeting
  const isKept = (await service.store.read(next)) !== null
  if (isKept || service.sessions.get(next)) throw new ServiceError("meeting-exists", "the id is taken")
  const session = service.sessions.get(meeting)
  if (session && !session.isReadyFor(next)) throw new ServiceError("occupied", "the group does not name this id")
  service.sessions.rename(meeting, next) // from now on nobody founds by the old link
  if (!(await service.store.rotate(meeting, next, change.kept))) {
    service.sessions.rename(next, meeting)
    throw new ServiceError("meeting-exists", "the id is taken")
  }
  reportChange(service, answer)
}

export const handleChangeDelete: Handle<"change-delete"> = async (service, conversation, { signature }, answer) => {
  const { meeting } = await takeChange(conversation, { change: "delete" }, signature)
  await service.store.delete(meeting)
  service.sessions.detach(meeting)
  reportChange(service, answer)
}

export function requireVersion(version: number): void {
  if (version !== PROTOCOL_VERSION) throw new ServiceError("version", `"version" must be ${PROTOCOL_VERSION}`)
}

function reportChange({ log }: Service, answer: (reply: Answer) => void): void {
  log({ event: "meeting-changed" })
  answer({ type: "done" })
}

// Unknown meetings and foreign keys are one fault, so that a change tells nobody which meetings exist.
async function takeChange(conversation: Conversation, change: Change, signature: Uint8Array) {
  const { meeting, nonce, challenge, kept } = takeChallenge(conversation)
  challenge.drop()
  const statement = { host: conversation.host, meeting, nonce, digest: await changeDigest(change) }
  const hostKey = kept?.hostKey ?? new Uint8Array(32)
  if (!(await isSigned(hostKey, signature, "change", statement)) || !kept) {
    throw new ServiceError("bad-signature", "the host key did not sign this")
  }
  return { meeting }
}

// A challenge, and with it a nonce, is good for one request.
function takeChallenge(conversation: Conversation) {
  const { state } = conversation
  if (state.kind !== "challenged") throw new ServiceError("out-of-order", "hello comes first")
  conversation.state = { kind: "new" }
  return state
}

function keptOf({ salt, verifier, hostKey, sealedRecord }: Request<"create" | "change-rotate">): KeptMeeting {
  return { salt, verifier, hostKey, sealedRecord }
}
