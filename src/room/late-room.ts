// A room whose library comes later. LiveKit is half of the engine's code, and nothing of it is needed before one may
// join: loading it first would keep the thread from what the pre-join page waits for.

import { RoomError } from "./errors.ts"
import type { MediaRoom, RemotePerson, RoomOptions, SentSource } from "./media-room.ts"
import type { WantedPictures } from "./pictures.ts"

/** What is used of a MediaRoom. */
type Loaded = Pick<MediaRoom, keyof MediaRoom>

/** Loads what makes rooms; called once for each room. */
export type LoadRoom = () => Promise<(options: RoomOptions) => Loaded>

/** Nobody is in a room that is not there, and nothing is sent to it: as of a MediaRoom before `connect`. */
export class LateRoom implements Loaded {
  readonly #make: () => Promise<Loaded>
  #loading: Promise<Loaded> | null = null
  #room: Loaded | null = null
  #wanted: WantedPictures | null = null
  #connects = 0

  constructor(load: LoadRoom, options: RoomOptions) {
    this.#make = async () => (await load())(options)
  }

  async prepare(url: string): Promise<void> {
    await (await this.#load()).prepare(url)
  }

  async connect(url: string, token: string): Promise<void> {
    const connect = ++this.#connects
    const room = await this.#load()
    if (connect !== this.#connects) throw new RoomError("unreachable", "the room was left before it was entered")
    await room.connect(url, token)
  }

  async disconnect(): Promise<void> {
    this.#connects++
    await this.#room?.disconnect()
  }

  async publish(source: SentSource, track: MediaStreamTrack): Promise<void> {
    await (await this.#load()).publish(source, track)
  }

  async mute(source: SentSource): Promise<void> {
    await this.#room?.mute(source)
  }

  async sendData(payload: Uint8Array, tags: ReadonlySet<string>): Promise<void> {
    if (!this.#room) throw new RoomError("not-connected", "no room to send to")
    await this.#room.sendData(payload, tags)
  }

  tags(): ReadonlySet<string> {
    return this.#room?.tags() ?? new Set()
  }

  people(): ReadonlyMap<string, RemotePerson> {
    return this.#room?.people() ?? new Map()
  }

  show(wanted: WantedPictures): void {
    this.#wanted = wanted
    this.#room?.show(wanted)
  }

  async sendKeyFrame(): Promise<void> {
    await this.#room?.sendKeyFrame()
  }

  async path(): ReturnType<MediaRoom["path"]> {
    return (await this.#load()).path()
  }

  async #load(): Promise<Loaded> {
    this.#loading ??= this.#make()
    try {
      const room = await this.#loading
      if (!this.#room && this.#wanted) room.show(this.#wanted)
      this.#room = room
      return room
    } catch (error) {
      this.#loading = null // tried again by the next who needs it
      throw new RoomError("unreachable", "what connects to the SFU could not be loaded", { cause: error })
    }
  }
}
