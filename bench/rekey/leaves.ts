// People who leave a meeting and come back, one at a time: when the last of the others sent under the next key, and how
// many frames in a row were lost to those who listened.

import { setTimeout as wait } from "node:timers/promises"
import type { NodeClient } from "../../tests/harness/node-client.ts"
import type { NodeMeeting } from "../../tests/harness/node-meeting.ts"
import { OpusHall } from "../../tests/harness/opus-hall.ts"
import { lastSwitch, nodeSender, type Sender } from "./senders.ts"

export interface Gathering {
  readonly meeting: NodeMeeting
  /** They speak and listen all the time, as far as they are at least two. */
  readonly stayers: readonly NodeClient[]
  /** They leave and come back in turn. */
  readonly guests: readonly NodeClient[]
  /** People of other kinds, who stay. */
  readonly others: readonly Sender[]
}

export interface Leaves {
  /** Of each leave: from the click to the last sender's switch. */
  readonly rekeyMs: readonly number[]
  /** Of each leave: most frames in a row that were sealed and did not open for somebody who stayed. */
  readonly lostAtLeave: readonly number[]
  readonly lostAtJoin: readonly number[]
  /** Of each return: from the click to being in. */
  readonly returnMs: readonly number[]
}

/** Longer than any frame is held for its epoch. */
const HELD_MS = 700

export async function measureLeaves(gathering: Gathering, count: number): Promise<Leaves> {
  const { meeting, stayers, others } = gathering
  const hall = stayers.length > 1 ? await openHall(stayers) : null
  const guests = [...gathering.guests]
  const leaves = {
    rekeyMs: [] as number[],
    lostAtLeave: [] as number[],
    lostAtJoin: [] as number[],
    returnMs: [] as number[],
  }
  for (let number = 0; number < count; number++) {
    const leaver = guests.shift()
    if (!leaver) throw new RangeError("there are no guests")
    const senders = [...[...stayers, ...guests].map(nodeSender), ...others]
    const next = leaver.state.epoch + 1n
    hall?.beginAnew()
    const leftAtMs = Date.now()
    // oxlint-disable-next-line no-await-in-loop -- one leave after the other
    const [switchedAtMs] = await Promise.all([lastSwitch(senders, next), leaver.leave()])
    leaves.rekeyMs.push(switchedAtMs - leftAtMs)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await wait(HELD_MS)
    if (hall) leaves.lostAtLeave.push(longestRun(hall))
    hall?.beginAnew()
    // oxlint-disable-next-line no-await-in-loop -- as above
    const newcomer = await meeting.arrive(leaver.name, { receives: "no-media" })
    const clickedAt = performance.now()
    // oxlint-disable-next-line no-await-in-loop -- as above
    await newcomer.join()
    leaves.returnMs.push(performance.now() - clickedAt)
    guests.push(newcomer)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await lastSwitch(senders, next + 1n)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await wait(HELD_MS)
    if (hall) leaves.lostAtJoin.push(longestRun(hall))
  }
  await hall?.end()
  return leaves
}

async function openHall(people: readonly NodeClient[]): Promise<OpusHall> {
  const hall = new OpusHall()
  for (const person of people) hall.listen(person)
  await Promise.all(people.map((person) => hall.speak(person)))
  await wait(HELD_MS)
  return hall
}

function longestRun(hall: OpusHall): number {
  return Math.max(0, ...hall.hearings().map((hearing) => hearing.longestRun))
}
