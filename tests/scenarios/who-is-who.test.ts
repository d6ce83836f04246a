// Who is on the other side: people who compare their codes, find each other again in another meeting, and whose lasting
// identities the service never meets.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { toHex, utf8 } from "../../src/bytes/bytes.ts"
import type { Person } from "../../src/meeting/person.ts"
import { KnownPeople } from "../../src/people/known-people.ts"
import type { Vault } from "../../src/vault/vault.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting, ownId, settledOn } from "../harness/node-meeting.ts"
import { lastingKeyOf, lastingVault, openVault } from "../harness/node-parts.ts"
import { closeService, openService, type TestService } from "../harness/service.ts"
import { linksOf, onDisk, ServiceView } from "../harness/service-view.ts"

let service: TestService
let meetings: NodeMeeting[]

beforeEach(async () => {
  service = await openService()
  meetings = []
})
afterEach(async () => {
  await Promise.all(meetings.map((meeting) => meeting.end()))
  await closeService(service)
})

async function newMeeting(): Promise<NodeMeeting> {
  const meeting = await NodeMeeting.create(service.url)
  meetings.push(meeting)
  return meeting
}

function seen(by: NodeClient, whom: NodeClient): Person {
  const id = ownId(whom)
  const person = by.shown.people.find((candidate) => candidate.id === id)
  if (!person) throw new TypeError(`${by.name} does not see ${whom.name}`)
  return person
}

function comparing(client: NodeClient) {
  const { attendance } = client.visit
  if (!attendance) throw new TypeError(`${client.name} is not in the meeting`)
  return attendance.comparing
}

async function digits(by: NodeClient, whom: NodeClient): Promise<string | undefined> {
  return (await comparing(by).pairwise(ownId(whom)))?.digits.join(" ")
}

/** What one person's screen shows is scanned by another. */
async function scan(by: NodeClient, from: NodeClient) {
  const shown = await comparing(from).pairwise(ownId(by))
  return comparing(by).verify(ownId(from), { kind: "scanned", content: shown?.qr ?? "" })
}

describe("a pairwise code", () => {
  it("is the same for both and another one for each pair, and verifies whoever is scanned", async () => {
    const [ana, ben, eva] = await (await newMeeting()).joinAll("Ana", "Ben", "Eva")
    expect(await digits(ana, ben)).toMatch(/^(?:\d{5} ){8}\d{5}$/)
    expect(await digits(ben, ana)).toBe(await digits(ana, ben))
    expect(await digits(ana, eva)).not.toBe(await digits(ana, ben))
    expect(await scan(ana, ben)).toBe("match")
    expect(seen(ana, ben).verified).toMatchObject({ verdict: "match", how: "scanned" })
    expect(seen(ana, eva).verified).toBeNull()
    expect(seen(ben, ana).verified).toBeNull() // Ben has scanned nothing
  })

  it("shown to somebody else differs", async () => {
    const [ana, ben, eva] = await (await newMeeting()).joinAll("Ana", "Ben", "Eva")
    const shownToEva = await comparing(ben).pairwise(ownId(eva))
    const content = shownToEva?.qr ?? ""
    expect(await comparing(ana).verify(ownId(ben), { kind: "scanned", content })).toBe("differs")
    expect(seen(ana, ben).verified).toMatchObject({ verdict: "differs" })
  })
})

