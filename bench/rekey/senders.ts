// When people of any kind first sent under an epoch.

import { eventually } from "../../tests/harness/eventually.ts"
import type { NodeClient } from "../../tests/harness/node-client.ts"

/** Somebody who sends in a meeting. */
export interface Sender {
  readonly name: string
  /** When they first sent under an epoch: milliseconds of the epoch of time, null while they do not. */
  sendingAt(epoch: bigint): Promise<number | null>
}

export function nodeSender({ name, visit }: NodeClient): Sender {
  return {
    name,
    sendingAt: async (epoch) => {
      const times = visit.conference.epochTimes().findLast((candidate) => candidate.epoch === epoch)
      const atMs = times?.sendingAt ?? null
      return atMs === null ? null : atMs + Date.now() - performance.now()
    },
  }
}

/** When the last of them had switched. */
export async function lastSwitch(senders: readonly Sender[], epoch: bigint): Promise<number> {
  const switched = senders.map((sender) =>
    eventually(async () => {
      const atMs = await sender.sendingAt(epoch)
      if (atMs === null) throw new Error(`${sender.name} does not send under epoch ${epoch}`)
      return atMs
    }),
  )
  return Math.max(...(await Promise.all(switched)))
}
