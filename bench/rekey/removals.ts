// People whom a host removes, one at a time, and others who come in their place: when the last of those who stay sent
// under a key that the removed person has not.

import type { NodeClient } from "../../tests/harness/node-client.ts"
import { idOf, type NodeMeeting } from "../../tests/harness/node-meeting.ts"
import { lastSwitch, nodeSender } from "./senders.ts"

export interface HostedGathering {
  readonly meeting: NodeMeeting
  readonly host: NodeClient
  readonly guests: readonly NodeClient[]
}

/** A removal is two commits: of the context, so that nobody comes back by the link alone, and of the leaf. */
const COMMITS = 2n

/** Of each removal: milliseconds from the host's order to the last sender's switch. */
export async function measureRemovals(gathering: HostedGathering, count: number): Promise<readonly number[]> {
  const { meeting, host } = gathering
  const guests = [...gathering.guests]
  const removedMs: number[] = []
  for (let number = 0; number < count; number++) {
    const removed = guests.shift()
    if (!removed) throw new RangeError("there are no guests")
    const next = host.state.epoch + COMMITS
    const personId = idOf(host, removed.name)
    const orderedAtMs = Date.now()
    const ordered = host.order({ kind: "remove", personId })
    // oxlint-disable-next-line no-await-in-loop -- one removal after the other
    removedMs.push((await lastSwitch([host, ...guests].map(nodeSender), next)) - orderedAtMs)
    // oxlint-disable-next-line no-await-in-loop -- as above
    const outcomes = [await ordered, await host.order({ kind: "admission", admission: "open" })]
    if (outcomes.some((outcome) => outcome !== "done")) throw new Error(`the orders are ${outcomes.join(", ")}`)
    // oxlint-disable-next-line no-await-in-loop -- as above
    guests.push(await meeting.join(removed.name, { receives: "no-media" }))
    // oxlint-disable-next-line no-await-in-loop -- as above
    await lastSwitch([host, ...guests].map(nodeSender), host.state.epoch)
  }
  return removedMs
}