describe("a lasting identity", () => {
  it("is said before the click, to who has one", async () => {
    const meeting = await newMeeting()
    const [ana, ben] = [await meeting.arrive("Ana", { vault: await lastingVault() }), await meeting.arrive("Ben")]
    expect(ana.snapshot).toMatchObject({ phase: "pre-join", meeting: { isLasting: true } })
    expect(ben.snapshot).toMatchObject({ phase: "pre-join", meeting: { isLasting: false } })
  })

  it("that was verified is known in the next meeting, and another of that name is not", async () => {
    const [anas, bens] = [await lastingVault(), await lastingVault()]
    const first = await newMeeting()
    const [ana, ben] = [await first.join("Ana", { vault: anas }), await first.join("Ben", { vault: bens })]
    await settledOn(1n, [ana, ben])
    expect(seen(ana, ben).acquaintance).toEqual({ kind: "new" })
    expect(await scan(ana, ben)).toBe("match")

    const second = await newMeeting()
    const again = await second.join("Ana", { vault: anas })
    const benAgain = await second.join("Ben O.", { vault: bens })
    const [otherBen, namelessKey] = [
      await second.join("Ben", { vault: await lastingVault() }),
      await second.join("ben"),
    ]
    await settledOn(3n, [again, benAgain, otherBen, namelessKey])
    expect(ownId(benAgain)).not.toBe(ownId(ben))
    expect(seen(again, benAgain).acquaintance).toEqual({ kind: "verified", at: 0 })
    expect(seen(again, otherBen).acquaintance).toEqual({ kind: "other-key", since: 0 })
    expect(seen(again, namelessKey).acquaintance).toEqual({ kind: "other-key", since: 0 })
    expect(seen(benAgain, again).acquaintance).toEqual({ kind: "new" }) // Ben never scanned Ana

    const people = new KnownPeople(anas)
    const [known] = await people.list()
    expect(known?.names).toEqual(["Ben"])
    await people.forgetAll()
    const third = await newMeeting()
    const [forgetful, stranger] = [await third.join("Ana", { vault: anas }), await third.join("Ben", { vault: bens })]
    await settledOn(1n, [forgetful, stranger])
    expect(seen(forgetful, stranger).acquaintance).toEqual({ kind: "new" })
  })

  it("is nothing that the service sees or keeps, and links no two meetings there", async () => {
    const [anas, bens] = [await lastingVault(), await lastingVault()]
    const first = await watch("Ana Lindqvist", anas, "Ben Okafor", bens)
    const second = await watch("Ana Lindqvist", anas, "Ben Okafor", bens)
    const strangers = await watch("Chidi Eze", await openVault(), "Dora Papadopoulos", await openVault())
    const keys = [await lastingKeyOf(anas), await lastingKeyOf(bens)]
    for (const view of [...first, ...second, ...onDisk(service)]) {
      for (const name of ["Lindqvist", "Okafor"]) expect(toHex(view)).not.toContain(toHex(utf8(name)))
      for (const key of keys) expect(toHex(view)).not.toContain(toHex(key))
    }
    expect(linksOf(first, second, strangers)).toEqual([])
    expect(linksOf([...first, ...keys], [...second, ...keys], strangers)).not.toEqual([])
  })
})

/** A meeting of two from the first word to the last good-bye, as their service sees it. */
async function watch(one: string, ones: Vault, other: string, others: Vault): Promise<readonly Uint8Array[]> {
  const meeting = await newMeeting()
  const view = new ServiceView()
  const ana = await meeting.join(one, { vault: ones, sockets: view.sockets() })
  const ben = await meeting.join(other, { vault: others, sockets: view.sockets() })
  await settledOn(1n, [ana, ben])
  await ben.leave()
  await ana.leave()
  return view.bytes
}

describe("names", () => {
  it("that are one are numbered, and those that look like another are marked", async () => {
    const [ana, ben, otherBen, fake] = await (await newMeeting()).joinAll("Ana", "Ben", "ben", "Аna")
    expect([seen(ana, ben), seen(ana, otherBen)].map(({ nameNumber }) => nameNumber)).toEqual([1, 2])
    expect(seen(ana, ben).nameDoubt).toBeNull()
    expect(seen(ben, fake).nameDoubt).toEqual({ kind: "looks-like", name: "Ana" })
    expect(seen(ben, ana).nameDoubt).toEqual({ kind: "looks-like", name: "Аna" })
  })
})

describe("comparing the code aloud", () => {
  it("shows everybody who reads and who confirmed, until somebody comes", async () => {
    const meeting = await newMeeting()
    const everyone = await meeting.joinAll("Ana", "Ben", "Eva")
    const [ana, ben, eva] = everyone
    comparing(ana).say("reads")
    comparing(ben).say("match")
    comparing(eva).say("differ")
    await eventually(() => {
      for (const { shown } of everyone) {
        expect(shown.security.confirmations).toEqual({
          reader: ownId(ana),
          confirmed: [ownId(ben)],
          differ: [ownId(eva)],
          of: 3,
        })
      }
    })
    const chidi = await meeting.join("Chidi")
    await settledOn(3n, [...everyone, chidi])
    for (const { shown } of [...everyone, chidi]) {
      expect(shown.security.confirmations).toEqual({ reader: null, confirmed: [], differ: [], of: 4 })
    }
    expect(ben.shown.security.comparison).toEqual({
      state: "changed-since",
      at: 0,
      came: [{ id: ownId(chidi), name: "Chidi" }],
      went: [],
    })
    await chidi.leave()
    await settledOn(4n, everyone)
    expect(ben.shown.security.comparison).toEqual({ state: "differs", by: [ownId(eva)] })
    comparing(eva).say("match")
    await eventually(() => expect(ben.shown.security.comparison).toEqual({ state: "compared", at: 0 }))
  })
})
