// Many people who open one link at nearly the same time.

import { setTimeout as wait } from "node:timers/promises"
import type { NodeClient } from "./node-client.ts"
import type { NodeMeeting } from "./node-meeting.ts"

export interface Crowd {
  readonly people: readonly NodeClient[]
  /** Of each: from the click to being in. */
  readonly joinMs: readonly number[]
  /** From the first click to the last one's being in. */
  readonly allInMs: number
}

export interface CrowdOptions {
  readonly count: number
  /** They click evenly over this time. */
  readonly withinMs: number
  /** How many of them, the first ones, receive the others' media; the rest does not pay for it. */
  readonly receivers: number
  /** Is told how far they are. */
  readonly note?: (line: string) => void
}

/** Rejects when one of them does not get in. */
export async function joinTogether(
  meeting: NodeMeeting,
  { count, withinMs, receivers, note = () => {} }: CrowdOptions,
): Promise<Crowd> {
  const people: NodeClient[] = []
  // On the pre-join page before: nobody clicks on what is not there yet.
  for (let number = 0; number < count; number++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as one machine does it
    people.push(await meeting.arrive(`P${number}`, { receives: number < receivers ? "all-media" : "no-media" }))
    note(`${people.length} are before the door`)
  }
  const began = performance.now()
  let inside = 0
  const joinMs = await Promise.all(
    people.map(async (person, number) => {
      await wait((number * withinMs) / count)
      const clickedAt = performance.now()
      await person.join()
      note(`${++inside} are in`)
      return performance.now() - clickedAt
    }),
  )
  return { people, joinMs, allInMs: performance.now() - began }
}
