// The engine: one meeting at a time, its devices, its views. Views call it; it shows them snapshots.

import { Devices, type DeviceKind } from "../devices/devices.ts"
import { measureLevel } from "../devices/level.ts"
import { parseMeetingLink } from "../links/link.ts"
import { createMeeting } from "./arrival.ts"
import {
  type EngineHandle,
  type EngineStatistics,
  type OnOff,
  type OpenOutcome,
  SELF,
  type ShownTile,
} from "./engine-handle.ts"
import { MeetingError, meetingFaultOf } from "./errors.ts"
import type { EngineParts } from "./parts.ts"
import type { MeetingFault, Snapshot } from "./snapshot.ts"
import { describeStatistics } from "./statistics.ts"
import { StreamCache } from "./stream-cache.ts"
import { type View, Views } from "./views.ts"
import { Visit } from "./visit.ts"

/** A call goes on this long without a meeting tab: a reload takes less (design §2). */
const TABLESS_MS = 10_000

export interface EngineOptions {
  readonly parts: EngineParts
  readonly mediaDevices: MediaDevices
  readonly locks: Pick<LockManager, "request">
  /** Ends the engine's document. */
  readonly close: () => void
}

/** What there is when there is no visit. */
type Idle =
  | { readonly kind: "idle" }
  | { readonly kind: "creating"; readonly server: string }
  | { readonly kind: "failed"; readonly fault: MeetingFault }

export class Engine implements EngineHandle {
  readonly #parts: EngineParts
  readonly #close: () => void
  readonly #devices: Devices
  readonly #views: Views
  readonly #streams = new StreamCache()
  readonly #lifetime = new AbortController()
  #visit: Visit | null = null
  #idle: Idle = { kind: "idle" }
  #level = 0
  #measuring: { readonly track: MediaStreamTrack; readonly stop: AbortController } | null = null
  #snapshot: Snapshot = { phase: "idle" }
  #isShowPlanned = false
  #cancelTabless: () => void = () => undefined

