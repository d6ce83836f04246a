// The one object that the engine puts on its window; views in the same process find it there and call it.
// In Chromium `chrome.extension.getViews()` contains the engine's window, in Firefox it is the iframe's.

import type { HostOrder, OrderOutcome } from "./host-order.ts"
import type { SayOutcome } from "./said.ts"
import type { CodeWord, PairwiseCode } from "./security.ts"
import type { Snapshot } from "./snapshot.ts"
import type { Evidence, VerifyOutcome } from "../people/verdict.ts"

/** The engine's window carries the handle under this name. */
export const HANDLE_NAME = "wardroomEngine"

/** Yourself, where a person is asked for before you have an identity. */
export const SELF = "you"

/** More people than this no view shows at one time; the others' pictures are not received. */
export const MOST_SHOWN = 25

export type OnOff = "on" | "off"
export type DeviceKind = "microphone" | "camera"
export type MediaKind = DeviceKind | "screen"

/** A tile as a view shows it: its size in device pixels; what no view shows is not received. */
export interface ShownTile {
  readonly personId: string
  readonly width: number
  readonly height: number
}

export type OpenOutcome = "opened" | "already-in-it" | "in-another-meeting"

export interface EngineHandle {
  readonly snapshot: Snapshot

  /**
   * Calls `listener` now and at each change.
   *
   * `viewLock` is the name of a Web Lock that the view holds for its life: when the engine gets it, the view is gone
   * and its listeners are dropped. A meeting tab keeps the meeting alive, a popup does not.
   */
  subscribe(
    listener: (snapshot: Snapshot) => void,
    view: { readonly kind: "meeting-tab" | "popup"; readonly viewLock: string },
    abortSignal: AbortSignal,
  ): void

  /**
   * Opens a link for joining, once this client's release is checked; `link` is the whole link, or throws LinkError.
   *
   * `listed` are the paths of the package, which the engine's own document cannot list; null where the browser does not.
   */
  open(link: string, listed: readonly string[] | null): OpenOutcome
  /** Makes a meeting on the server (an origin) and opens it as its host; `listed` as in `open`. */
  create(meeting: { readonly server: string; readonly name: string }, listed: readonly string[] | null): OpenOutcome
  /** Goes on with a barred release by its version, typed by a person, and with the meeting that was opened. */
  pardonRelease(version: string): Promise<"given" | "wrong-version">
  /** Has a barred release checked once more, and goes on with the meeting that was opened; `listed` as in `open`. */
  checkAgain(listed: readonly string[] | null): void
  /** The extra passphrase of a link that asks for one. */
  givePassphrase(passphrase: string): void

  /** Call when the tab has the permission, or knows that it was denied: then the engine captures. */
  capture(wanted: { readonly microphone: OnOff; readonly camera: OnOff }): void
  choose(device: { readonly kind: DeviceKind; readonly id: string }): void

  join(profile: { readonly name: string }): void
  leave(): Promise<void>
  /** Back to idle after an ended meeting. */
  dismiss(): void

  setMicrophone(state: OnOff): void
  setCamera(state: OnOff): void
  /** All tiles that this view shows now; null: nothing at all, as while its tab is hidden. Replaces its last report. */
  showTiles(viewLock: string, tiles: readonly ShownTile[] | null): void
  /** Null out of a meeting. */
  readonly comparing: Comparing | null
  /** Null out of a meeting. */
  readonly speaking: Speaking | null
  /** A host's order; what cannot be done is an outcome, nothing is thrown. */
  order(order: HostOrder): Promise<OrderOutcome>

  /** Live media of a person, or null; the same object as long as the track lives. `SELF` gives the preview. */
  stream(personId: string, kind: MediaKind): MediaStream | null

  /** Measurements for tests and the info panel. */
  statistics(): Promise<EngineStatistics>
}

/** What you say beside your microphone and camera. */
export interface Speaking {
  /** Writes in the chat; whom it reached, the message itself tells. */
  say(text: string): SayOutcome
  raiseHand(state: OnOff): void
  /** Whether turning it on would be undone at once, by a host's word or as only hosts may. */
  mayTurnOn(medium: MediaKind): boolean
  /**
   * Shows a screen, captured by the tab with `getDisplayMedia` (which needs a click there), or none any more (null).
   *
   * The engine ends the track; where it may not be shown, at once.
   */
  showScreen(track: MediaStreamTrack | null): void
}

/** Finding out that people are who they seem. */
export interface Comparing {
  /** Of the group's code, to the others too: that you read it to them, or what you found. */
  say(word: CodeWord): void
  /** What you and one other person compare; null when they are gone. */
  pairwise(personId: string): Promise<PairwiseCode | null>
  /** What that came to; who is verified and has a lasting identity is remembered. */
  verify(personId: string, evidence: Evidence): Promise<VerifyOutcome>
}

export interface EngineStatistics {
  /** Per remote track. */
  readonly received: readonly {
    readonly personId: string
    readonly context: string
    readonly opened: number
    readonly refused: Readonly<Record<string, number>>
  }[]
  /** Per context that we send. */
  readonly sent: readonly {
    readonly context: string
    readonly sealed: number
    readonly refused: Readonly<Record<string, number>>
  }[]
  /** When each epoch was installed and first sealed under: milliseconds of the epoch of time. */
  readonly epochs: readonly {
    readonly epoch: string
    readonly installedAt: number
    readonly sendingAt: number | null
  }[]
}
