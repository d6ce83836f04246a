// What somebody at the SFU has of a meeting: a room token, a connection, every frame; without the group's key nothing.

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { progressOn } from "../../scripts/progress.ts"
import { type Stack, startStack } from "../../scripts/stack.ts"
import { thisMachine } from "../../scripts/toolchain/machine.ts"
import { loadSfuKeys } from "../../server/keys.ts"
import { grantRoom, newRoomName } from "../../server/tokens.ts"
import { fromHex, randomBytes, toHex } from "../../src/bytes/bytes.ts"
import { clearPrefixLength } from "../../src/media/clear-prefix.ts"
import { epochByte } from "../../src/media/kid.ts"
import { RELEASE_SUITE } from "../../src/mls/suite.ts"
import { personTag } from "../../src/room/person-tag.ts"
import { until } from "../harness/bare-browser.ts"
import { copyExtension } from "../harness/browser.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting } from "../harness/node-meeting.ts"
import { Person } from "../harness/person.ts"
import { startTapBrowser, type TapBrowser, type TapPage } from "../harness/tap/browser.ts"
import { countFound } from "../harness/tap/plaintext-search.ts"
import type { TapEpoch, TapSample, TapTrack } from "../harness/tap/protocol.ts"
import { readKeySwitch } from "../harness/tile-media.ts"

const FRAMES = 100
const PATIENCE_MS = 90_000

describe("a page with a valid room token", { timeout: 3 * PATIENCE_MS }, () => {
  const started = new AsyncDisposableStack()
  let dataFolder: string
  let stack: Stack
  let ana: Person
  let ben: Person
  let mallory: NodeClient
  let browser: TapBrowser

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), "wardroom-hostile-"))
    started.defer(() => rm(dataFolder, { recursive: true, force: true, maxRetries: 5 }))
    const extension = await copyExtension(() => undefined)
    started.defer(() => rm(extension, { recursive: true, force: true, maxRetries: 5 }))
    const progress = progressOn(process.stderr)
    stack = started.use(await startStack({ machine: thisMachine(), progress, dataFolder, port: 0 }))
    browser = started.use(await startTapBrowser())
    const meeting = new NodeMeeting((await NodeMeeting.create(stack.origin)).link, { suite: RELEASE_SUITE })
    started.defer(() => meeting.end())
    const start = (name: string) =>
      Person.start({
        name,
        extension,
        window: "none",
        devices: "test",
        args: ["--use-fake-device-for-media-stream=fps=10"],
      })
    ;[ana, ben] = await Promise.all([start("Ana"), start("Ben")])
    started.use(ana)
    started.use(ben)
    for (const person of [ana, ben]) {
      await person.openLink(meeting.link)
      await person.join()
    }
    mallory = await meeting.join("Mallory")
  }, 2 * PATIENCE_MS)
  afterAll(() => started.disposeAsync())

  it("gets neither picture nor sound of it, while hundreds of sealed frames reach it", async () => {
    const tap = await browser.openTap()
    await tap.listen(mallory.room.grant, null)
    const tracks = await tracksOnce(
      tap,
      (found) => arrivals(found, "camera") >= FRAMES && loudness(found).loud >= FRAMES,
    )
    await tap.hangUp()
    // A decoder makes something of any bytes now and then, Opus always: noise, nothing of what was sent.
    expect(pictures(tracks)).toBeLessThan(0.25 * arrivals(tracks, "camera"))
    expect(alike(tracks)).toBe(0)
    expect(loudness(tracks).tones).toBeLessThan(0.2 * loudness(tracks).loud)
  })

  it("gets both by the same way with the group's key, and what it opens was nowhere to be seen before", async () => {
    const tap = await browser.openTap()
    await tap.listen(mallory.room.grant, await epochOf(mallory))
    const tracks = await tracksOnce(
      tap,
      (found) => alike(found) >= FRAMES && loudness(found).tones >= FRAMES && openings(found, "microphone") >= FRAMES,
    )
    const samples = await tap.samples()
    await tap.hangUp()
    expect(openings(tracks, "camera")).toBeGreaterThanOrEqual(FRAMES)
    expect(pictures(tracks)).toBeGreaterThanOrEqual(FRAMES)
    // A machine under load hears gaps filled in between, but never as little as noise has.
    expect(loudness(tracks).tones).toBeGreaterThan(0.35 * loudness(tracks).loud)
    const opened = samples.flatMap((sample) => (sample.opened === null ? [] : [unclear(sample, sample.opened)]))
    const forwarded = samples.map((sample) => unclear(sample, sample.arrived))
    expect(opened.length).toBeGreaterThanOrEqual(FRAMES)
    expect(countFound(opened, forwarded)).toBe(0)
    expect(countFound(opened, opened)).toBeGreaterThan(FRAMES)
  })

  it("would show the plaintext of a client that does not seal", async () => {
    const keys = await loadSfuKeys(dataFolder)
    const room = newRoomName()
    const enter = async () => ({ url: stack.sfuUrl, token: (await grantRoom(keys, room, randomBytes(32))).roomToken })
    const [speaker, listener] = [await browser.openTap(), await browser.openTap()]
    await listener.listen(await enter(), null)
    await speaker.speak(await enter())
    const tracks = await tracksOnce(listener, (found) => pictures(found) > 0 && arrivals(found, "microphone") >= FRAMES)
    const [sent, forwarded] = [await speaker.samples(), await listener.samples()]
    await Promise.all([speaker.hangUp(), listener.hangUp()])
    expect(pictures(tracks)).toBeGreaterThan(0)
    const plaintexts = sent.map((sample) => unclear(sample, sample.arrived))
    expect(
      countFound(
        plaintexts,
        forwarded.map((sample) => unclear(sample, sample.arrived)),
      ),
    ).toBeGreaterThan(FRAMES)
  })

  it("opens nothing of a newer epoch when its member has left but stays connected", async () => {
    const tap = await browser.openTap()
    const epoch = await epochOf(mallory)
    const old = epochByte(BigInt(epoch.epoch))
    const next = epochByte(BigInt(epoch.epoch) + 1n)
    await tap.listen(mallory.room.grant, epoch)
    await tracksOnce(tap, (found) => openings(found, "camera") >= FRAMES)
    await mallory.leave()
    await Promise.all([ana, ben].map((person) => hasSwitched(person, BigInt(epoch.epoch))))
    const tracks = await tracksOnce(tap, (found) => sum(found, (track) => track.epochs[next]?.arrived ?? 0) >= FRAMES)
    await tap.hangUp()
    for (const { epochs } of tracks) {
      expect(epochs[old]?.opened ?? 0).toBeGreaterThan(0)
      expect(epochs[next]).toMatchObject({ opened: 0 })
    }
    for (const person of [ana, ben]) expect((await person.readPopup(2)).groupSize).toBe(2)
  })
})

