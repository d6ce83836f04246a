// What we send: the devices that are on, and the screen while it is shown.

import type { Devices } from "../devices/devices.ts"
import type { OwnMedium, OwnPart } from "./words/own-part.ts"

export const OWN_MEDIA: readonly OwnMedium[] = ["microphone", "camera", "screen"]

export interface OwnMediaOptions {
  readonly devices: Pick<Devices, "snapshot" | "track" | "turnOff">
  /** Our side of the hosts' words; null out of the meeting. */
  readonly own: () => Pick<OwnPart, "handleDevice" | "mayTurnOn"> | null
  /** The screen is shown, or no longer. */
  readonly onChange: () => void
}

export class OwnMedia {
  readonly #options: OwnMediaOptions
  #screen: MediaStreamTrack | null = null

  constructor(options: OwnMediaOptions) {
    this.#options = options
  }

  /** The track that is to be sent, or null. */
  sent(medium: OwnMedium): MediaStreamTrack | null {
    if (medium === "screen") return this.#screen
    const { devices } = this.#options
    return devices.snapshot[medium] === "on" ? devices.track(medium) : null
  }

  /** Shows this capture of a screen, or none; the one before it ends, and so does one that may not be shown. */
  showScreen(track: MediaStreamTrack | null): void {
    if (track === this.#screen) return
    if (track && !this.#options.own()?.mayTurnOn("screen")) return track.stop()
    this.#screen?.stop()
    this.#screen = track
    track?.addEventListener("ended", () => {
      if (this.#screen === track) this.showScreen(null)
    })
    this.#options.onChange()
  }

  turnOff(medium: OwnMedium): void {
    if (medium === "screen") this.showScreen(null)
    else this.#options.devices.turnOff(medium)
  }

  /** Tells our side of the hosts' words what is on; what may not be is turned off meanwhile. */
  tell(own: Pick<OwnPart, "handleDevice"> | null = this.#options.own()): void {
    for (const medium of OWN_MEDIA) own?.handleDevice(medium, this.sent(medium) ? "on" : "off")
  }
}