  constructor({ parts, mediaDevices, locks, close }: EngineOptions) {
    this.#parts = parts
    this.#close = close
    this.#devices = new Devices({
      mediaDevices,
      onChange: () => this.#handleDevices(),
      onLost: () => this.#visit?.attendance?.notice("device-lost"),
      abortSignal: this.#lifetime.signal,
    })
    this.#views = new Views({
      locks,
      onTabs: (state) => this.#handleTabs(state),
      onTiles: () => this.#visit?.showTiles(this.#views.shownTiles()),
    })
    this.#handleTabs("absent") // begun ahead of the tab, which may never come
  }

  get snapshot(): Snapshot {
    return this.#snapshot
  }

  subscribe(listener: (snapshot: Snapshot) => void, view: View, abortSignal: AbortSignal): void {
    this.#views.subscribe(listener, view, abortSignal)
    if (!abortSignal.aborted) listener(this.#snapshot)
  }

  open(text: string): OpenOutcome {
    const link = parseMeetingLink(text)
    if (!link) throw new MeetingError("wrong-link", "not a meeting link")
    if (this.#visit && !this.#visit.hasEnded) {
      const { origin, meeting } = this.#visit.link
      return origin === link.origin && meeting === link.meeting ? "already-in-it" : "in-another-meeting"
    }
    this.#begin(text, "theirs")
    return "opened"
  }

  create({ server, name }: { readonly server: string; readonly name: string }): OpenOutcome {
    if (this.#visit && !this.#visit.hasEnded) return "in-another-meeting"
    this.#visit = null
    this.#idle = { kind: "creating", server }
    void this.#createAndOpen(server, name)
    this.#show()
    return "opened"
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

  compare(verdict: "match" | "differ"): void {
    this.#visit?.attendance?.compare(verdict)
  }

  stream(personId: string, kind: DeviceKind): MediaStream | null {
    const isSelf = personId === SELF || this.#isYou(personId)
    const track = isSelf ? this.#devices.track(kind) : (this.#visit?.attendance?.track(personId, kind) ?? null)
    return this.#streams.streamOf(`${isSelf ? SELF : personId} ${kind}`, track)
  }

  async statistics(): Promise<EngineStatistics> {
    // After the end the workers that would answer are gone.
    if (!this.#visit || this.#visit.hasEnded) return { received: [], sent: [], epochs: [] }
    return describeStatistics(this.#visit.conference, this.#parts.wallClock() - this.#parts.clock.now())
  }

  #isYou(personId: string): boolean {
    const snapshot = this.#snapshot
    return snapshot.phase === "meeting" && snapshot.people.some(({ id, isYou }) => isYou && id === personId)
  }

  #begin(text: string, whose: "yours" | "theirs"): void {
    const link = parseMeetingLink(text)
    if (!link) throw new MeetingError("wrong-link", "not a meeting link")
    this.#streams.clear()
    this.#visit = new Visit(link, {
      parts: this.#parts,
      devices: this.#devices,
      isYours: whose === "yours",
      onChange: () => this.#planShow(),
    })
    void this.#visit.arrive()
    this.#show()
  }

  async #createAndOpen(origin: string, name: string): Promise<void> {
    const ending = new AbortController()
    try {
      const passwords = this.#parts.startPasswords(ending.signal)
      const link = await createMeeting({ origin, name }, passwords, this.#parts, ending.signal)
      this.#begin(link, "yours")
    } catch (error) {
      this.#idle = { kind: "failed", fault: meetingFaultOf(error) }
      this.#show()
    } finally {
      ending.abort()
    }
  }

  async #remember(): Promise<void> {
    if (this.#snapshot.phase === "pre-join") await this.#parts.vault.setRunningLink(this.#snapshot.meeting.link)
  }

  #switch(kind: DeviceKind, state: OnOff): void {
    if (state === "on") void this.#devices.turnOn(kind)
    else this.#devices.turnOff(kind)
  }

  #handleDevices(): void {
    this.#visit?.syncDevices()
    this.#measureLevel()
    this.#planShow()
  }

  // The meter is only on the pre-join page.
  #measureLevel(): void {
    const isNeeded = this.#snapshot.phase === "pre-join" && this.#devices.snapshot.microphone === "on"
    const track = isNeeded ? this.#devices.track("microphone") : null
    if (track === (this.#measuring?.track ?? null)) return
    this.#measuring?.stop.abort()
    this.#measuring = null
    this.#level = 0
    if (!track) return
    const stop = new AbortController()
    this.#measuring = { track, stop }
    measureLevel(track, (level) => this.#setLevel(level), stop.signal)
  }

  #setLevel(level: number): void {
    this.#level = level
    this.#planShow()
  }

  #handleTabs(state: "present" | "absent"): void {
    this.#cancelTabless()
    if (state === "present") return
    this.#cancelTabless = this.#parts.clock.after(TABLESS_MS, () => void this.#endWithoutTab())
  }

  async #endWithoutTab(): Promise<void> {
    await this.leave()
    this.#lifetime.abort()
    this.#close()
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
    this.#snapshot = this.#describe()
    if (this.#snapshot.phase !== before) this.#measureLevel()
    this.#views.show(this.#snapshot)
  }

  /** No camera light after a meeting, and nothing to find back to, however it ended. */
  #tidyUp(): void {
    this.#devices.stop()
    if (this.#snapshot.phase !== "ended") void this.#parts.vault.setRunningLink(null)
  }

  #describe(): Snapshot {
    if (this.#visit) return this.#visit.snapshot({ ...this.#devices.snapshot, level: this.#level })
    switch (this.#idle.kind) {
      case "idle":
        return { phase: "idle" }
      case "creating":
        return { phase: "creating", host: new URL(this.#idle.server).host }
      case "failed":
        return { phase: "ended", meeting: null, fault: this.#idle.fault }
    }
  }
}