/** The tap's tracks, as soon as they are as told. */
function tracksOnce(tap: TapPage, isEnough: (tracks: readonly TapTrack[]) => boolean): Promise<readonly TapTrack[]> {
  const ask = async () => {
    const tracks = await tap.tracks()
    return isEnough(tracks) ? tracks : null
  }
  return until(ask, "frames at the tap", PATIENCE_MS)
}

/** What a member knows of its epoch. */
async function epochOf(member: NodeClient): Promise<TapEpoch> {
  const { groupId, epoch, ownLeaf, members } = member.state
  const tags = members.map(async ({ identityKey }) => [
    await personTag(member.room.name, identityKey),
    toHex(identityKey),
  ])
  return {
    groupId: toHex(groupId),
    epoch: epoch.toString(),
    baseKey: toHex(await member.exportSecret("SFrame 1.0 Base Key", 32)),
    ownLeaf,
    leaves: members.map(({ leaf, identityKey, leafKey }) => ({
      leaf,
      identityKey: toHex(identityKey),
      leafKey: toHex(leafKey),
    })),
    people: Object.fromEntries(await Promise.all(tags)),
  }
}

function hasSwitched(person: Person, from: bigint): Promise<true> {
  const ask = async () => {
    const newest = await readKeySwitch(person.page)
    return newest && BigInt(newest.epoch) > from && newest.sendingAtMs !== null ? true : null
  }
  return until(ask, `${person.name}'s new key`, PATIENCE_MS)
}

/** The bytes of a frame that are not for the SFU to read. */
function unclear({ context }: TapSample, hex: string): Uint8Array {
  const bytes = fromHex(hex)
  if (bytes.length === 0) return bytes // an unsealed encoder's padding
  return bytes.subarray(clearPrefixLength(context === "camera" ? "vp8" : "opus", bytes))
}

function sum(tracks: readonly TapTrack[], count: (track: TapTrack) => number): number {
  return tracks.reduce((total, track) => total + count(track), 0)
}

function arrivals(tracks: readonly TapTrack[], context: TapTrack["context"]): number {
  return sum(tracks, (track) => (track.context === context ? track.arrived : 0))
}

function openings(tracks: readonly TapTrack[], context: TapTrack["context"]): number {
  return sum(tracks, (track) => (track.context === context ? track.opened : 0))
}

function pictures(tracks: readonly TapTrack[]): number {
  return sum(tracks, ({ framesDecoded }) => framesDecoded)
}

function alike(tracks: readonly TapTrack[]): number {
  return sum(tracks, (track) => track.alike)
}

function loudness(tracks: readonly TapTrack[]): { readonly loud: number; readonly tones: number } {
  return { loud: sum(tracks, ({ loud }) => loud), tones: sum(tracks, ({ tones }) => tones) }
}
