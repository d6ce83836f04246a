import { describe, expect, it } from "vitest"
import { randomBytes, toHex } from "../../../src/bytes/bytes.ts"
import { passKey } from "../../../src/bytes/passed-key.ts"
import { GroupSession } from "../../../src/mls/group.ts"
import { LinkKeys } from "../../../src/mls/link-keys.ts"
import { firstContext, MAX_FORMER_LINKS } from "../../../src/mls/meeting-context.ts"
import type { PendingCommit, Received } from "../../../src/mls/session-options.ts"
import { Gathering, Meeting, type Person } from "./people.ts"

const LINK = new TextEncoder().encode("the next link")

/** The next link of a meeting, by its number, and what the host changes for it. */
async function nextLink(number: number, former: { readonly meeting: string; readonly rawNameKey: Uint8Array }) {
  const meeting = `Next00000${number}`
  const rawNameKey = randomBytes(32)
  const nameKey = await crypto.subtle.importKey("raw", rawNameKey, "AES-GCM", false, ["encrypt", "decrypt"])
  const passed = await passKey(nameKey, former.rawNameKey, { former: former.meeting, next: meeting })
  const keys = { psk: randomBytes(32), pskId: randomBytes(32), nameKey }
  return {
    meeting,
    rawNameKey,
    keys,
    recordDigest: randomBytes(32),
    former: { meeting: former.meeting, nameKey: passed },
  }
}

type NextLink = Awaited<ReturnType<typeof nextLink>>

/** Anna, the host, and Ben in a meeting whose first name key is known. */
async function gathering() {
  const rawNameKey = randomBytes(32)
  const nameKey = await crypto.subtle.importKey("raw", rawNameKey, "AES-GCM", false, ["encrypt", "decrypt"])
  const made = await Meeting.create()
  const { expectation, psk, suite, host, service } = made
  const meeting = Meeting.known({ expectation, psk, nameKey, suite }, { host, service })
  const people = await Gathering.of(meeting, "anna", "ben")
  return { people, first: { meeting: expectation.meeting, rawNameKey } }
}

async function change(people: Gathering, next: NextLink): Promise<PendingCommit> {
  const { session } = people.person("anna")
  await session.addLink(next.keys)
  const { context } = session.epochState
  const { meeting, recordDigest, former, keys } = next
  const formerLinks = [former, ...context.formerLinks]
  const changes = { meeting, recordDigest, pskId: keys.pskId, formerLinks, generation: context.generation + 1 }
  return session.changeContext(changes, { hostSign: people.meeting.host.sign, rotation: LINK })
}

/** Everybody follows, having added the link's keys as they heard of it. */
async function rotate(people: Gathering, next: NextLink): Promise<void> {
  const pending = await change(people, next)
  for (const { name, session } of people.people) {
    if (name === "anna") continue
    expect(linkIn(await session.receive(pending.commit))).toEqual(LINK)
    await session.addLink(next.keys)
  }
  for (const { session } of people.people) await session.finalize(pending.epoch)
  people.groupInfo = await people.person("anna").session.exportGroupInfo()
}

function linkIn({ report }: Received) {
  return report.nextLink
}

/** Somebody who has the next link alone. */
async function joinBy(people: Gathering, next: NextLink, name: string): Promise<Person> {
  const { meeting, keys, recordDigest } = next
  const { pskId } = keys
  const expectation = { ...people.meeting.expectation, meeting, pskId, recordDigest }
  const { host, service, suite } = people.meeting
  const by = Meeting.known({ expectation, ...keys, suite }, { host, service })
  const newcomers = Gathering.with(by, people.person("anna"), people.groupInfo)
  newcomers.people.push(...people.people.slice(1))
  const person = await newcomers.join(name)
  people.people.push(person)
  people.groupInfo = newcomers.groupInfo
  return person
}

const names = ({ session }: Person) => session.epochState.members.map(({ name }) => name)

