// One visit to one meeting: pre-join, joining, in it, ended. Everything a visit started ends with it.

import type { Devices } from "../devices/devices.ts"
import { formatMeetingLink, type MeetingLink } from "../links/link.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { RoomConnection } from "../room/media-room.ts"
import { type Arrival, arrive, reachService } from "./arrival.ts"
import { Attendance } from "./attendance.ts"
import { Conference } from "./conference.ts"
import type { ShownTile } from "./engine-handle.ts"
import { enterGroup } from "./entry.ts"
import { meetingFaultOf } from "./errors.ts"
import { returnToRoom } from "./media-return.ts"
import type { EngineParts } from "./parts.ts"
import { PathWatch } from "./path-watch.ts"
import { Publisher } from "./publisher.ts"
import type { ServiceLink } from "./service-link.ts"
import type { Devices as DeviceFacts, Joining, MeetingFacts, MeetingFault, PreJoin, Snapshot } from "./snapshot.ts"

type Phase =
  | { readonly kind: "pre-join"; readonly check: PreJoin["check"] }
  | { readonly kind: "joining"; readonly step: Joining["step"]; readonly position: number | null }
  | { readonly kind: "meeting"; readonly attendance: Attendance; readonly connection: "connected" | "reconnecting" }
  | { readonly kind: "ended"; readonly fault: MeetingFault | null }

/** A service that does not answer holds up nobody's leaving. */
const GOOD_BYE_MS = 2000

export class Visit {
  readonly link: MeetingLink
  readonly #parts: EngineParts
  readonly #onChange: () => void
  readonly #ending = new AbortController()
  readonly #mls: MlsWorker
  readonly #passwords: PasswordWorker
  readonly #conference: Conference
  readonly #publisher: Publisher
  readonly #isYours: boolean
  #service: ServiceLink | null = null
  #arrival: Arrival | null = null
  #passphrase: string | null = null
  #phase: Phase = { kind: "pre-join", check: "connecting" }
  readonly #path: PathWatch

