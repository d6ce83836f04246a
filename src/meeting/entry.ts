// After the click: wait for the turn, found the group or join it by an external commit.

import { signWith } from "../bytes/statement.ts"
import type { Reply } from "../delivery/messages.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { WorkerSessionOptions } from "../mls/worker-protocol.ts"
import { type Arrival, expectationOf } from "./arrival.ts"
import { MeetingError } from "./errors.ts"
import type { EngineParts } from "./parts.ts"

export interface EntryEvents {
  /** How many are before us. */
  onQueued(position: number): void
  /** The turn has come, and with it the token: the SFU can be connected meanwhile. */
  onGranted(grant: { readonly room: string; readonly roomToken: string }): void
}

/** Other joiners may win the epoch that ours was made for; the service then gives the turn anew. */
const MAX_ATTEMPTS = 8

/** Throws MeetingError, DeliveryError, PolicyError, MlsError. */
export async function enterGroup(
  arrival: Arrival,
  name: string,
  mls: MlsWorker,
  parts: EngineParts,
  events: EntryEvents,
): Promise<EpochState> {
  const identity = { publicKey: arrival.identity.publicKey, sign: signWith(arrival.identity.privateKey) }
  const options = sessionOptions(arrival, name, parts)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    // oxlint-disable-next-line no-await-in-loop -- each attempt follows the failure of the one before
    const turn = await arrival.service.client.enter(identity, (position) => events.onQueued(position))
    if (turn.type === "must-ask") throw new MeetingError("service-refused", "the meeting wants its host's admission")
    events.onGranted(turn)
    // oxlint-disable-next-line no-await-in-loop -- as above
    const state =
      turn.type === "may-found" ? await found(arrival, mls, options) : await join(arrival, mls, options, turn)
    if (state) return state
  }
  throw new MeetingError("group-refused", `the group changed under ${MAX_ATTEMPTS} attempts to join it`)
}

async function found(arrival: Arrival, mls: MlsWorker, options: WorkerSessionOptions): Promise<EpochState> {
  const { groupInfo, state } = await mls.found(options)
  await arrival.service.client.found(groupInfo)
  return state
}

/** null: somebody else's commit was taken, so this attempt is void. */
async function join(
  { service }: Arrival,
  mls: MlsWorker,
  options: WorkerSessionOptions,
  turn: Reply<"may-join">,
): Promise<EpochState | null> {
  const pending = await mls.join(turn.groupInfo, { ...options, ticket: null })
  const outcome = await service.submit(pending)
  if (outcome === "final") return mls.finalize(pending.epoch)
  await mls.discard()
  if (outcome === "stale") return null
  throw new MeetingError("group-refused", `the join was ${outcome}`)
}

function sessionOptions(arrival: Arrival, name: string, parts: EngineParts): WorkerSessionOptions {
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
