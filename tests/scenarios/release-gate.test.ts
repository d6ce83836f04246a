// No meeting before the verdict on this client: the whole engine at a real service, its package checked by the real
// verifier.

import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest"
import type { PersonRelease } from "../../src/meeting/person.ts"
import { FAST_SUITE } from "../../src/mls/suite.ts"
import { NodeEngine, type NodeEngineOptions } from "../harness/node-engine.ts"
import { NodeMeeting } from "../harness/node-meeting.ts"
import { NodeSfu } from "../harness/node-sfu.ts"
import { eventually } from "../harness/eventually.ts"
import { PasswordThread } from "../harness/passwords/password-thread.ts"
import { openAuthority } from "../harness/release/authority.ts"
import { changed, digestOf, signPackage, VERSION } from "../harness/release/test-package.ts"
import { closeService, openService, type TestService } from "../harness/service.ts"

const NOW = Math.ceil(Date.now() / 1000) * 1000
const authority = await openAuthority(new Date(NOW))
const first = await signPackage(authority)
const second = await signPackage(authority, { release: { sequence: 2, previous: digestOf(first) } })
const unsigned = changed(first, { "release.sigstore.json": null })

describe("the verdict on this client", () => {
  const passwords = new PasswordThread()
  const sfu = new NodeSfu()
  let service: TestService
  let link: string
  let engines: AsyncDisposableStack

  afterAll(() => passwords.end())
  beforeEach(async () => {
    service = await openService()
    ;({ link } = await NodeMeeting.create(service.url))
    engines = new AsyncDisposableStack()
  })
  afterEach(async () => {
    await engines.disposeAsync()
    await closeService(service)
  })

  async function start(options: Partial<NodeEngineOptions> = {}): Promise<NodeEngine> {
    const surroundings = { sfu, passwords, suite: FAST_SUITE } as const
    return engines.use(await NodeEngine.start({ files: first, now: () => NOW, surroundings, ...options }))
  }

  it("comes before anything is asked or shown of the meeting", async () => {
    const alice = await start({ held: true })
    expect(alice.engine.open(link, null)).toBe("opened")
    await eventually(() => expect(alice.desk.read).not.toEqual([]))
    expect(alice.snapshot).toEqual({ phase: "checking", release: { state: "checking" } })
    expect(alice.reached).toEqual([])
    alice.release()
    expect(await alice.shows("pre-join")).toMatchObject({ release: { state: "verified" }, meeting: { link } })
    await eventually(() => expect(alice.sockets.asked).toContain("hello"))
  })

  it("bars a package that was changed: the service hears nothing of it", async () => {
    const alice = await start({ files: changed(first, { "assets/engine.js": "evil()" }) })
    alice.engine.open(link, null)
    const { release } = await alice.shows("barred")
    expect(release).toMatchObject({ state: "refused", fault: "file-changed", detail: "assets/engine.js" })
    expect(alice.engine.create({ server: service.url, name: "Standup" }, null)).toBe("opened")
    await alice.shows("barred")
    expect(await alice.engine.pardonRelease(VERSION)).toBe("wrong-version")
    expect([alice.snapshot.phase, alice.reached]).toEqual(["barred", []])
  })

  it("bars a package to which a file was added, as the view lists it", async () => {
    const alice = await start()
    alice.engine.open(link, [...first.keys(), "more.js"])
    expect((await alice.shows("barred")).release).toMatchObject({ fault: "file-added", detail: "more.js" })
    expect(alice.reached).toEqual([])
    alice.engine.open(link, [...first.keys()])
    await alice.shows("pre-join")
  })

  it("checks a barred client once more when asked to, and goes on with the meeting that was opened", async () => {
    const files = new Map(changed(first, { "assets/engine.js": "evil()" }))
    const alice = await start({ files })
    alice.engine.open(link, [...first.keys(), "more.js"])
    expect((await alice.shows("barred")).release).toMatchObject({ fault: "file-changed" })
    for (const [path, content] of first) files.set(path, content) // its owner installs it anew
    alice.engine.checkAgain([...first.keys(), "more.js"])
    await eventually(() => expect(alice.snapshot.release).toMatchObject({ fault: "file-added" }))
    expect([(await alice.shows("barred")).phase, alice.reached]).toEqual(["barred", []])
    alice.engine.checkAgain([...first.keys()])
    expect(await alice.shows("pre-join")).toMatchObject({ meeting: { link } })
  })

  it("bars an unsigned build that is installed packed, and lets an unpacked one meet", async () => {
    const packed = await start({ files: unsigned })
    packed.engine.open(link, null)
    expect((await packed.shows("barred")).release).toMatchObject({ state: "unsigned" })
    expect(packed.reached).toEqual([])
    const unpacked = await start({ files: unsigned, installation: "unpacked", version: "0.9.0" })
    unpacked.engine.open(link, null)
    await unpacked.join("Alice")
    const { people, release } = await unpacked.shows("meeting")
    expect(release).toMatchObject({ state: "unsigned", mayMeet: true })
    expect(people.map((person) => person.release.version)).toEqual(["0.9.0"])
  })

  it("bars an older release until its version is typed, and then goes on with the meeting that was opened", async () => {
    const newer = await start({ files: second })
    newer.engine.open(link, null)
    await newer.shows("pre-join")
    const older = await start({ store: newer.desk.store })
    older.engine.open(link, null)
    expect((await older.shows("barred")).release).toMatchObject({ fault: "rolled-back", pardon: "possible" })
    expect(await older.engine.pardonRelease("1.2.4")).toBe("wrong-version")
    expect([older.snapshot.phase, older.reached]).toEqual(["barred", []])
    expect(await older.engine.pardonRelease(VERSION)).toBe("given")
    expect((await older.shows("pre-join")).release).toMatchObject({ state: "refused", pardon: "given", mayMeet: true })
  })

  it("is asked anew for each meeting", async () => {
    const files = new Map(first)
    const alice = await start({ files })
    alice.engine.open(link, null)
    await alice.shows("pre-join")
    await alice.engine.leave()
    files.set("assets/engine.js", Buffer.from("evil()"))
    alice.engine.open(link, null)
    expect((await alice.shows("barred")).release).toMatchObject({ fault: "file-changed" })
  })

  it("opens nothing that was taken back meanwhile", async () => {
    const alice = await start({ held: true })
    alice.engine.open(link, null)
    expect(alice.engine.open(link, null)).toBe("already-in-it")
    const another = link.replace(/id-./, (start) => (start === "id-0" ? "id-1" : "id-0"))
    expect(alice.engine.open(another, null)).toBe("in-another-meeting")
    alice.engine.dismiss()
    expect(alice.snapshot.phase).toBe("idle")
    alice.release()
    await eventually(() => expect(alice.snapshot.release.state).toBe("verified"))
    expect([alice.snapshot.phase, alice.reached]).toEqual(["idle", []])
  })

  it("makes a new meeting once it is given", async () => {
    const alice = await start()
    alice.engine.create({ server: service.url, name: "Retro" }, [...first.keys()])
    const { meeting } = await alice.shows("pre-join")
    expect(meeting.isYours).toBe(true)
  })

  it("gives the release that the credential claims: two different ones are shown on both sides", async () => {
    const alice = await start({ files: second })
    alice.engine.open(link, null)
    await alice.join("Alice")
    const bob = await start()
    bob.engine.open(link, null)
    await bob.join("Bob")
    const version = VERSION
    expect(await releasesIn(alice)).toEqual({ Alice: { kind: "yours", version }, Bob: { kind: "another", version } })
    expect(await releasesIn(bob)).toEqual({ Alice: { kind: "another", version }, Bob: { kind: "yours", version } })
    const charlie = await start({ files: unsigned, installation: "unpacked" })
    charlie.engine.open(link, null)
    await charlie.join("Charlie")
    await eventually(async () =>
      expect(await releasesIn(bob)).toMatchObject({ Charlie: { kind: "unsigned", version } }),
    )
  })
})

/** What each says to run, once somebody else is there. */
async function releasesIn(engine: NodeEngine): Promise<Record<string, PersonRelease>> {
  const { people } = await eventually(async () => {
    const shown = await engine.shows("meeting")
    if (shown.people.length < 2) throw new Error("alone")
    return shown
  })
  return Object.fromEntries(people.map(({ name, release }) => [name, release]))
}
