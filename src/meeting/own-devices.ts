// Microphone and camera as a meeting uses them: measured before it, turned on in it as far as hosts allow, off after it.

import { type DeviceKind, Devices, type DevicesOptions } from "../devices/devices.ts"
import type { OnOff } from "./engine-handle.ts"
import type { LevelMeter } from "./level-meter.ts"
import type { Devices as DeviceFacts, MeetingPhase } from "./snapshot.ts"

export interface OwnDevicesOptions extends Omit<DevicesOptions, "onChange"> {
  /** Whether turning it on would not be undone at once. */
  readonly mayTurnOn: (kind: DeviceKind) => boolean
  /** A device or its track. */
  readonly onChange: () => void
  readonly meter: Pick<LevelMeter, "level" | "follow">
}

export class OwnDevices {
  /** As they are captured. */
  readonly captured: Devices
  readonly #mayTurnOn: OwnDevicesOptions["mayTurnOn"]
  readonly #meter: OwnDevicesOptions["meter"]
  #phase: MeetingPhase["phase"] = "idle"

  constructor({ mayTurnOn, meter, onChange, ...options }: OwnDevicesOptions) {
    this.#mayTurnOn = mayTurnOn
    this.#meter = meter
    this.captured = new Devices({
      ...options,
      onChange: () => {
        this.#measure()
        onChange()
      },
    })
  }

  get facts(): DeviceFacts {
    return { ...this.captured.snapshot, level: this.#meter.level }
  }

  turn(kind: DeviceKind, state: OnOff): void {
    if (state === "off") this.captured.turnOff(kind)
    else if (this.#mayTurnOn(kind)) void this.captured.turnOn(kind)
  }

  /** The meter is only on the pre-join page; after a meeting there is no camera light, however it ended. */
  follow(phase: MeetingPhase["phase"]): void {
    this.#phase = phase
    if (phase === "ended") this.captured.stop()
    this.#measure()
  }

  #measure(): void {
    const isNeeded = this.#phase === "pre-join" && this.captured.snapshot.microphone === "on"
    this.#meter.follow(isNeeded ? this.captured.track("microphone") : null)
  }
}
