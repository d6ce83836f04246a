// After the click: wait for the turn, found the group or join it by an external commit. Where the meeting admits nobody
// unasked, a host is asked first. So too for whoever must enter anew in the middle of a meeting: the same identity then,
// and a commit that replaces the own leaf.

import { signWith } from "../bytes/statement.ts"
import type { Identity } from "../delivery/delivery-client.ts"
import { DeliveryError } from "../delivery/errors.ts"
import type { Reply } from "../delivery/messages.ts"
import { PolicyError, type PolicyFault } from "../mls/errors.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import { sealProfile } from "../mls/profile.ts"
import type { SeenGeneration } from "../mls/session-options.ts"
import type { WorkerSessionOptions } from "../mls/worker-protocol.ts"
import { vouch } from "../people/vouching.ts"
import { type Arrival, expectationOf } from "./arrival.ts"
import { MeetingError } from "./errors.ts"
import type { Entered } from "./membership-options.ts"
import type { VisitParts } from "./parts.ts"
import type { Submission } from "./service-link.ts"

/** The SFU's room and a token for it. */
export type Grant = Pick<Reply<"may-join">, "room" | "roomToken">

/** How we came in: over which service, into which epoch, with which token. */
export interface Entry {
  readonly arrival: Arrival
  readonly entered: Entered
  readonly grant: Grant
}

/** Who comes, and what a host gave them for it. */
export interface Comer {
  readonly name: string
  /** For the generation that it was made in; null where no host had to let us in. */
  readonly ticket: Uint8Array | null
  /** How far the hosts' word had gone when we were in last. */
  readonly seen: SeenGeneration | null
}

export interface EntryEvents {
  /** How many are before us. */
  onQueued(position: number): void
  /** The hosts are asked to let us in. */
  onAsking(): void
  /** A host said yes. */
  onAdmitted(ticket: Uint8Array): void
  /** The turn has come, and with it the token: the SFU can be connected meanwhile. */
  onGranted(grant: Grant): void
}

interface Turn {
  readonly reply: Reply<"may-join" | "may-found">
  readonly ticket: Uint8Array | null
}

/** Others' commits may be faster than ours; the turn goes on, but not for ever. */
const MAX_COMMITS = 8
/** So often the turn may be lost, and waited for anew, or a ticket be void before it could be used. */
const MAX_TURNS = 8

/**
 * Throws MeetingError ("turned-away" where a host said no, "locked" and "nobody-to-ask" where none can be asked, and
 * "group-refused"), DeliveryError, PolicyError, MlsError.
 */
export async function enterGroup(
  arrival: Arrival,
  comer: Comer,
  mls: MlsWorker,
  parts: VisitParts,
  events: EntryEvents,
): Promise<Entry> {
  const options = await sessionOptions(arrival, comer.name, parts)
  let { ticket } = comer
  for (let taken = 0; taken < MAX_TURNS; taken++) {
    // oxlint-disable-next-line no-await-in-loop -- each turn follows the loss of the one before
    const turn = await awaitTurn(arrival, ticket, options, events)
    if (!turn) continue
    ticket = turn.ticket
    if (turn.reply.type === "may-found") requireFounder(arrival)
    events.onGranted(turn.reply)
    const entered = await comeIn(turn, arrival, mls, { ...options, seen: comer.seen }) // oxlint-disable-line no-await-in-loop -- as above
    if (entered) return { arrival, entered, grant: turn.reply }
  }
  throw new MeetingError("group-refused", `the turn was lost ${MAX_TURNS} times`)
}

/** Null: the turn is lost. */
async function comeIn(
  { reply, ticket }: Turn,
  arrival: Arrival,
  mls: MlsWorker,
  options: WorkerSessionOptions & Pick<Comer, "seen">,
): Promise<Entered | null> {
  if (reply.type === "may-found") return found(arrival, mls, options)
  const build: Joiner["build"] = (groupInfo) =>
    mls.join(groupInfo, { ...options, ticket }).catch((error: unknown) => {
      // Perhaps it takes none: we are in the tree still, or nobody needs to ask any more.
      const isVoid = isPolicy(error, "ticket-generation") || isPolicy(error, "ticket-forged") // of an earlier group
      if (ticket && isVoid) return mls.join(groupInfo, { ...options, ticket: null })
      throw error
    })
  try {
    return await commitJoin(reply.groupInfo, { service: arrival.service, mls, build })
  } catch (error) {
    if (isPolicy(error, "ticket-missing")) return null // a host has spoken since the turn came
    throw error
  }
}

function isPolicy(error: unknown, fault: PolicyFault): boolean {
  return error instanceof PolicyError && error.fault === fault
}

