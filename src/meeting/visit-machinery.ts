// All that a visit starts: its workers, the media side with the SFU's room, and what is sent there.

import type { Devices } from "../devices/devices.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import { Conference, type ConferenceListener } from "./conference.ts"
import { OwnMedia, type OwnMediaOptions } from "./own-media.ts"
import type { VisitParts } from "./parts.ts"
import { RoomPresence, type RoomPresenceOptions } from "./room-presence.ts"

export interface VisitMachineryListener
  extends
    Pick<ConferenceListener, "onMedia" | "onBeat" | "onBehind">,
    Pick<RoomPresenceOptions, "renewToken" | "onEnded">,
    Pick<OwnMediaOptions, "own"> {
  readonly onChange: () => void
}

export interface VisitMachineryOptions {
  readonly parts: VisitParts
  readonly devices: Devices
  readonly listener: VisitMachineryListener
  /** Ends the workers, which must still answer while the rest is closed. */
  readonly abortSignal: AbortSignal
}

export interface VisitMachinery {
  readonly mls: MlsWorker
  readonly passwords: PasswordWorker
  readonly conference: Conference
  readonly room: RoomPresence
  readonly media: OwnMedia
  /** What we send changed. */
  syncDevices(): void
  /** Shows no screen any more, and leaves the room. */
  close(): Promise<void>
}

export function startMachinery({ parts, devices, listener, abortSignal }: VisitMachineryOptions): VisitMachinery {
  const { clock, random } = parts
  const { onMedia, onBeat, onBehind, onChange, onEnded, own, renewToken } = listener
  const mls = parts.startMls(abortSignal)
  const passwords = parts.startPasswords(abortSignal)
  const conference = new Conference({
    clock,
    random,
    videoCodec: parts.videoCodec(),
    createRoom: parts.createRoom,
    ...parts.startFrames(abortSignal),
    listener: { onMedia, onBeat, onBehind, onConnection: (state) => room.handleConnection(state) },
  })
  const syncDevices = (): void => {
    media.tell()
    room.syncDevices()
    onChange()
  }
  const media = new OwnMedia({ devices, own, onChange: syncDevices })
  const room = new RoomPresence({
    room: conference.room,
    media,
    clock,
    renewToken,
    onChange,
    onBack: () => conference.beat(),
    onEnded,
    abortSignal,
  })
  const close = async (): Promise<void> => {
    media.showScreen(null)
    await conference.close()
  }
  return { mls, passwords, conference, room, media, syncDevices, close }
}
