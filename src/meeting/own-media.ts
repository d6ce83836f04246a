// What we send: the devices that are on, and the screen while it is shown.

import type { Devices } from "../devices/devices.ts"
import type { OwnMedium, OwnPart } from "./words/own-part.ts"

export const OWN_MEDIA: readonly OwnMedium[] = ["microphone", "camera", "screen"]

export class OwnMedia {
  readonly #devices: Pick<Devices, "snapshot" | "track" | "turnOff">
  readonly #onChange: () => void
  #screen: MediaStreamTrack | null = null

  /** `onChange`: the screen is shown, or no longer. */
  constructor(devices: Pick<Devices, "snapshot" | "track" | "turnOff">, onChange: () => void) {
    this.#devices = devices
    this.#onChange = onChange
  }

  /** The track that is to be sent, or null. */
  sent(medium: OwnMedium): MediaStreamTrack | null {
    if (medium === "screen") return this.#screen
    return this.#devices.snapshot[medium] === "on" ? this.#devices.track(medium) : null
  }

  /** Shows this capture of a screen, or none; the one before it ends. */
  showScreen(track: MediaStreamTrack | null): void {
    if (track === this.#screen) return
    this.#screen?.stop()
    this.#screen = track
    track?.addEventListener("ended", () => {
      if (this.#screen === track) this.showScreen(null)
    })
    this.#onChange()
  }

  turnOff(medium: OwnMedium): void {
    if (medium === "screen") this.showScreen(null)
    else this.#devices.turnOff(medium)
  }

  /** Tells our side of the hosts' words what is on; what may not be is turned off meanwhile. */
  tell(own: Pick<OwnPart, "handleDevice">): void {
    for (const medium of OWN_MEDIA) own.handleDevice(medium, this.sent(medium) ? "on" : "off")
  }
}
