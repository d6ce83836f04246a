// The engine: one meeting at a time, its devices, its views. Views call it; it shows them snapshots.

import { type DeviceKind, Devices, type DevicesOptions } from "../devices/devices.ts"
import { type MeetingLink, parseMeetingLink } from "../links/link.ts"
import type { CheckedStatus } from "../release/status.ts"
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
import { MeetingError, meetingFaultOf } from "./errors.ts"
import type { HostOrder, OrderOutcome } from "./host-order.ts"
import { describeIdle, type Idle, type Wanted, wantedLink, type WantedMeeting } from "./idle.ts"
import { LevelMeter } from "./level-meter.ts"
import { noteJoin } from "./noted-join.ts"
import type { EngineParts, VisitParts } from "./parts.ts"
import { ownRelease, type ReleaseGate } from "./release-gate.ts"
import type { MeetingPhase, Snapshot } from "./snapshot.ts"
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
  readonly #tabs: TabWatch
  readonly #devices: Devices
  readonly #views: Views
  readonly #gate: ReleaseGate
  readonly #meter = new LevelMeter(() => this.#planShow())
  readonly #streams = new StreamCache()
  readonly #lifetime = new AbortController()
  #visit: Visit | null = null
  #idle: Idle = { kind: "idle" }
  #snapshot: Snapshot = { phase: "idle", release: { state: "checking" } }
  #isShowPlanned = false

  constructor({ parts, mediaDevices, locks, close }: EngineOptions) {
    this.#parts = parts
    this.#devices = new Devices({
      mediaDevices,
      onChange: () => this.#handleDevices(),
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
    this.#gate = parts.releaseGate
    this.#gate.follow(() => this.#planShow())
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
    return this.#snapshot
  }

  subscribe(listener: (snapshot: Snapshot) => void, view: View, abortSignal: AbortSignal): void {
    this.#views.subscribe(listener, view, abortSignal)
    if (!abortSignal.aborted) listener(this.#snapshot)
  }

  open(text: string, listed: readonly string[] | null): OpenOutcome {
    const link = parseMeetingLink(text)
    if (!link) throw new MeetingError("wrong-link", "not a meeting link")
    const busy = this.#busyWith()
    if (busy) return isSameMeeting(busy, link) ? "already-in-it" : "in-another-meeting"
    void this.#want({ kind: "open", link, listed })
    return "opened"
  }

  create(
    { server, name }: { readonly server: string; readonly name: string },
    listed: readonly string[] | null,
  ): OpenOutcome {
    if (this.#busyWith()) return "in-another-meeting"
    void this.#want({ kind: "create", server, name, listed })
    return "opened"
  }

  async pardonRelease(version: string): Promise<"given" | "wrong-version"> {
    const outcome = await this.#gate.pardon(version)
    if (outcome === "given" && this.#idle.kind === "barred") void this.#want(this.#idle.wanted)
    return outcome
  }

  givePassphrase(passphrase: string): void {
    void this.#visit?.arrive(passphrase)
  }

  capture(wanted: { readonly microphone: OnOff; readonly camera: OnOff }): void {
    this.setMicrophone(wanted.microphone)
    this.setCamera(wanted.camera)
  }

  choose({ kind, id }: { readonly kind: DeviceKind; readonly id: string }): void {
    void this.#devices.choose(kind, id)
  }

  join({ name }: { readonly name: string }): void {
    void this.#remember()
    void this.#visit?.join(name)
  }

  async leave(): Promise<void> {
    await this.#visit?.leave()
    if (this.#idle.kind === "checking" || this.#idle.kind === "barred") this.#idle = { kind: "idle" }
    this.#show()
    await this.#parts.vault.setRunningLink(null) // done before the document may be closed
  }

  dismiss(): void {
    if (this.#visit && !this.#visit.hasEnded) return
    this.#visit = null
    this.#idle = { kind: "idle" }
    this.#devices.stop()
    this.#show()
  }

  setMicrophone(state: OnOff): void {
    this.#switch("microphone", state)
  }

  setCamera(state: OnOff): void {
    this.#switch("camera", state)
  }

  showTiles(viewLock: string, tiles: readonly ShownTile[]): void {
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
    return this.#streams.streamOf(`${isSelf ? SELF : personId} ${kind}`, track)
  }

  async statistics(): Promise<EngineStatistics> {
    // After the end the workers that would answer are gone.
    if (!this.#visit || this.#visit.hasEnded) return { received: [], sent: [], epochs: [] }
    return describeStatistics(this.#visit.conference, this.#parts.wallClock() - this.#parts.clock.now())
  }

  #ownTrack(kind: MediaKind): MediaStreamTrack | null {
    return kind === "screen" ? (this.#visit?.media.sent(kind) ?? null) : this.#devices.track(kind)
  }

  #isYou(personId: string): boolean {
    const snapshot = this.#snapshot
    return snapshot.phase === "meeting" && snapshot.people.some(({ id, isYou }) => isYou && id === personId)
  }

  /** The meeting that is on, or about to be. */
  #busyWith(): MeetingLink | null {
    if (this.#visit && !this.#visit.hasEnded) return this.#visit.link
    return wantedLink(this.#idle)
  }

  /** Nothing of the meeting begins before the verdict; never rejects. */
  async #want(wanted: Wanted): Promise<void> {
    const checking: Idle = { kind: "checking", wanted }
    this.#visit = null
    this.#idle = checking
    this.#show()
    const status = await this.#gate.verdict(wanted.listed)
    if (this.#idle !== checking) return // taken back, or something else is wanted meanwhile
    if (status.mayMeet) this.#admit(wanted, status)
    else this.#idle = { kind: "barred", wanted }
    this.#show()
  }

  #admit(wanted: Wanted, status: CheckedStatus): void {
    const { releaseGate: _, version, ...parts } = this.#parts
    const visitParts = { ...parts, release: ownRelease(status, version) }
    if (wanted.kind === "open") {
      this.#begin(wanted.link, "theirs", visitParts)
      return
    }
    this.#idle = { kind: "creating", server: wanted.server }
    void this.#createAndOpen(wanted, visitParts)
  }

  #begin(link: MeetingLink, whose: "yours" | "theirs", parts: VisitParts): void {
    this.#idle = { kind: "idle" }
    this.#streams.clear()
    this.#visit = new Visit(link, {
      parts,
      devices: this.#devices,
      whose,
      onChange: () => this.#planShow(),
    })
    void this.#visit.arrive()
    this.#show()
  }

  async #createAndOpen(wanted: WantedMeeting, parts: VisitParts): Promise<void> {
    try {
      this.#begin(await createLink(wanted, parts), "yours", parts)
    } catch (error) {
      this.#idle = { kind: "failed", fault: meetingFaultOf(error) }
      this.#show()
    }
  }

  async #remember(): Promise<void> {
    if (this.#snapshot.phase === "pre-join") await noteJoin(this.#snapshot.meeting.link, this.#parts)
  }

  #switch(kind: DeviceKind, state: OnOff): void {
    if (state === "off") this.#devices.turnOff(kind)
    else if (this.speaking?.mayTurnOn(kind) ?? true) void this.#devices.turnOn(kind)
  }

  #handleDevices(): void {
    this.#visit?.syncDevices()
    this.#measureLevel()
    this.#planShow()
  }

  // The meter is only on the pre-join page.
  #measureLevel(): void {
    const isNeeded = this.#snapshot.phase === "pre-join" && this.#devices.snapshot.microphone === "on"
    this.#meter.follow(isNeeded ? this.#devices.track("microphone") : null)
  }

  // Changes come in bursts; a view needs one snapshot of each.
  #planShow(): void {
    if (this.#isShowPlanned) return
    this.#isShowPlanned = true
    queueMicrotask(() => this.#show())
  }

  #show(): void {
    this.#isShowPlanned = false
    if (this.#visit?.hasEnded) this.#tidyUp()
    const before = this.#snapshot.phase
    this.#snapshot = { ...this.#describe(), release: this.#gate.status }
    if (this.#snapshot.phase !== before) this.#measureLevel()
    this.#views.show(this.#snapshot)
  }

  /** No camera light after a meeting, and nothing to find back to, however it ended. */
  #tidyUp(): void {
    this.#devices.stop()
    if (this.#snapshot.phase !== "ended") void this.#parts.vault.setRunningLink(null)
  }

  #describe(): MeetingPhase {
    if (this.#visit) return this.#visit.snapshot({ ...this.#devices.snapshot, level: this.#meter.level })
    return describeIdle(this.#idle)
  }
}

function isSameMeeting(a: MeetingLink, b: MeetingLink): boolean {
  return a.origin === b.origin && a.meeting === b.meeting
}
