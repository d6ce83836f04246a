// One visit to one meeting: pre-join, joining, in it, ended. Everything a visit started ends with it.

import { DeliveryError } from "../delivery/errors.ts"
import type { Devices } from "../devices/devices.ts"
import { formatMeetingLink, type MeetingLink } from "../links/link.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import { Attendance, type HostsEnd } from "./attendance.ts"
import { Conference } from "./conference.ts"
import type { ShownTile, Speaking } from "./engine-handle.ts"
import { Entrance } from "./entrance.ts"
import type { Entry } from "./entry.ts"
import { meetingFaultOf } from "./errors.ts"
import type { VisitParts } from "./parts.ts"
import { OwnMedia } from "./own-media.ts"
import { RoomPresence } from "./room-presence.ts"
import type { Devices as DeviceFacts, Joining, MeetingFacts, MeetingFault, MeetingPhase } from "./snapshot.ts"
import { describePhase, type Phase } from "./visit-phase.ts"

/** A service that does not answer holds up nobody's leaving. */
const GOOD_BYE_MS = 2000
/** A join whose connection broke, or whose outcome is unknown, is made anew for so long. */
const ENTERING_MS = 30_000

export class Visit {
  readonly media: OwnMedia
  readonly #parts: VisitParts
  readonly #onChange: () => void
  readonly #ending = new AbortController()
  readonly #mls: MlsWorker
  readonly #passwords: PasswordWorker
  readonly #conference: Conference
  readonly #room: RoomPresence
  readonly #isYours: boolean
  readonly #entrance: Entrance
  #name = ""
  #phase: Phase = { kind: "pre-join", check: "connecting" }

