import { expect, it } from "vitest"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { ownId, settledOn } from "../harness/node-meeting.ts"
import { useMeeting } from "../harness/use-meeting.ts"

const PEOPLE = 20
const PATIENCE_MS = 120_000

const here = useMeeting({ meeting: { mls: "thread" } })

it(
  "twenty people compare the code aloud: all show twenty of twenty, and who came and went since",
  async () => {
    const { meeting } = here
    const names = Array.from({ length: PEOPLE }, (_, number) => `P${number}`)
    const everyone = await meeting.joinAll(...names)
    expect(new Set(everyone.map(({ shown }) => shown.security.digits?.join(" "))).size).toBe(1)

    const [reader, ...listeners] = everyone
    if (!reader) throw new TypeError("expected people")
    say(reader, "reads")
    for (const listener of listeners) say(listener, "match")
    await eventually(() => progressIs(everyone, { reader: ownId(reader), confirmed: listeners.map(ownId) }))
    say(reader, "match")
    await eventually(() => progressIs(everyone, { reader: null, confirmed: everyone.map(ownId) }))
    for (const each of everyone) expect(each.shown.security.comparison).toEqual({ state: "compared", at: 0 })

    const goer = listeners.at(-1)
    if (!goer) throw new TypeError("expected listeners")
    const gone = { id: ownId(goer), name: goer.name }
    await goer.leave()
    const stayed = everyone.filter((each) => each !== goer)
    await settledOn(BigInt(PEOPLE), stayed)
    const since = { state: "changed-since", at: 0 }
    for (const each of stayed) {
      expect(each.shown.security.comparison).toEqual({ ...since, came: [], went: [gone] })
    }
    progressIs(stayed, { reader: null, confirmed: [] })
    const newcomer = await meeting.join("Quentin")
    await settledOn(BigInt(PEOPLE + 1), [...stayed, newcomer])
    const came = [{ id: ownId(newcomer), name: "Quentin" }]
    for (const each of stayed) {
      expect(each.shown.security.comparison).toEqual({ ...since, came, went: [gone] })
    }
    expect(newcomer.shown.security.comparison).toEqual({ state: "not-compared" })

    await newcomer.leave()
    await settledOn(BigInt(PEOPLE + 2), stayed)
    const again = await meeting.join(goer.name, { vault: goer.vault })
    await settledOn(BigInt(PEOPLE + 3), [...stayed, again])
    for (const each of stayed) expect(each.shown.security.comparison).toEqual({ state: "compared", at: 0 })
  },
  PATIENCE_MS,
)

interface Progress {
  readonly reader: string | null
  readonly confirmed: readonly string[]
}

/** Throws where one of them shows another progress, which is always out of all of them. */
function progressIs(people: readonly NodeClient[], { reader, confirmed }: Progress): void {
  const ids = confirmed.toSorted()
  for (const { name, shown } of people) {
    const { confirmations } = shown.security
    const progress = { ...confirmations, confirmed: confirmations.confirmed.toSorted() }
    expect(progress, name).toEqual({ reader, confirmed: ids, differ: [], of: people.length })
  }
}

function say(client: NodeClient, word: "reads" | "match"): void {
  const { attendance } = client.visit
  if (!attendance) throw new TypeError(`${client.name} is not in the meeting`)
  attendance.comparing.say(word)
}
