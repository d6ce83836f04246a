// What a service sees of a whole meeting, from the first knock to the last good-bye, printed: types, fields and sizes. The
// people in it have a waiting room, lasting identities, orders and chat, and a second meeting by the same people.

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { toHex, utf8 } from "../../src/bytes/bytes.ts"
import { encodeMessage, type Request } from "../../src/delivery/messages.ts"
import { parseMeetingLink } from "../../src/links/link.ts"
import { OPEN_TO_ALL } from "../../src/meetings/create-meeting.ts"
import type { Vault } from "../../src/vault/vault.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting } from "../harness/node-meeting.ts"
import { openVault } from "../harness/node-parts.ts"
import { NodeSockets } from "../harness/node-sockets.ts"
import { closeService, openService, type TestService } from "../harness/service.ts"

const NAMES = { hana: "Hana Svobodová", ben: "Ben Okafor", chidi: "Chidi Eze" } as const
const SAID = "the figures of the third quarter"

type People = Readonly<Record<"ben" | "chidi", Vault>>

interface View {
  readonly requests: readonly Request[]
  /** The password in the link, which nobody told the service. */
  readonly password: string
  readonly disk: readonly Uint8Array[]
}

async function lastingVault(): Promise<Vault> {
  const vault = await openVault()
  await vault.lasting.create()
  return vault
}

/** A meeting that asks: one is let in, one turned away; orders, chat, and everybody leaves. */
async function meet(service: TestService, people: People): Promise<View> {
  const requests: Request[] = []
  const listening = () => {
    const sockets = new NodeSockets()
    sockets.sent = (request) => {
      requests.push(request)
      return request
    }
    return sockets
  }
  const meeting = await NodeMeeting.create(service.url, { settings: { ...OPEN_TO_ALL, admission: "ask" } })
  const hana = await meeting.joinAsHost(NAMES.hana, { sockets: listening() })
  const knock = async (who: "ben" | "chidi") => {
    const client = await meeting.arrive(NAMES[who], { vault: people[who], sockets: listening() })
    const entered = client.join()
    entered.catch(() => undefined)
    await eventually(() => expect(hana.shown.askers.map(({ name }) => name)).toContain(NAMES[who]))
    return { client, entered }
  }
  const [ben, chidi] = [await knock("ben"), await knock("chidi")]
  for (const { acquaintance } of hana.shown.askers) expect(acquaintance).toEqual({ kind: "new" }) // has a lasting identity
  await hana.order({ kind: "turn-away", askerIds: [idOfAsker(hana, NAMES.chidi)] })
  await hana.order({ kind: "admit", askerIds: [idOfAsker(hana, NAMES.ben)] })
  await ben.entered
  await expect(chidi.entered).rejects.toThrow("turned-away")
  await eventually(() => expect(hana.shown.people).toHaveLength(2))
  await hana.order({ kind: "may-share", who: "hosts" })
  await eventually(() => expect(ben.client.state.epoch).toBe(hana.state.epoch))
  ben.client.speaking.say(SAID)
  await eventually(() => expect(hana.shown.chat.map(({ text }) => text)).toEqual([SAID]))
  const disk = readdirSync(service.dataFolder).map((file) => readFileSync(join(service.dataFolder, file)))
  await ben.client.leave()
  await hana.leave()
  const password = parseMeetingLink(meeting.link)?.password ?? ""
  await meeting.end()
  return { requests, password, disk }
}

const idOfAsker = (host: NodeClient, name: string): string =>
  host.shown.askers.find((asker) => asker.name === name)?.id ?? ""

/** Every byte string of a message, and what it is called. */
function byteStrings(value: unknown, path: string): readonly (readonly [string, Uint8Array])[] {
  if (value instanceof Uint8Array) return [[path, value]]
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => byteStrings(inner, path === "" ? name : `${path}.${name}`))
}

/** One line for each type of request: how many, and what is in it. */
function printed({ requests }: View): string {
  const types = [...new Set(requests.map(({ type }) => type))]
  const lines = types.map((type) => {
    const all = requests.filter((request) => request.type === type)
    const [first] = all
    const fields = Object.entries(first ?? {}).flatMap(([name, value]) => {
      if (name === "type" || name === "request") return []
      return [value instanceof Uint8Array ? `${name} (${value.length} bytes)` : `${name}: ${String(value)}`]
    })
    return `${type.padEnd(12)} ${String(all.length).padStart(3)}  ${fields.join(", ")}`
  })
  return lines.join("\n")
}

it("a service sees keys of one meeting, sealed names of one length, and nothing that links two meetings", async () => {
  const service = await openService()
  const people = { ben: await lastingVault(), chidi: await lastingVault() }
  const [first, second] = [await meet(service, people), await meet(service, people)]
  await closeService(service)
  process.stdout.write(`\nWhat the service was told in one meeting:\n${printed(first)}\n\n`)

  const secrets = [...Object.values(NAMES), SAID, first.password, second.password].map((text) => toHex(utf8(text)))
  for (const vault of Object.values(people)) {
    const key = await vault.lasting.get() // oxlint-disable-line no-await-in-loop -- two
    secrets.push(toHex(key?.publicKey ?? utf8("none")))
  }
  for (const { requests, disk } of [first, second]) {
    for (const bytes of [...requests.map((request) => encodeMessage(request)), ...disk]) {
      for (const secret of secrets) expect(toHex(bytes)).not.toContain(secret)
    }
  }
  const sealed = first.requests.flatMap((request) => (request.type === "ask" ? [request.sealedName.length] : []))
  expect(sealed).toEqual([348, 348]) // names of different lengths
  const seen = new Set(first.requests.flatMap((request) => byteStrings(request, "").map(([, bytes]) => toHex(bytes))))
  const again = second.requests.flatMap((request) => byteStrings(request, request.type))
  expect(again.length).toBeGreaterThan(20)
  expect(again.filter(([, bytes]) => seen.has(toHex(bytes))).map(([path]) => path)).toEqual([])
})
