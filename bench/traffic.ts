// What a meeting sends besides sound and pictures, by its size: in a minute in which nothing happens, when somebody comes,
// when somebody goes, and when somebody's keys are renewed; for each member and for the newcomer.
//
//   npm run bench -- traffic [--people 2,10,50,100,250] [--save]

import { setTimeout as wait } from "node:timers/promises"
import { parseArgs } from "node:util"
import { progressOn } from "../scripts/progress.ts"
import type { Clock } from "../src/media/clock.ts"
import { RELEASE_SUITE } from "../src/mls/suite.ts"
import { MAX_LEAVES } from "../src/mls/tree.ts"
import type { NodeClient } from "../tests/harness/node-client.ts"
import { inEpoch, NodeMeeting } from "../tests/harness/node-meeting.ts"
import { ServiceProcess } from "../tests/harness/service-process/service-process.ts"
import { type Figure, figure, type Place } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"
import { type Amount, type Counter, CountedWay, countPackets, sum } from "./traffic/counted.ts"
import { HurriedClock } from "./traffic/hurried-clock.ts"

const MINUTE_MS = 60_000
/** Until all that a change brings about has been said. */
const SETTLED_MS = 6000
const NOTES = [
  "Whole clients in one Node process, which is also their SFU; the service in another; release suite (X-Wing).",
  "Service: CBOR messages over the WebSocket, both ways, without TLS, WebSocket's own frames and pings.",
  "Packets: what the SFU delivers of data messages (heartbeats, states, acknowledgements), sealed; media is not in it.",
  `A change's traffic is all until ${SETTLED_MS / 1000} s after the last one followed it.`,
  "Nobody's keys are renewed in the quiet minute: that is six times a minute at most in the whole meeting, on average.",
  `Of ${MAX_LEAVES} people the last one is who comes, and goes.`,
]

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: "string", default: "2,10,50,100,250" },
    save: { type: "boolean", default: false },
  },
})
const progress = progressOn(process.stderr)
const run = new BenchRun("traffic")
const figures: Figure[] = []
for (const people of flags.people.split(",").map(Number)) {
  figures.push(...(await progress.step(`${people} people`, (note) => measure(people, note))))
}
await run.publish(figures, { keep: flags.save ? "save" : "print", notes: NOTES })

interface Member {
  readonly client: NodeClient
  readonly way: CountedWay
}

async function measure(places: number, note: (what: string) => void): Promise<readonly Figure[]> {
  const count = Math.min(places, MAX_LEAVES - 1)
  const clock = new HurriedClock() // of whoever came first
  await using service = await ServiceProcess.start({ suite: RELEASE_SUITE })
  const meeting = await NodeMeeting.create(service.origin, { suite: RELEASE_SUITE, mls: "thread" })
  try {
    const packets = countPackets(meeting.sfu)
    const members: Member[] = []
    for (let number = 0; number < count; number++) {
      note(`${number + 1} in`)
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that nobody waits in a queue
      members.push(await join(meeting, `P${number}`, number === 0 ? { clock } : {}))
    }
    const people = members.map(({ client }) => client)
    await inEpoch(BigInt(count - 1), people)
    await wait(SETTLED_MS)
    take(members, packets)
    note("a minute")
    await wait(MINUTE_MS)
    const quiet = take(members, packets)
    note("somebody comes")
    const newcomer = await join(meeting, "Newcomer")
    await inEpoch(BigInt(count), [...people, newcomer.client])
    await wait(SETTLED_MS)
    const atJoin = take(members, packets)
    const ofNewcomer = newcomer.way.counter.take().bytes / 1000
    note("and goes")
    await newcomer.client.leave()
    await inEpoch(BigInt(count + 1), people)
    await wait(SETTLED_MS)
    const atLeave = take(members, packets)
    note("and keys are renewed")
    clock.hurry()
    await inEpoch(BigInt(count + 2), people)
    await wait(SETTLED_MS)
    const at = { axis: "people", value: places } as const
    return [
      ...describe("a quiet minute", quiet, at),
      ...describe("somebody comes", atJoin, at),
      figure({ what: "somebody comes: their bytes at the service", unit: "kB", samples: [ofNewcomer], at }),
      ...describe("somebody goes", atLeave, at),
      ...describe("somebody's keys are renewed", take(members, packets), at),
    ]
  } finally {
    await meeting.end()
  }
}

async function join(meeting: NodeMeeting, name: string, own: { readonly clock?: Clock } = {}): Promise<Member> {
  const way = new CountedWay()
  return { client: await meeting.join(name, { ...own, sockets: way.sockets, receives: "no-media" }), way }
}

interface Taken {
  /** Of each member, to and from the service. */
  readonly service: readonly Amount[]
  /** Delivered to all together. */
  readonly packets: Amount
}

function take(members: readonly Member[], packets: Counter): Taken {
  return { service: members.map(({ way }) => way.counter.take()), packets: packets.take() }
}

function describe(when: string, { service, packets }: Taken, at: Place): readonly Figure[] {
  const ofMember = (what: string, unit: string, samples: readonly number[]) =>
    figure({ what: `${when}: ${what}`, unit, samples, at })
  return [
    ofMember(
      "a member's messages at the service",
      "messages",
      service.map(({ messages }) => messages),
    ),
    ofMember(
      "a member's bytes at the service",
      "kB",
      service.map(({ bytes }) => bytes / 1000),
    ),
    ofMember("the service's bytes in all", "kB", [sum(service).bytes / 1000]),
    ofMember("packets that a member gets", "packets", [packets.messages / service.length]),
    ofMember("bytes of packets that a member gets", "kB", [packets.bytes / 1000 / service.length]),
  ]
}
