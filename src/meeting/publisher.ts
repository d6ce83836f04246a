// Keeps what the room sends equal to what the devices give, one change after the other for each device.

import type { DeviceKind, Devices } from "../devices/devices.ts"
import { SerialQueue } from "../mls/serial-queue.ts"
import { RoomError } from "../room/errors.ts"
import type { MediaRoom } from "../room/media-room.ts"

type SentDevices = Pick<Devices, "snapshot" | "track">

const KINDS = ["microphone", "camera"] as const

export class Publisher {
  readonly #room: Pick<MediaRoom, "publish" | "mute">
  readonly #devices: SentDevices
  readonly #queues: Readonly<Record<DeviceKind, SerialQueue>> = {
    microphone: new SerialQueue(),
    camera: new SerialQueue(),
  }
  readonly #sent = new Map<DeviceKind, MediaStreamTrack>()

  constructor(room: Pick<MediaRoom, "publish" | "mute">, devices: SentDevices) {
    this.#room = room
    this.#devices = devices
  }

  /** Call when the devices changed, and when the room is there; never rejects. */
  async sync(): Promise<void> {
    await Promise.all(KINDS.map((kind) => this.#queues[kind].run(() => this.#syncKind(kind))))
  }

  /** The room began a new session: nothing is sent in it yet. */
  forget(): void {
    this.#sent.clear()
  }

  async #syncKind(kind: DeviceKind): Promise<void> {
    const wanted = this.#devices.snapshot[kind] === "on" ? this.#devices.track(kind) : null
    const sent = this.#sent.get(kind) ?? null
    if (wanted === sent) return
    try {
      if (wanted) {
        await this.#room.publish(kind, wanted)
        this.#sent.set(kind, wanted)
      } else {
        await this.#room.mute(kind)
        this.#sent.delete(kind)
      }
    } catch (error) {
      if (!(error instanceof RoomError)) throw error
      this.#sent.delete(kind) // the room is going down or coming back: the next sync publishes again
    }
  }
}
