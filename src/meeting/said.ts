// What people say beside their media, and what hosts say of those, as the views see it.

/** One message of the meeting's chat. */
export interface ChatMessage {
  readonly id: number
  readonly personId: string
  /** As it was when they wrote; null: the sealed name could not be opened. */
  readonly name: string | null
  /** When it came here, or was written here: milliseconds of the epoch of time. */
  readonly at: number
  readonly text: string
  readonly isYours: boolean
  /**
   * Whom a message of yours reached, of those who were in; null for others' messages. `sending`: not everybody has said
   * yet that it came. `some`: not everybody did within half a minute. `nobody`: it could not be sent.
   */
  readonly reached: "sending" | "everyone" | "some" | "nobody" | null
}

/** `too-long`: more than 2000 UTF-16 units. `not-allowed`: only hosts may write. */
export type SayOutcome = "said" | "empty" | "too-long" | "not-allowed"

/** A host's word that is in force for something of a person. */
export interface Stopped {
  /** Name of the host; null: it could not be opened, or they were gone when you came. */
  readonly by: string | null
  /** Whether the person may turn it on again without being allowed to. */
  readonly mayResume: boolean
}

/** What of a person's media hosts have stopped: nothing of it is played or painted here, whatever that person sends. */
export interface StoppedMedia {
  readonly microphone: Stopped | null
  readonly camera: Stopped | null
  readonly screen: Stopped | null
}

type Ordered = "muted" | "unmute-allowed" | "video-stopped" | "sharing-stopped" | "hand-lowered"

/** What people are told of a host's word about one person, or about several. */
export type OrderNotice = Ordered | `all-${Ordered}`

/** What is known of a person from signed messages alone. */
export interface Said {
  /** When they raised their hand: milliseconds of the epoch of time, by their clock, never later than now; null: it is down. */
  readonly hand: number | null
  /** Whether their client says that it sends sound; null where it has said nothing. */
  readonly microphone: "on" | "off" | null
  readonly screen: "on" | "off" | null
  readonly stopped: StoppedMedia
}

export const NOTHING_SAID: Said = {
  hand: null,
  microphone: null,
  screen: null,
  stopped: { microphone: null, camera: null, screen: null },
}
