// The way back to the SFU after it ended our session, as it does when it is shut down: a fresh token from the service, and
// a new connection, again and again until it is there or too long away. The group and its keys stay as they are.

import type { Clock } from "../media/clock.ts"
import { RoomError } from "../room/errors.ts"

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 4000
/** About half a minute in all. */
const MAX_TRIES = 10

export interface MediaReturn {
  readonly clock: Clock
  /** A token for the same room, from the service; rejects when the service does not take us back. */
  readonly renewToken: () => Promise<string>
  /** Rejects with RoomError while the SFU is away. */
  readonly connect: (token: string) => Promise<void>
  readonly abortSignal: AbortSignal
}

/** Resolves when the room is connected again, or when it is given up; rejects with what `renewToken` rejects with. */
export async function returnToRoom({
  clock,
  renewToken,
  connect,
  abortSignal,
}: MediaReturn): Promise<"back" | "given-up"> {
  let waitMs = FIRST_WAIT_MS
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    // oxlint-disable-next-line no-await-in-loop -- tries follow one another
    await new Promise<void>((resolve) => clock.after(waitMs, resolve))
    waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)
    if (abortSignal.aborted) return "given-up"
    // oxlint-disable-next-line no-await-in-loop -- as above
    const isConnected = await renewToken().then(connect).then(succeeded, failedAtRoom)
    if (isConnected) return "back"
  }
  return "given-up"
}

function succeeded(): true {
  return true
}

function failedAtRoom(error: unknown): false {
  if (error instanceof RoomError) return false
  throw error
}
