// The engine: one meeting at a time, its devices, its views. Views call it; it shows them snapshots.

import type { DeviceKind, DevicesOptions } from "../devices/devices.ts"
import { type MeetingLink, parseMeetingLink } from "../links/link.ts"
import { createLink } from "./creation.ts"
import {
  type Comparing,
  type EngineHandle,
  type EngineStatistics,
  type MediaKind,
  type OnOff,
  type OpenOutcome,
  SELF,
  type ShownTile,
  type Speaking,
} from "./engine-handle.ts"
import { MeetingError } from "./errors.ts"
import type { HostOrder, OrderOutcome } from "./host-order.ts"
import type { Wanted } from "./idle.ts"
import { LevelMeter } from "./level-meter.ts"
import { noteJoin } from "./noted-join.ts"
import { Opening } from "./opening.ts"
import { OwnDevices } from "./own-devices.ts"
import type { EngineParts, VisitParts } from "./parts.ts"
import type { MeetingPhase, Snapshot } from "./snapshot.ts"
import { SnapshotFeed } from "./snapshot-feed.ts"
import { describeStatistics } from "./statistics.ts"
import { StreamCache } from "./stream-cache.ts"
import { TabWatch } from "./tab-watch.ts"
import { type View, Views } from "./views.ts"
import { Visit } from "./visit.ts"

export interface EngineOptions {
  readonly parts: EngineParts
  readonly mediaDevices: DevicesOptions["mediaDevices"]
  readonly locks: Pick<LockManager, "request" | "query">
  /** Ends the engine's document. */
  readonly close: () => void
}

export class Engine implements EngineHandle {
  readonly #parts: EngineParts
  readonly #devices: OwnDevices
  readonly #views: Views
  readonly #feed: SnapshotFeed
  readonly #opening: Opening
  readonly #tabs: TabWatch
  readonly #streams = new StreamCache()
  readonly #lifetime = new AbortController()
  #visit: Visit | null = null