/** Null: what we knew of the meeting changed while we waited, and the way begins anew. */
async function awaitTurn(
  { service, identity: key, hostKey }: Arrival,
  ticket: Uint8Array | null,
  options: WorkerSessionOptions,
  events: EntryEvents,
): Promise<Turn | null> {
  const identity = { publicKey: key.publicKey, sign: signWith(key.privateKey) }
  const warrant = { hostSign: hostKey && signWith(hostKey.privateKey), ticket }
  const reply = await service.client.enter(identity, (position) => events.onQueued(position), warrant)
  if (reply.type !== "must-ask") return { reply, ticket }
  events.onAsking()
  return ask(service.client, identity, options, events)
}

async function ask(
  client: Arrival["service"]["client"],
  identity: Identity,
  { nameKey, profile, expectation: { meeting } }: WorkerSessionOptions,
  events: EntryEvents,
): Promise<Turn | null> {
  const sealedName = await sealProfile(nameKey, { meeting, identityKey: identity.publicKey }, profile)
  let admittedBy: Uint8Array | null = null
  const listener = {
    onQueued: (position: number) => events.onQueued(position),
    onAdmitted: (ticket: Uint8Array) => {
      admittedBy = ticket
      events.onAdmitted(ticket)
    },
  }
  const reply = await client.ask(identity, sealedName, listener).catch(nullIfOver)
  if (reply === null || reply.type === "must-ask") return null
  if (reply.type === "refused") throw new MeetingError("turned-away", "a host said no")
  return { reply, ticket: admittedBy }
}

/** Those whom we asked are gone: perhaps there is another group by now, or nobody. */
function nullIfOver(error: unknown): null {
  if (error instanceof DeliveryError && error.fault === "unknown-group") return null
  throw error
}

// Only the host opens a meeting that is not open to everybody: who founds it is in it without having been asked.
function requireFounder({ opened, hostKey }: Arrival): void {
  const { admission } = opened.record.settings
  if (admission === "open" || hostKey) return
  throw new MeetingError(admission === "locked" ? "locked" : "nobody-to-ask", "no host is here to let anybody in")
}

/** Whoever holds the lease, and how its join is made from a group info. */
export interface Joiner {
  readonly service: Pick<Arrival["service"], "submit">
  readonly mls: Pick<MlsWorker, "finalize" | "discard">
  readonly build: (groupInfo: Uint8Array) => ReturnType<MlsWorker["join"]>
}

/**
 * Hands in joins until one comes through, each made anew from the newest group info; null: the turn is lost.
 *
 * Throws MeetingError "group-refused" for a join that the group does not take.
 */
export async function commitJoin(first: Uint8Array, { service, mls, build }: Joiner): Promise<Entered | null> {
  let groupInfo: Uint8Array | null = first
  for (let made = 0; groupInfo !== null && made < MAX_COMMITS; made++) {
    // oxlint-disable-next-line no-await-in-loop -- each attempt follows the failure of the one before
    const pending = await build(groupInfo)
    // oxlint-disable-next-line no-await-in-loop -- as above
    const submission = await service.submit(pending).catch(turnOver)
    // oxlint-disable-next-line no-await-in-loop -- as above
    const state = submission.outcome === "final" ? await mls.finalize(pending.epoch) : null
    if (state) return { state, commit: pending.commit }
    await mls.discard() // oxlint-disable-line no-await-in-loop -- as above
    if (submission.outcome !== "stale") {
      throw new MeetingError("group-refused", `the join was ${submission.outcome}`)
    }
    groupInfo = submission.groupInfo
  }
  return null
}

/** The lease ended, or others were faster too often. */
function turnOver(error: unknown): Submission {
  if (error instanceof DeliveryError && error.fault === "turn-over") return { outcome: "stale", groupInfo: null }
  throw error
}

async function found({ service }: Arrival, mls: MlsWorker, options: WorkerSessionOptions): Promise<Entered> {
  const { groupInfo, state } = await mls.found(options)
  await service.client.found(groupInfo)
  return { state, commit: null }
}

async function sessionOptions(arrival: Arrival, name: string, parts: VisitParts): Promise<WorkerSessionOptions> {
  const { psk, nameKey } = arrival.opened
  const { meeting } = arrival.link
  const lasting = await vouch(await parts.vault.lasting.get(), { meeting, identityKey: arrival.identity.publicKey })
  return {
    suite: parts.suite,
    identity: arrival.identity,
    expectation: expectationOf(arrival),
    psk,
    nameKey,
    profile: { name, lasting, releaseDigest: parts.release.digest, releaseVersion: parts.release.version },
    hostKey: arrival.hostKey?.privateKey ?? null,
  }
}