  constructor(
    link: MeetingLink,
    options: {
      readonly parts: VisitParts
      readonly devices: Devices
      readonly isYours: boolean
      readonly onChange: () => void
    },
  ) {
    const { parts, devices, isYours, onChange } = options
    this.#parts = parts
    this.#isYours = isYours
    this.#onChange = onChange
    const { signal } = this.#ending
    this.#mls = parts.startMls(signal)
    this.#passwords = parts.startPasswords(signal)
    const [mls, passwords] = [this.#mls, this.#passwords]
    this.#entrance = new Entrance(link, { parts, mls, passwords, abortSignal: signal, onChange })
    this.#conference = new Conference({
      clock: parts.clock,
      random: parts.random,
      videoCodec: parts.videoCodec(),
      createRoom: parts.createRoom,
      ...parts.startFrames(signal),
      listener: {
        onMedia: () => this.#handleMedia(),
        onConnection: (state) => this.#room.handleConnection(state),
        onBeat: (identity, step) => this.attendance?.continuity.handleBeat(identity, step),
        onBehind: () => this.attendance?.continuity.handleBehind(),
      },
    })
    this.media = new OwnMedia({
      devices,
      own: () => (this.#phase.kind === "meeting" ? this.#phase.attendance.words.own : null),
      onChange: () => this.syncDevices(),
    })
    this.#room = new RoomPresence({
      room: this.#conference.room,
      media: this.media,
      clock: parts.clock,
      renewToken: () => this.#renewToken(),
      onChange,
      onBack: () => this.#conference.beat(),
      onEnded: (fault) => void this.#end(fault),
      abortSignal: signal,
    })
  }

  /** Another one once a host has changed it. */
  get link(): MeetingLink {
    return this.#entrance.link
  }

  get conference(): Conference {
    return this.#conference
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
      await this.#room.prepare(sfu)
    } catch (error) {
      const fault = meetingFaultOf(error)
      if (fault === "wrong-link" && passphrase !== null) this.#enter({ kind: "pre-join", check: "wrong-passphrase" })
      else await this.#end(fault)
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
          this.#room.enter(grant)
        },
      })
      this.#step("connecting-media")
      await this.#attend(entry)
    } catch (error) {
      await this.#end(meetingFaultOf(error))
    }
  }

  /** What we send changed. */
  syncDevices(): void {
    this.media.tell()
    this.#room.syncDevices()
    this.#onChange()
  }

  /** Null out of the meeting. */
  get speaking(): Speaking | null {
    const words = this.attendance?.words
    if (!words) return null
    return {
      say: (text) => words.say(text),
      raiseHand: (state) => words.own.raiseHand(state),
      mayTurnOn: (medium) => words.own.mayTurnOn(medium),
      showScreen: (track) => this.media.showScreen(track),
    }
  }

  showTiles(tiles: ReadonlyMap<string, ShownTile>): void {
    this.attendance?.shown.showTiles(tiles)
  }

  /** Ends for the person at once; the good-bye to the others has a moment more. */
  async leave(ended: HostsEnd | null = null): Promise<void> {
    const { attendance } = this
    if (this.hasEnded) return
    this.#enter({ kind: "ended", fault: ended && "ended-by-host", by: ended?.by ?? null })
    const late = new Promise<void>((resolve) => this.#parts.clock.after(GOOD_BYE_MS, resolve))
    await Promise.race([attendance?.leave(), late])
    await this.#close(attendance)
  }

  snapshot(devices: DeviceFacts): MeetingPhase {
    return describePhase(this.#phase, { meeting: this.#facts(), devices, room: this.#room })
  }

  async #attend(entry: Entry): Promise<void> {
    const attendance = new Attendance({
      entry,
      // In the middle of the meeting: the room is left only where the group is in another one.
      enterAgain: (onAsking) =>
        this.#entrance.enter(this.#name, Infinity, {
          onQueued: ignore,
          onAsking,
          onGranted: (grant) => this.#room.enter(grant),
        }),
      rotation: this.#entrance.rotation,
      mls: this.#mls,
      passwords: this.#passwords,
      conference: this.#conference,
      parts: this.#parts,
      onChange: this.#onChange,
      onStopped: (medium) => this.media.turnOff(medium),
      onEnded: (fault, by) => void this.#end(fault, by),
      onEndedForAll: (ended) => void this.leave(ended),
    })
    this.media.tell(attendance.words.own)
    await attendance.begin()
    if (this.#ending.signal.aborted) return attendance.close()
    // Drawn while the SFU is still being connected, so that the first frame finds its place.
    this.#enter({ kind: "meeting", attendance })
    await this.#room.entered()
    if (this.#ending.signal.aborted) return
    this.#conference.beat() // the others may wait for it, now that they can hear us
    this.#room.begin()
  }

  async #renewToken(): Promise<string> {
    const { attendance } = this
    if (!attendance) throw new DeliveryError("aborted", "the meeting is over")
    return attendance.continuity.renewToken()
  }

  #handleMedia(): void {
    this.attendance?.shown.receive()
    this.#onChange()
  }

  #facts(): MeetingFacts {
    const { arrival } = this.#entrance
    const { group } = arrival?.proven ?? { group: undefined }
    return {
      host: this.link.host,
      name: arrival?.opened.record.name ?? null,
      link: formatMeetingLink(this.link),
      admission: group?.admission ?? null,
      isEmpty: group === undefined ? null : group === null,
      isYours: this.#isYours || (arrival?.hostKey ?? null) !== null,
      isLasting: arrival?.isLasting ?? null,
    }
  }

  #step(step: Joining["step"]): void {
    this.#enter({ kind: "joining", step, position: null })
  }

  #enter(phase: Phase): void {
    if (this.#phase.kind === "ended") return
    this.#phase = phase
    this.#onChange()
  }

  async #end(fault: MeetingFault | null, by: string | null = null): Promise<void> {
    const { attendance } = this
    if (this.hasEnded) return
    this.#enter({ kind: "ended", fault, by })
    await this.#close(attendance)
  }

  async #close(attendance: Attendance | null): Promise<void> {
    attendance?.close()
    this.media.showScreen(null)
    await this.#conference.close()
    this.#entrance.close()
    this.#ending.abort()
  }
}

function ignore(): void {}
