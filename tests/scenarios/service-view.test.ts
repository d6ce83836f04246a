// What a service sees of a whole meeting, from its making to the last good-bye, printed: what it is told, what it gives
// out, what it hears from the SFU and asks of it. The people in it have lasting identities, a waiting room, orders, chat
// and a broken connection, and they meet twice; strangers meet between.

import { afterEach, beforeEach, expect, it } from "vitest"
import { toHex, utf8 } from "../../src/bytes/bytes.ts"
import { parseMeetingLink } from "../../src/links/link.ts"
import { OPEN_TO_ALL } from "../../src/meetings/create-meeting.ts"
import type { Vault } from "../../src/vault/vault.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { askerIdOf, idOf, NodeMeeting } from "../harness/node-meeting.ts"
import { lastingKeyOf, lastingVault } from "../harness/node-parts.ts"
import { printedMessages } from "../harness/printed-view.ts"
import { closeService, openService, SFU_KEYS, type TestService } from "../harness/service.ts"
import { linksOf, onDisk, ServiceView } from "../harness/service-view.ts"
import { SfuApi } from "../harness/sfu-api.ts"

const FRIENDS = ["Hana Svobodová", "Ben Okafor", "Chidi Eze", "Dora Papadopoulos"] as const
const STRANGERS = ["Ines Duarte Vasconcelos", "Jo Li", "Kofi Boateng", "Lena Weißgerber"] as const
const SAID = "the figures of the third quarter"
/** LiveKit's identity of one session: 16 bytes of a digest of room and key, 8 random ones. */
const SESSION = /^[0-9a-f]{32}\.[0-9a-f]{16}$/
const MEETING_ID = /^[0-9A-Za-z]{10}$/

/** Every request of the meeting and its fields: one more has to be judged before it stands here. */
const TOLD: Readonly<Record<string, string>> = {
  hello: "version meeting",
  create: "salt verifier hostKey sealedRecord signature",
  prove: "A M1",
  enter: "identityKey session hostProof ticket",
  found: "groupInfo",
  ask: "identityKey sealedName signature",
  admit: "identityKey ticket",
  deny: "identityKey",
  commit: "commit",
  "group-info": "epoch externalKey signer signature",
  applied: "epoch confirmationTag",
  leave: "leafKey signature",
  alive: "",
  "hello-group": "version groupId",
  resume: "identityKey epoch signature",
}

interface Met {
  readonly view: ServiceView
  /** What the service asked of the SFU. */
  readonly asked: readonly { readonly type: string }[]
  /** The password in the link, which nobody told the service. */
  readonly password: string
  readonly disk: readonly Uint8Array[]
}

let service: TestService
let sfu: SfuApi

beforeEach(async () => {
  sfu = await SfuApi.open()
  service = await openService({ sfu: { address: sfu.address, ...SFU_KEYS } })
})
afterEach(async () => {
  await closeService(service)
  await sfu.close()
})

it("a service sees keys of one meeting, sealed names of one length, and nothing that links two meetings", async () => {
  const vaults = await Promise.all(FRIENDS.map(lastingVault))
  const first = await meet(FRIENDS, vaults)
  const strangers = await meet(STRANGERS, await Promise.all(STRANGERS.map(lastingVault)))
  const second = await meet(FRIENDS, vaults)
  process.stdout.write(printed(first))

  const lastingKeys = await Promise.all(vaults.map(lastingKeyOf))
  const words = [...FRIENDS, ...STRANGERS, SAID, first.password, second.password].map(utf8)
  const secrets = [...words, ...lastingKeys].map(toHex)
  const logged = service.lines.map((line) => utf8(JSON.stringify(line)))
  for (const bytes of [
    ...logged,
    ...[first, second, strangers].flatMap(({ view, disk }) => [...view.bytes, ...disk]),
  ]) {
    const seen = toHex(bytes)
    for (const secret of secrets) expect(seen).not.toContain(secret)
  }
  const [one, other, structure] = [first.view.bytes, second.view.bytes, strangers.view.bytes]
  expect(linksOf(one, other, structure)).toEqual([])
  // One key in both would be found.
  expect(linksOf([...one, ...lastingKeys], [...other, ...lastingKeys], structure)).not.toEqual([])

  const sealed = first.view.told.flatMap((request) => (request.type === "ask" ? [request.sealedName.length] : []))
  expect(sealed).toEqual([348, 348, 348]) // names of different lengths
})

