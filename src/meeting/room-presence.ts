// Being in the SFU's room: connected there while the visit lasts, publishing what the devices give, back again after a break.

import type { RoomConnection } from "../room/media-room.ts"
import type { Grant } from "./entry.ts"
import { meetingFaultOf } from "./errors.ts"
import { returnToRoom } from "./media-return.ts"
import type { OwnMedia } from "./own-media.ts"
import type { VisitParts, MeetingRoom } from "./parts.ts"
import { PathWatch } from "./path-watch.ts"
import { Publisher } from "./publisher.ts"
import type { MediaPath, MeetingFault } from "./snapshot.ts"

/** Whoever the SFU sent away waits so long for the group's word on why. */
export const GROUPS_WORD_MS = 2000

export interface RoomPresenceOptions {
  readonly room: Pick<MeetingRoom, "prepare" | "connect" | "disconnect" | "publish" | "mute" | "path">
  readonly media: Pick<OwnMedia, "sent">
  readonly clock: VisitParts["clock"]
  /** Rejects with DeliveryError when the service does not take us back. */
  readonly renewToken: () => Promise<string>
  readonly onChange: () => void
  /** Connected anew: the others may have waited for us. */
  readonly onBack: () => void
  readonly onEnded: (fault: MeetingFault) => void
  readonly abortSignal: AbortSignal
}

export class RoomPresence {
  readonly #options: RoomPresenceOptions
  readonly #publisher: Publisher
  readonly #path: PathWatch
  #sfu = ""
  #entering: { readonly room: string; readonly done: Promise<void> } | null = null
  #connection: "connected" | "reconnecting" = "connected"
  #isPublishing = false

  constructor(options: RoomPresenceOptions) {
    this.#options = options
    const { room, media, clock, onChange, abortSignal } = options
    this.#publisher = new Publisher(room, media)
    this.#path = new PathWatch({ clock, room, onChange, abortSignal })
  }

  get connection(): "connected" | "reconnecting" {
    return this.#connection
  }

  get path(): MediaPath {
    return this.#path.path
  }

  /** Warms the way to the SFU that the service named. */
  async prepare(sfu: string): Promise<void> {
    this.#sfu = sfu
    this.#path.setSfu(new URL(sfu).host)
    await this.#options.room.prepare(sfu)
  }

  /** Connects for a grant, unless we are in that room or on the way to it; `entered` tells how that ended. */
  enter({ room, roomToken }: Grant): void {
    if (this.#entering?.room === room) return
    const wasElsewhere = this.#entering !== null
    const done = wasElsewhere ? this.#changeRoom(roomToken) : this.#options.room.connect(this.#sfu, roomToken)
    done.catch(() => undefined) // whoever waits for `entered` learns of it
    this.#entering = { room, done }
  }

  /** Rejects with RoomError when the SFU could not be reached. */
  async entered(): Promise<void> {
    await this.#entering?.done
  }

  /** Publishes from now on. */
  begin(): void {
    this.#isPublishing = true
    void this.#publisher.sync()
    void this.#path.watch()
  }

  /** The devices changed. */
  syncDevices(): void {
    if (this.#isPublishing) void this.#publisher.sync()
  }

  handleConnection(state: RoomConnection): void {
    if (!this.#isPublishing) return
    switch (state) {
      case "connected":
      case "reconnecting":
        this.#connection = state
        this.#options.onChange()
        if (state === "connected") void this.#publisher.sync()
        return
      case "lost":
        this.#connection = "reconnecting"
        this.#options.onChange()
        return void this.#return()
      case "removed":
        this.#connection = "reconnecting"
        this.#options.onChange()
        return this.#endLater()
    }
  }

  // Where a host removed us, the group says so, and by whom; the SFU may be faster.
  #endLater(): void {
    const { clock, abortSignal, onEnded } = this.#options
    clock.after(GROUPS_WORD_MS, () => {
      if (!abortSignal.aborted) onEnded("media-lost")
    })
  }

  async #return(): Promise<void> {
    const { clock, renewToken, room, abortSignal, onEnded } = this.#options
    const outcome = await returnToRoom({
      clock,
      renewToken,
      connect: (token) => room.connect(this.#sfu, token),
      abortSignal,
    }).catch(meetingFaultOf)
    if (abortSignal.aborted) return undefined
    if (outcome !== "back") return onEnded(outcome === "given-up" ? "media-lost" : outcome)
    return this.#handleBack()
  }

  // The group is another one, in a room of its own.
  async #changeRoom(roomToken: string): Promise<void> {
    const { room } = this.#options
    await room.disconnect()
    await room.connect(this.#sfu, roomToken)
    this.#handleBack()
  }

  #handleBack(): void {
    this.#publisher.forget()
    this.handleConnection("connected")
    this.#options.onBack()
  }
}
