// Keeps what the room sends equal to what is on, one change after the other for each kind.

import { SerialQueue } from "../mls/serial-queue.ts"
import { RoomError } from "../room/errors.ts"
import type { MediaRoom } from "../room/media-room.ts"
import { OWN_MEDIA, type OwnMedia } from "./own-media.ts"
import type { OwnMedium } from "./words/own-part.ts"

export class Publisher {
  readonly #room: Pick<MediaRoom, "publish" | "mute">
  readonly #media: Pick<OwnMedia, "sent">
  readonly #queues: Readonly<Record<OwnMedium, SerialQueue>> = {
    microphone: new SerialQueue(),
    camera: new SerialQueue(),
    screen: new SerialQueue(),
  }
  readonly #sent = new Map<OwnMedium, MediaStreamTrack>()

  constructor(room: Pick<MediaRoom, "publish" | "mute">, media: Pick<OwnMedia, "sent">) {
    this.#room = room
    this.#media = media
  }

  /** Call when what is on changed, and when the room is there; never rejects. */
  async sync(): Promise<void> {
    await Promise.all(OWN_MEDIA.map((kind) => this.#queues[kind].run(() => this.#syncKind(kind))))
  }

  /** The room began a new session: nothing is sent in it yet. */
  forget(): void {
    this.#sent.clear()
  }

  async #syncKind(kind: OwnMedium): Promise<void> {
    const wanted = this.#media.sent(kind)
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