  constructor({ parts, mediaDevices, locks, close }: EngineOptions) {
    this.#parts = parts
    const plan = (): void => this.#feed.plan()
    this.#devices = new OwnDevices({
      mediaDevices,
      meter: new LevelMeter(plan),
      mayTurnOn: (kind) => this.speaking?.mayTurnOn(kind) ?? true,
      onChange: () => {
        this.#visit?.syncDevices()
        plan()
      },
      onLost: () => this.#visit?.attendance?.notice("device-lost"),
      abortSignal: this.#lifetime.signal,
    })
    this.#views = new Views({
      locks,
      onTabs: (state) => {
        if (state === "absent") this.#visit?.media.showScreen(null) // a capture ends with the tab that made it
        this.#tabs.handleTabs(state)
      },
      onTiles: () => this.#visit?.showTiles(this.#views.shownTiles()),
    })
    this.#feed = new SnapshotFeed({
      views: this.#views,
      describe: () => this.#describe(),
      onPhase: (phase, before) => this.#handlePhase(phase, before),
    })
    const { releaseGate: gate, ...others } = parts
    gate.follow(plan)
    this.#opening = new Opening({
      parts: others,
      gate,
      create: createLink,
      onChange: () => this.#feed.show(),
      onReady: (link, whose, visitParts) => this.#begin(link, whose, visitParts),
    })
    this.#tabs = new TabWatch({
      clock: parts.clock,
      views: this.#views,
      leave: () => this.leave(),
      end: () => this.#lifetime.abort(),
    })
    this.#lifetime.signal.addEventListener("abort", close, { once: true })
    this.#tabs.handleTabs("absent") // begun ahead of the tab, which may never come
  }

  get snapshot(): Snapshot {
    return this.#feed.last
  }

  subscribe(listener: (snapshot: Snapshot) => void, view: View, abortSignal: AbortSignal): void {
    this.#views.subscribe(listener, view, abortSignal)
    if (!abortSignal.aborted) listener(this.snapshot)
  }

  open(text: string, listed: readonly string[] | null): OpenOutcome {
    const link = parseMeetingLink(text)
    if (!link) throw new MeetingError("wrong-link", "not a meeting link")
    const busy = this.#busyWith()
    if (busy) return isSameMeeting(busy, link) ? "already-in-it" : "in-another-meeting"
    this.#want({ kind: "open", link, listed })
    return "opened"
  }

  create(
    { server, name }: { readonly server: string; readonly name: string },
    listed: readonly string[] | null,
  ): OpenOutcome {
    if (this.#busyWith()) return "in-another-meeting"
    this.#want({ kind: "create", server, name, listed })
    return "opened"
  }

  pardonRelease(version: string): Promise<"given" | "wrong-version"> {
    return this.#opening.pardon(version)
  }

  checkAgain(listed: readonly string[] | null): void {
    this.#opening.checkAgain(listed)
  }

  givePassphrase(passphrase: string): void {
    void this.#visit?.arrive(passphrase)
  }

  capture(wanted: { readonly microphone: OnOff; readonly camera: OnOff }): void {
    this.setMicrophone(wanted.microphone)
    this.setCamera(wanted.camera)
  }

  choose({ kind, id }: { readonly kind: DeviceKind; readonly id: string }): void {
    void this.#devices.captured.choose(kind, id)
  }

  join({ name }: { readonly name: string }): void {
    void this.#remember()
    void this.#visit?.join(name)
  }

  async leave(): Promise<void> {
    await this.#visit?.leave()
    this.#opening.takeBack()
    this.#feed.show()
    await this.#parts.vault.setRunningLink(null) // done before the document may be closed
  }

  dismiss(): void {
    if (this.#visit && !this.#visit.hasEnded) return
    this.#visit = null
    this.#opening.dismiss()
    this.#devices.captured.stop()
    this.#feed.show()
  }

  setMicrophone(state: OnOff): void {
    this.#devices.turn("microphone", state)
  }

  setCamera(state: OnOff): void {
    this.#devices.turn("camera", state)
  }

  showTiles(viewLock: string, tiles: readonly ShownTile[] | null): void {
    this.#views.showTiles(viewLock, tiles)
  }

  get comparing(): Comparing | null {
    return this.#visit?.attendance?.comparing ?? null
  }

  get speaking(): Speaking | null {
    return this.#visit?.speaking ?? null
  }

  async order(order: HostOrder): Promise<OrderOutcome> {
    return this.#visit?.attendance?.order(order) ?? "not-connected"
  }

  stream(personId: string, kind: MediaKind): MediaStream | null {
    const isSelf = personId === SELF || this.#isYou(personId)
    const track = isSelf ? this.#ownTrack(kind) : (this.#visit?.attendance?.shown.track(personId, kind) ?? null)
    return track && this.#streams.streamOf(track)
  }

  async statistics(): Promise<EngineStatistics> {
    // After the end the workers that would answer are gone.
    if (!this.#visit || this.#visit.hasEnded) return { received: [], sent: [], epochs: [] }
    return describeStatistics(this.#visit.conference, this.#parts.wallClock() - this.#parts.clock.now())
  }

  #ownTrack(kind: MediaKind): MediaStreamTrack | null {
    return kind === "screen" ? (this.#visit?.media.sent(kind) ?? null) : this.#devices.captured.track(kind)
  }

  #isYou(personId: string): boolean {
    const { snapshot } = this
    return snapshot.phase === "meeting" && snapshot.people.some(({ id, isYou }) => isYou && id === personId)
  }

  /** The meeting that is on, or about to be. */
  #busyWith(): MeetingLink | null {
    if (this.#visit && !this.#visit.hasEnded) return this.#visit.link
    return this.#opening.link
  }

  #want(wanted: Wanted): void {
    this.#visit = null
    void this.#opening.want(wanted)
  }

  #begin(link: MeetingLink, whose: "yours" | "theirs", parts: VisitParts): void {
    const devices = this.#devices.captured
    this.#visit = new Visit(link, { parts, devices, whose, onChange: () => this.#feed.plan() })
    void this.#visit.arrive()
    this.#feed.show()
  }

  async #remember(): Promise<void> {
    const { snapshot } = this
    if (snapshot.phase === "pre-join") await noteJoin(snapshot.meeting.link, this.#parts)
  }

  /** There is nothing to find back to after a meeting, however it ended. */
  #handlePhase(phase: MeetingPhase["phase"], before: MeetingPhase["phase"]): void {
    this.#devices.follow(phase)
    if (this.#visit && phase === "ended" && before !== "ended") void this.#parts.vault.setRunningLink(null)
  }

  #describe(): Snapshot {
    const phase = this.#visit?.snapshot(this.#devices.facts) ?? this.#opening.describe()
    return { ...phase, release: this.#opening.release }
  }
}

function isSameMeeting(a: MeetingLink, b: MeetingLink): boolean {
  return a.origin === b.origin && a.meeting === b.meeting
}
