// The meetings in which people leave: clients in Node alone, and together with real browsers.

import type { Progress } from "../../scripts/progress.ts"
import { RELEASE_SUITE } from "../../src/mls/suite.ts"
import { type Crowd, joinTogether } from "../../tests/harness/crowd.ts"
import type { NodeClient } from "../../tests/harness/node-client.ts"
import { NodeMeeting, settledOn } from "../../tests/harness/node-meeting.ts"
import type { Person } from "../../tests/harness/person.ts"
import { ServiceProcess } from "../../tests/harness/service-process/service-process.ts"
import { openBenchPlace } from "../measure/bench-place.ts"
import type { Gathering } from "./leaves.ts"
import { Others } from "./others.ts"
import type { HostedGathering } from "./removals.ts"
import type { Sender } from "./senders.ts"

/** Who speaks and listens where there are many. */
const SPEAKERS = 3

export interface Opened extends Gathering, AsyncDisposable {
  readonly crowd: Crowd
}

/** Clients in this process, the service in one of its own, the SFU's part played by this process. */
export async function gatherInNode(count: number, withinMs: number): Promise<Opened> {
  await using started = new AsyncDisposableStack()
  const service = started.use(await ServiceProcess.start({ suite: RELEASE_SUITE }))
  const meeting = await NodeMeeting.create(service.origin, { suite: RELEASE_SUITE, mls: "thread" })
  started.defer(() => meeting.end())
  const crowd = await joinTogether(meeting, { count, withinMs, receivers: SPEAKERS })
  await settledOn(BigInt(count - 1), crowd.people)
  return open(started.move(), { meeting, crowd, others: [] })
}

/**
 * Whole clients in this process among many members who acknowledge every epoch and do not follow it: what many machines
 * would do at once is left out, and the service has as much to do as with all of them.
 */
export async function gatherAmong(whole: number, count: number, note: (line: string) => void): Promise<Opened> {
  await using started = new AsyncDisposableStack()
  const service = started.use(await ServiceProcess.start({ suite: RELEASE_SUITE }))
  const meeting = await NodeMeeting.create(service.origin, { suite: RELEASE_SUITE, mls: "thread" })
  started.defer(() => meeting.end())
  const first = await meeting.join("First") // whoever has the lowest leaf takes leavers out
  const others = await Others.join({ link: meeting.link, suite: RELEASE_SUITE, count: count - whole }, note)
  started.defer(() => others.end())
  const crowd = await joinTogether(meeting, { count: whole - 1, withinMs: 0, receivers: SPEAKERS - 1 })
  const people = [first, ...crowd.people]
  await settledOn(BigInt(count - 1), people)
  return open(started.move(), { meeting, crowd: { ...crowd, people }, others: [] })
}

/** Few people, all whole clients, and a host among them. */
export async function gatherWithHost(count: number): Promise<HostedGathering & AsyncDisposable> {
  await using started = new AsyncDisposableStack()
  const service = started.use(await ServiceProcess.start({ suite: RELEASE_SUITE }))
  const meeting = await NodeMeeting.create(service.origin, { suite: RELEASE_SUITE, mls: "thread" })
  started.defer(() => meeting.end())
  const host = await meeting.joinAsHost("Host", { receives: "no-media" })
  const { people: guests } = await joinTogether(meeting, { count: count - 1, withinMs: 0, receivers: 0 })
  await settledOn(BigInt(count - 1), [host, ...guests])
  const owned = started.move()
  return { meeting, host, guests, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/**
 * Two browsers with the extension at a real SFU, and clients in this process, whose media no browser gets. In a browser
 * only the other one is awaited, since the SFU knows nobody else.
 */
export async function gatherWithBrowsers(clients: number, progress: Progress): Promise<Opened> {
  await using started = new AsyncDisposableStack()
  const place = started.use(await openBenchPlace(progress))
  const [ana, ben] = await Promise.all([place.person("Ana"), place.person("Ben")])
  const { host, link } = await ana.makeMeeting(place.origin)
  await host.join()
  await ben.openLink(link)
  await ben.join()
  const meeting = new NodeMeeting(link, { suite: RELEASE_SUITE, mls: "thread" })
  started.defer(() => meeting.end())
  const crowd = await joinTogether(meeting, { count: clients, withinMs: 0, receivers: SPEAKERS })
  await settledOn(BigInt(clients + 1), crowd.people)
  return open(started.move(), { meeting, crowd, others: [host, ben].map(browserSender) })
}

function open(
  owned: AsyncDisposableStack,
  { meeting, crowd, others }: { meeting: NodeMeeting; crowd: Crowd; others: readonly Sender[] },
): Opened {
  const [stayers, guests] = split(crowd.people)
  return { meeting, crowd, stayers, guests, others, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** Of two people one stays, and nobody is left to hear them. */
function split(people: readonly NodeClient[]): readonly [readonly NodeClient[], readonly NodeClient[]] {
  const staying = Math.min(SPEAKERS, people.length - 1)
  return [people.slice(0, staying), people.slice(staying)]
}

function browserSender({ name, page }: Person): Sender {
  return {
    name,
    sendingAt: (epoch) =>
      page.evaluate(async (wanted) => {
        const views = chrome.extension.getViews()
        const engine = views.find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
        const statistics = await engine?.statistics()
        return statistics?.epochs.findLast(({ epoch }) => epoch === wanted)?.sendingAt ?? null
      }, epoch.toString()),
  }
}