  constructor(
    link: MeetingLink,
    options: {
      readonly parts: EngineParts
      readonly devices: Devices
      readonly isYours: boolean
      readonly onChange: () => void
    },
  ) {
    const { parts, devices, isYours, onChange } = options
    this.link = link
    this.#parts = parts
    this.#isYours = isYours
    this.#onChange = onChange
    const { signal } = this.#ending
    this.#mls = parts.startMls(signal)
    this.#passwords = parts.startPasswords(signal)
    this.#conference = new Conference({
      clock: parts.clock,
      videoCodec: parts.videoCodec(),
      createRoom: parts.createRoom,
      ...parts.startFrames(signal),
      listener: {
        onMedia: () => this.#handleMedia(),
        onConnection: (state) => this.#handleRoom(state),
        onMessage: () => undefined,
        onBehind: () => undefined,
      },
    })
    const { room } = this.#conference
    this.#path = new PathWatch({ clock: parts.clock, room, onChange, abortSignal: signal })
    this.#publisher = new Publisher(this.#conference.room, devices)
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
      this.#passphrase = passphrase
      const { sfu } = (await this.#arriveAgain()).proven
      this.#path.setSfu(new URL(sfu).host)
      this.#enter({ kind: "pre-join", check: "ready" })
      await this.#conference.room.prepare(sfu)
    } catch (error) {
      const fault = meetingFaultOf(error)
      if (fault === "wrong-link" && passphrase !== null) this.#enter({ kind: "pre-join", check: "wrong-passphrase" })
      else await this.#end(fault)
    }
  }

  /** Goes in; never rejects. */
  async join(name: string): Promise<void> {
    const arrival = this.#arrival
    if (!arrival || this.#phase.kind !== "pre-join" || this.#phase.check !== "ready") return
    this.#step("entering")
    try {
      await this.#goIn(arrival.service.isOpen ? arrival : await this.#arriveAgain(), name)
    } catch (error) {
      await this.#end(meetingFaultOf(error))
    }
  }

  /** The devices changed. */
  syncDevices(): void {
    if (this.#phase.kind === "meeting") void this.#publisher.sync()
  }

  showTiles(tiles: ReadonlyMap<string, ShownTile>): void {
    this.attendance?.showTiles(tiles)
  }

  /** Ends for the person at once; the good-bye to the others has a moment more. */
  async leave(): Promise<void> {
    const { attendance } = this
    if (this.hasEnded) return
    this.#enter({ kind: "ended", fault: null })
    const late = new Promise<void>((resolve) => this.#parts.clock.after(GOOD_BYE_MS, resolve))
    await Promise.race([attendance?.leave(), late])
    await this.#close(attendance)
  }

  snapshot(devices: DeviceFacts): Snapshot {
    const phase = this.#phase
    const meeting = this.#facts()
    switch (phase.kind) {
      case "pre-join":
        return { phase: "pre-join", check: phase.check, meeting, devices }
      case "joining":
        return { phase: "joining", step: phase.step, position: phase.position, meeting, devices }
      case "meeting": {
        const { attendance } = phase
        const isConnected = phase.connection === "connected" && attendance.connection === "connected"
        return {
          phase: "meeting",
          meeting,
          devices,
          connection: isConnected ? "connected" : "reconnecting",
          people: attendance.people(devices),
          security: attendance.security(),
          notices: attendance.notices(),
          path: this.#path.path,
          since: attendance.since,
        }
      }
      case "ended":
        return { phase: "ended", meeting, fault: phase.fault }
    }
  }

  /** Also where the socket broke while the pre-join page was looked at. */
  async #arriveAgain(): Promise<Arrival> {
    this.#service?.close()
    this.#service = reachService(this.link, this.#parts, this.#ending.signal)
    const arrival = await arrive(this.link, this.#passphrase, this.#service, this.#passwords, this.#parts)
    this.#arrival = arrival
    return arrival
  }

  async #goIn(arrival: Arrival, name: string): Promise<void> {
    let connecting: { readonly room: string; readonly done: Promise<void> } | null = null
    const state = await enterGroup(arrival, name, this.#mls, this.#parts, {
      onQueued: (position) => this.#enter({ kind: "joining", step: "waiting-turn", position }),
      onGranted: ({ room, roomToken }) => {
        this.#step("joining-group")
        // The SFU is connected while the group is entered; nothing is sealed before there is an epoch.
        connecting ??= { room, done: this.#conference.room.connect(arrival.proven.sfu, roomToken) }
        connecting.done.catch(() => undefined) // awaited below
      },
    })
    if (!connecting) throw new TypeError("entered without a grant")
    this.#step("connecting-media")
    await this.#attend(arrival, state, connecting)
  }

  async #attend(
    arrival: Arrival,
    state: Awaited<ReturnType<typeof enterGroup>>,
    { room, done }: { readonly room: string; readonly done: Promise<void> },
  ): Promise<void> {
    const attendance = new Attendance({
      arrival,
      state,
      room,
      mls: this.#mls,
      passwords: this.#passwords,
      conference: this.#conference,
      parts: this.#parts,
      onChange: this.#onChange,
      onEnded: (fault) => void this.#end(fault),
    })
    await attendance.begin()
    await done
    if (this.#ending.signal.aborted) return attendance.close()
    this.#enter({ kind: "meeting", attendance, connection: "connected" })
    void this.#conference.beat() // the others may wait for it, now that they can hear us
    void this.#publisher.sync()
    void this.#path.watch()
  }

  #handleMedia(): void {
    this.attendance?.receiveShown()
    this.#onChange()
  }

  #handleRoom(state: RoomConnection): void {
    const phase = this.#phase
    if (phase.kind !== "meeting") return
    switch (state) {
      case "connected":
      case "reconnecting":
        this.#enter({ ...phase, connection: state })
        if (state === "connected") void this.#publisher.sync()
        return
      case "lost":
        this.#enter({ ...phase, connection: "reconnecting" })
        return void this.#returnToRoom()
      case "removed":
        return void this.#end("media-lost")
    }
  }

  async #returnToRoom(): Promise<void> {
    const arrival = this.#arrival
    if (!arrival) return
    const outcome = await returnToRoom({
      clock: this.#parts.clock,
      renewToken: () => arrival.service.renewToken(),
      connect: (token) => this.#conference.room.connect(arrival.proven.sfu, token),
      abortSignal: this.#ending.signal,
    }).catch(meetingFaultOf)
    if (outcome !== "back") return this.#end(outcome === "given-up" ? "media-lost" : outcome)
    this.#publisher.forget()
    this.#handleRoom("connected")
    void this.#conference.beat()
  }

  #facts(): MeetingFacts {
    const { group } = this.#arrival?.proven ?? { group: undefined }
    return {
      host: this.link.host,
      name: this.#arrival?.opened.record.name ?? null,
      link: formatMeetingLink(this.link),
      admission: group?.admission ?? null,
      isEmpty: group === undefined ? null : group === null,
      isYours: this.#isYours || (this.#arrival?.hostKey !== undefined && this.#arrival.hostKey !== null),
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

  async #end(fault: MeetingFault | null): Promise<void> {
    const { attendance } = this
    if (this.hasEnded) return
    this.#enter({ kind: "ended", fault })
    await this.#close(attendance)
  }

  async #close(attendance: Attendance | null): Promise<void> {
    attendance?.close()
    await this.#conference.close()
    this.#service?.close()
    this.#ending.abort()
  }
}