it("what a service is told, gives out and hears is all in one list, and none of it is a name", async () => {
  const met = await meet(FRIENDS, await Promise.all(FRIENDS.map(lastingVault)))
  const { view } = met
  const told = Map.groupBy(view.told, ({ type }) => type)
  for (const [type, all] of told) for (const request of all) expect(fieldsOf(request), type).toBe(TOLD[type])
  for (const type of ["create", "prove", "enter", "ask", "admit", "deny", "commit", "leave", "resume"] as const) {
    expect(told.get(type), type).toBeDefined()
  }
  for (const message of view.told) if ("meeting" in message) expect(message.meeting).toMatch(MEETING_ID)

  expect(view.tokens.length).toBeGreaterThanOrEqual(3)
  for (const claims of view.tokens) {
    expect(Object.keys(claims).toSorted()).toEqual(["exp", "iss", "nbf", "sub", "video"])
    expect(claims).toMatchObject({ iss: SFU_KEYS.apiKey, sub: expect.stringMatching(SESSION) })
  }
  expect(new Set(await view.answers())).toEqual(new Set([204]))
  const identities = view.heard.map(({ identity }) => identity)
  expect(view.tokens.map(({ sub }) => sub)).toEqual(expect.arrayContaining(identities))
  expect(new Set(identities).size).toBeGreaterThanOrEqual(3)
  expect(sfu.removed).toHaveLength(1) // of whom the host put out

  const text = printed(met)
  expect(text).not.toContain("[object")
  expect(text).toMatch(/ask +3 × {2}identityKey: 32 bytes, sealedName: 348 bytes, signature: 64 bytes/)
  expect(text).toMatch(
    /asking +\d+ × {2}scope: all \| further, askers: [\d–]+ of \[\{identityKey: 32 bytes, sealedName: 348 bytes,/,
  )
  expect(text).toMatch(/a token +\d+ × {2}.*video: \{roomJoin: true, room: \w{22}, /)
  expect(text).toMatch(/participant_left +\d+ × {2}room: \w{22}, identity: /)
  expect(text).toMatch(/RemoveParticipant +1 × {2}room: \w{22}, identity: [0-9a-f]{32}\.[0-9a-f]{16}\n/)
})

type Names = readonly [string, string, string, string]

/** A meeting that asks: two are let in, one is turned away, one removed, one comes back; orders, chat, everybody leaves. */
async function meet([hanas, bens, chidis, doras]: Names, vaults: readonly Vault[]): Promise<Met> {
  const view = new ServiceView()
  const [hostVault, ...guests] = vaults
  if (!hostVault) throw new TypeError("expected the host's vault")
  const settings = { ...OPEN_TO_ALL, admission: "ask" } as const
  const meeting = await NodeMeeting.create(service.url, { settings, hostVault, sockets: view.sockets() })
  view.connect(meeting.sfu, sfu, service.url)
  const hana = await meeting.joinAsHost(hanas, { sockets: view.sockets() })
  const knocked = await Promise.all(
    [bens, chidis, doras].map(async (name, number) => {
      const vault = guests[number]
      if (!vault) throw new TypeError("expected a vault for each")
      const client = await meeting.arrive(name, { vault, sockets: view.sockets() })
      const entered = client.join()
      entered.catch(() => undefined)
      return { client, entered }
    }),
  )
  const [ben, chidi, dora] = knocked
  if (!ben || !chidi || !dora) throw new TypeError("expected three")
  await eventually(() => expect(hana.shown.askers).toHaveLength(3))
  for (const { acquaintance } of hana.shown.askers) expect(acquaintance).toEqual({ kind: "new" }) // has a lasting identity
  await hana.order({ kind: "turn-away", askerIds: [askerIdOf(hana, chidis)] })
  await hana.order({ kind: "admit", askerIds: [askerIdOf(hana, bens), askerIdOf(hana, doras)] })
  await expect(chidi.entered).rejects.toThrow("turned-away")
  await Promise.all([ben.entered, dora.entered])
  await eventually(() => expect(hana.shown.people).toHaveLength(3))

  expect(await hana.order({ kind: "may-share", who: "hosts" })).toBe("done")
  await together(hana, ben.client, dora.client)
  ben.client.speaking.say(SAID)
  await eventually(() => expect(hana.shown.chat.map(({ text }) => text)).toEqual([SAID]))
  expect(await hana.order({ kind: "remove", personId: idOf(hana, doras) })).toBe("done")
  await together(hana, ben.client)
  ben.client.loseService()
  await eventually(() => expect(ben.client.shown.connection).not.toBe("connected"))
  ben.client.regainService()
  await eventually(() => expect(ben.client.shown.connection).toBe("connected"))

  const disk = onDisk(service)
  await ben.client.leave()
  await hana.leave()
  const password = parseMeetingLink(meeting.link)?.password
  if (password === undefined) throw new TypeError("expected a meeting link")
  await meeting.end()
  return { view, asked: sfu.asked.splice(0), password, disk }
}

function together(...people: readonly NodeClient[]): Promise<void> {
  return eventually(() => expect(new Set(people.map(({ state }) => state.epoch)).size).toBe(1))
}

function fieldsOf(message: object | undefined): string {
  return Object.keys(message ?? {})
    .filter((name) => name !== "type" && name !== "request")
    .join(" ")
}

function printed({ view, asked }: Met): string {
  return `
What a service is told in one meeting:
${printedMessages(view.told)}
What it gives out:
${printedMessages(view.given)}
${printedMessages(view.tokens.map((claims) => ({ type: "a token", ...claims })))}
What the SFU tells it:
${printedMessages(view.heard.map(({ event, ...rest }) => ({ type: event, ...rest })))}
What it asks of the SFU:
${printedMessages(asked)}
Besides: the address and the times of each of ${view.told.filter(({ type }) => type.startsWith("hello")).length} sockets.

`
}
