// Microphone and camera of this machine: capture, choice, hot-plug. Each is captured by itself, so that a missing
// camera never costs the sound.

export type DeviceKind = "microphone" | "camera"
export type DeviceState = "on" | "off" | "starting" | "denied" | "missing" | "failed"

export interface DeviceChoice {
  readonly id: string
  readonly label: string
}

export interface DeviceSnapshot {
  readonly microphone: DeviceState
  readonly camera: DeviceState
  readonly microphones: readonly DeviceChoice[]
  readonly cameras: readonly DeviceChoice[]
  readonly chosenMicrophone: string | null
  readonly chosenCamera: string | null
}

export interface DevicesOptions {
  readonly mediaDevices: Pick<MediaDevices, "getUserMedia" | "enumerateDevices" | "addEventListener">
  /** The snapshot changed, or a track did: read both anew. */
  readonly onChange: () => void
  /** A device went away or its permission was taken while it was on. */
  readonly onLost: (kind: DeviceKind) => void
  readonly abortSignal: AbortSignal
}

const CONSTRAINTS = {
  microphone: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  camera: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
} as const

interface Slot {
  state: DeviceState
  chosen: string | null
  track: MediaStreamTrack | null
  /** Grows at each wish, so that a slow start never undoes a later stop. */
  wish: number
}

export class Devices {
  readonly #options: DevicesOptions
  readonly #slots: Readonly<Record<DeviceKind, Slot>> = { microphone: emptySlot(), camera: emptySlot() }
  #present: readonly MediaDeviceInfo[] = []

  constructor(options: DevicesOptions) {
    this.#options = options
    const refresh = () => void this.#enumerate()
    options.mediaDevices.addEventListener("devicechange", refresh, { signal: options.abortSignal })
    options.abortSignal.addEventListener("abort", () => this.stop(), { once: true })
  }

  get snapshot(): DeviceSnapshot {
    const { microphone, camera } = this.#slots
    return {
      microphone: microphone.state,
      camera: camera.state,
      microphones: this.#choices("audioinput"),
      cameras: this.#choices("videoinput"),
      chosenMicrophone: microphone.chosen,
      chosenCamera: camera.chosen,
    }
  }

  /** The live track, or null; a muted microphone keeps its track, a camera that is off has none. */
  track(kind: DeviceKind): MediaStreamTrack | null {
    return this.#slots[kind].track
  }

  /** Starts capture; what came of it is in the snapshot. Never throws. */
  async turnOn(kind: DeviceKind): Promise<void> {
    const slot = this.#slots[kind]
    if (slot.track && kind === "microphone") {
      slot.track.enabled = true
      this.#set(kind, "on")
      return
    }
    const wish = ++slot.wish
    this.#set(kind, "starting")
    const captured = await this.#capture(kind)
    if (wish !== slot.wish) {
      if (typeof captured !== "string") captured.stop()
      return
    }
    if (typeof captured === "string") {
      this.#set(kind, captured)
      return
    }
    this.#adopt(kind, captured)
    this.#set(kind, "on")
    await this.#enumerate() // labels are there only after a grant
  }

  turnOff(kind: DeviceKind): void {
    const slot = this.#slots[kind]
    slot.wish++
    if (kind === "microphone" && slot.track) slot.track.enabled = false
    else this.#drop(kind)
    if (slot.state === "on" || slot.state === "starting") this.#set(kind, "off")
  }

  /** Takes this device from now on; restarts capture where it is running. */
  async choose(kind: DeviceKind, id: string): Promise<void> {
    const slot = this.#slots[kind]
    slot.chosen = id
    const wasOn = slot.state === "on" || slot.state === "starting"
    this.#drop(kind)
    if (wasOn) await this.turnOn(kind)
    else this.#options.onChange()
  }

  stop(): void {
    for (const kind of ["microphone", "camera"] as const) {
      this.#slots[kind].wish++
      this.#drop(kind)
      this.#slots[kind].state = "off"
    }
  }

  async #capture(kind: DeviceKind): Promise<MediaStreamTrack | DeviceState> {
    const { chosen } = this.#slots[kind]
    const constraints = { ...CONSTRAINTS[kind], ...(chosen ? { deviceId: { ideal: chosen } } : {}) }
    try {
      const stream = await this.#options.mediaDevices.getUserMedia(
        kind === "camera" ? { video: constraints } : { audio: constraints },
      )
      return stream.getTracks()[0] ?? "failed"
    } catch (error) {
      return stateAfter(error)
    }
  }

  #adopt(kind: DeviceKind, track: MediaStreamTrack): void {
    this.#drop(kind)
    const slot = this.#slots[kind]
    slot.track = track
    slot.chosen = track.getSettings().deviceId ?? slot.chosen
    track.addEventListener("ended", () => {
      if (slot.track !== track) return
      slot.track = null
      this.#set(kind, "failed")
      this.#options.onLost(kind)
      void this.#enumerate()
    })
  }

  #drop(kind: DeviceKind): void {
    this.#slots[kind].track?.stop()
    this.#slots[kind].track = null
  }

  #set(kind: DeviceKind, state: DeviceState): void {
    this.#slots[kind].state = state
    this.#options.onChange()
  }

  async #enumerate(): Promise<void> {
    this.#present = await this.#options.mediaDevices.enumerateDevices()
    this.#options.onChange()
  }

  #choices(kind: MediaDeviceKind): DeviceChoice[] {
    return this.#present
      .filter((device) => device.kind === kind && device.deviceId !== "")
      .map(({ deviceId, label }) => ({ id: deviceId, label }))
  }
}

function emptySlot(): Slot {
  return { state: "off", chosen: null, track: null, wish: 0 }
}

/** What a failed getUserMedia means (Media Capture and Streams §10.2.2). */
function stateAfter(error: unknown): DeviceState {
  const name = error instanceof DOMException ? error.name : ""
  if (name === "NotAllowedError" || name === "SecurityError") return "denied"
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing"
  return "failed"
}
