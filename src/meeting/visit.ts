// One visit to one meeting: pre-join, joining, in it, ended. Everything a visit started ends with it.

import { DeliveryError } from "../delivery/errors.ts"
import type { Devices } from "../devices/devices.ts"
import type { MeetingLink } from "../links/link.ts"
import { Attendance, type HostsEnd } from "./attendance.ts"
import type { Conference } from "./conference.ts"
import type { ShownTile, Speaking } from "./engine-handle.ts"
import { Entrance } from "./entrance.ts"
import type { Entry, EntryEvents } from "./entry.ts"
import { meetingFaultOf } from "./errors.ts"
import { meetingFacts } from "./meeting-facts.ts"
import type { OwnMedia } from "./own-media.ts"
import type { VisitParts } from "./parts.ts"
import type { Devices as DeviceFacts, Joining, MeetingPhase } from "./snapshot.ts"
import { startMachinery, type VisitMachinery } from "./visit-machinery.ts"
import { describePhase, type Phase } from "./visit-phase.ts"
import { speakingOf } from "./words/speaking.ts"

/** A service that does not answer holds up nobody's leaving. */
const GOOD_BYE_MS = 2000
/** A join whose connection broke, or whose outcome is unknown, is made anew for so long. */
const ENTERING_MS = 30_000

export interface VisitOptions {
  readonly parts: VisitParts
  readonly devices: Devices
  /** "yours": it was made here just now. */
  readonly whose: "yours" | "theirs"
  readonly onChange: () => void
}

export class Visit {
  readonly #options: VisitOptions
  readonly #ending = new AbortController()
  readonly #machinery: VisitMachinery
  readonly #entrance: Entrance
  #name = ""
  #phase: Phase = { kind: "pre-join", check: "connecting" }

