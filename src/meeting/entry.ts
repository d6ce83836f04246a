// After the click: wait for the turn, found the group or join it by an external commit. So too for whoever must enter anew
// in the middle of a meeting: the same identity then, and a commit that replaces the own leaf.

import { signWith } from "../bytes/statement.ts"
import { DeliveryError } from "../delivery/errors.ts"
import type { Reply } from "../delivery/messages.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { WorkerSessionOptions } from "../mls/worker-protocol.ts"
import { type Arrival, expectationOf } from "./arrival.ts"
import { MeetingError } from "./errors.ts"
import type { Entered } from "./membership-options.ts"
import type { VisitParts } from "./parts.ts"
import type { Submission } from "./service-link.ts"

/** The SFU's room and a token for it. */
export type Grant = Pick<Reply<"may-join">, "room" | "roomToken">

export interface EntryEvents {
  /** How many are before us. */
  onQueued(position: number): void
  /** The turn has come, and with it the token: the SFU can be connected meanwhile. */
  onGranted(grant: Grant): void
}

/** Others' commits may be faster than ours; the turn goes on, but not for ever. */
const MAX_COMMITS = 8
/** So often the turn may be lost, and waited for anew. */
const MAX_TURNS = 8

/** Throws MeetingError, DeliveryError, PolicyError, MlsError. */
export async function enterGroup(
  arrival: Arrival,
  name: string,
  mls: MlsWorker,
  parts: VisitParts,
  events: EntryEvents,
): Promise<Entered> {
  const identity = { publicKey: arrival.identity.publicKey, sign: signWith(arrival.identity.privateKey) }
  const options = sessionOptions(arrival, name, parts)
  for (let taken = 0; taken < MAX_TURNS; taken++) {
    // oxlint-disable-next-line no-await-in-loop -- each turn follows the loss of the one before
    const turn = await arrival.service.client.enter(identity, (position) => events.onQueued(position))
    if (turn.type === "must-ask") throw new MeetingError("service-refused", "the meeting wants its host's admission")
    events.onGranted(turn)
    // oxlint-disable-next-line no-await-in-loop -- as above
    const entered = await (turn.type === "may-found"
      ? found(arrival, mls, options)
      : commitJoin(turn.groupInfo, {
          service: arrival.service,
          mls,
          build: (groupInfo) => mls.join(groupInfo, { ...options, ticket: null }),
        }))
    if (entered) return entered
  }
  throw new MeetingError("group-refused", `the turn was lost ${MAX_TURNS} times`)
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

function sessionOptions(arrival: Arrival, name: string, parts: VisitParts): WorkerSessionOptions {
  const { psk, nameKey } = arrival.opened
  return {
    suite: parts.suite,
    identity: arrival.identity,
    expectation: expectationOf(arrival),
    psk,
    nameKey,
    profile: { name, lasting: null, releaseDigest: parts.release.digest, releaseVersion: parts.release.version },
    hostKey: arrival.hostKey?.privateKey ?? null,
  }
}