describe("a change of the link", () => {
  it("tells the members the next link, and whoever has it joins and reads everybody's name", async () => {
    const { people, first } = await gathering()
    const next = await nextLink(1, first)
    await rotate(people, next)
    const chidi = await joinBy(people, next, "chidi")
    expect(names(chidi)).toEqual(["anna", "ben", "chidi"])
    expect(names(people.person("ben"))).toEqual(["anna", "ben", "chidi"])
    expect(new Set(people.people.map(({ session }) => toHex(session.epochState.authenticator))).size).toBe(1)
  })

  it("after a change of the link keeps the names of both links", async () => {
    const { people, first } = await gathering()
    const second = await nextLink(1, first)
    await rotate(people, second)
    await joinBy(people, second, "chidi")
    const third = await nextLink(2, second)
    await rotate(people, third)
    expect(names(await joinBy(people, third, "dora"))).toEqual(["anna", "ben", "chidi", "dora"])
  })

  it("tells nobody who was removed before, nor who came after", async () => {
    const { people, first } = await gathering()
    const ben = people.person("ben")
    const [leaf] = ben.session.epochState.members.filter(({ name }) => name === "ben")
    const removing = await people
      .person("anna")
      .session.removeMembers([{ reason: "order", leafKey: leaf?.leafKey ?? new Uint8Array() }])
    await people.person("anna").session.finalize(removing.epoch)
    people.people.splice(1)
    const pending = await change(people, await nextLink(1, first))
    await expect(ben.session.receive(pending.commit)).rejects.toMatchObject({ fault: "wrong-epoch" })
    expect(toHex(pending.commit)).not.toContain(toHex(LINK))
  })

  it("leaves the old link's keys where it is taken back, and erases them where it is final", async () => {
    const { people, first } = await gathering()
    const ben = people.person("ben").session
    const next = await nextLink(1, first)
    const pending = await change(people, next)
    await ben.receive(pending.commit)
    await ben.addLink(next.keys)
    await ben.restore()
    await people.person("anna").session.discard()
    await people.join("chidi") // by the old link
    expect(ben.epochState.members).toHaveLength(3)
    await rotate(people, await nextLink(2, first))
    const old = people.meeting.options("dora", people.person("ben").identity)
    await expect(GroupSession.join(people.groupInfo, { ...old, ticket: null })).rejects.toMatchObject({
      fault: "unexpected-meeting",
    })
  })
})

const secrets = async () => ({
  psk: randomBytes(32),
  pskId: randomBytes(32),
  nameKey: await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
})

describe("the keys of links", () => {
  it("are found by the id that a context names, and by no other", async () => {
    const [known, other] = [await secrets(), await secrets()]
    const keys = new LinkKeys(known)
    expect(keys.of(known).psk).toEqual(known.psk)
    expect(() => keys.of(other)).toThrow(expect.objectContaining({ fault: "unknown-link" }))
    expect(keys.findPsk(other.pskId)).toBeUndefined()
    keys.add(other)
    expect(keys.findPsk(other.pskId)).toEqual(other.psk)
  })

  it("are erased but for those of the link that stays", async () => {
    const [first, second] = [await secrets(), await secrets()]
    const keys = new LinkKeys(first)
    const kept = keys.findPsk(first.pskId)
    keys.keepOnly(second) // not known here
    expect(keys.findPsk(first.pskId)).toEqual(first.psk)
    keys.add(second)
    keys.keepOnly(second)
    expect(keys.findPsk(first.pskId)).toBeUndefined()
    expect(kept).toEqual(new Uint8Array(32))
    expect(first.psk).not.toEqual(new Uint8Array(32))
  })

  it("open former links as far as each opens the next", async () => {
    const { people, first } = await gathering()
    const [one, two] = [await nextLink(1, first), await nextLink(2, first)]
    const context = { ...firstContext(people.meeting.expectation), meeting: one.meeting, pskId: one.keys.pskId }
    const keys = new LinkKeys(one.keys)
    expect(await keys.profileKeys({ ...context, formerLinks: [one.former] })).toHaveLength(2)
    expect(await keys.profileKeys({ ...context, formerLinks: [two.former, one.former] })).toHaveLength(1)
    expect(await keys.profileKeys({ ...context, pskId: two.keys.pskId, formerLinks: [one.former] })).toEqual([])
    expect(MAX_FORMER_LINKS).toBe(16)
  })
})