  constructor(link: MeetingLink, options: VisitOptions) {
    this.#options = options
    const { parts, devices, onChange } = options
    const abortSignal = this.#ending.signal
    this.#machinery = startMachinery({
      parts,
      devices,
      abortSignal,
      listener: {
        onChange,
        onMedia: () => this.#options.onChange(),
        onBeat: (identity, step) => this.attendance?.continuity.handleBeat(identity, step),
        onBehind: () => this.attendance?.continuity.handleBehind(),
        onEnded: (fault) => void this.#finish({ fault, by: null }),
        own: () => this.attendance?.words.own ?? null,
        renewToken: () => this.#renewToken(),
      },
    })
    const { mls, passwords } = this.#machinery
    this.#entrance = new Entrance(link, { parts, mls, passwords, abortSignal, onChange })
  }

  /** Another one once a host has changed it. */
  get link(): MeetingLink {
    return this.#entrance.link
  }

  get conference(): Conference {
    return this.#machinery.conference
  }

  get media(): OwnMedia {
    return this.#machinery.media
  }

  get attendance(): Attendance | null {
    return this.#phase.kind === "meeting" ? this.#phase.attendance : null
  }

  get hasEnded(): boolean {
    return this.#phase.kind === "ended"
  }

  /** Proves the link; a link that asks for a passphrase waits for one first. Never rejects. */
  async arrive(passphrase: string | null = null): Promise<void> {
    if (this.link.asksPassphrase && passphrase === null)
      return this.#enter({ kind: "pre-join", check: "asking-passphrase" })
    this.#enter({ kind: "pre-join", check: "checking-password" })
    try {
      const { sfu } = (await this.#entrance.arrive(passphrase)).proven
      this.#enter({ kind: "pre-join", check: "ready" })
      await this.#machinery.room.prepare(sfu)
    } catch (error) {
      const fault = meetingFaultOf(error)
      if (fault === "wrong-link" && passphrase !== null) this.#enter({ kind: "pre-join", check: "wrong-passphrase" })
      else await this.#finish({ fault, by: null })
    }
  }

  /** Goes in; never rejects. */
  async join(name: string): Promise<void> {
    if (!this.#entrance.arrival || this.#phase.kind !== "pre-join" || this.#phase.check !== "ready") return
    this.#name = name
    this.#step("entering")
    try {
      const entry = await this.#entrance.enter(name, ENTERING_MS, {
        onAsking: () => this.#step("asking"),
        onQueued: (position) => this.#enter({ kind: "joining", step: "waiting-turn", position }),
        // The SFU is connected while the group is entered; nothing is sealed before there is an epoch.
        onGranted: (grant) => {
          this.#step("joining-group")
          this.#machinery.room.enter(grant)
        },
      })
      this.#step("connecting-media")
      await this.#attend(entry)
    } catch (error) {
      await this.#finish({ fault: meetingFaultOf(error), by: null })
    }
  }

  /** What we send changed. */
  syncDevices(): void {
    this.#machinery.syncDevices()
  }

  /** Null out of the meeting. */
  get speaking(): Speaking | null {
    const { attendance } = this
    return attendance && speakingOf(attendance.words, this.media)
  }

  showTiles(tiles: ReadonlyMap<string, ShownTile> | null): void {
    this.attendance?.shown.showTiles(tiles)
  }

  /** Ends for the person at once; the good-bye to the others has a moment more. */
  async leave(ended: HostsEnd | null = null): Promise<void> {
    await this.#finish({ fault: ended && "ended-by-host", by: ended?.by ?? null }, (attendance) => {
      const late = new Promise<void>((resolve) => this.#options.parts.clock.after(GOOD_BYE_MS, resolve))
      return Promise.race([attendance.leave(), late])
    })
  }

  snapshot(devices: DeviceFacts): MeetingPhase {
    const { link, arrival } = this.#entrance
    const meeting = meetingFacts(link, arrival, this.#options.whose)
    return describePhase(this.#phase, { meeting, devices, room: this.#machinery.room })
  }

  async #attend(entry: Entry): Promise<void> {
    const { mls, passwords, conference, room } = this.#machinery
    const { parts, onChange } = this.#options
    const onGranted: EntryEvents["onGranted"] = (grant) => room.enter(grant)
    const attendance = new Attendance({
      entry,
      // In the middle of the meeting: the room is left only where the group is in another one.
      enterAgain: (onAsking) =>
        this.#entrance.enter(this.#name, Infinity, { onAsking, onQueued: () => undefined, onGranted }),
      rotation: this.#entrance.rotation,
      mls,
      passwords,
      conference,
      parts,
      onChange,
      onStopped: (medium) => this.media.turnOff(medium),
      onEnded: (fault, by) => void this.#finish({ fault, by }),
      onEndedForAll: (ended) => void this.leave(ended),
    })
    this.media.tell(attendance.words.own)
    await attendance.begin()
    if (this.#ending.signal.aborted) return attendance.close()
    // Drawn while the SFU is still being connected, so that the first frame finds its place.
    this.#enter({ kind: "meeting", attendance })
    await room.entered()
    if (this.#ending.signal.aborted) return
    conference.beat() // the others may wait for it, now that they can hear us
    room.begin()
  }

  async #renewToken(): Promise<string> {
    const { attendance } = this
    if (!attendance) throw new DeliveryError("aborted", "the meeting is over")
    return attendance.continuity.renewToken()
  }

  #step(step: Joining["step"]): void {
    this.#enter({ kind: "joining", step, position: null })
  }

  #enter(phase: Phase): void {
    if (this.#phase.kind === "ended") return
    this.#phase = phase
    this.#options.onChange()
  }

  /** Over for the person at once; then comes what is to be said to the others, and the end of everything else. */
  async #finish(
    ended: Omit<Extract<Phase, { readonly kind: "ended" }>, "kind">,
    sayGoodBye: (attendance: Attendance) => Promise<void> = async () => {},
  ): Promise<void> {
    const { attendance } = this
    if (this.hasEnded) return
    this.#enter({ kind: "ended", ...ended })
    try {
      if (attendance) await sayGoodBye(attendance)
    } finally {
      await this.#close(attendance)
    }
  }

  async #close(attendance: Attendance | null): Promise<void> {
    attendance?.close()
    await this.#machinery.close()
    this.#entrance.close()
    this.#ending.abort()
  }
}
