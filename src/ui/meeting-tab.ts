// What a meeting tab shows before and around the engine's snapshot: the link's checks, and its way to the engine.

import { computed, type ReadonlySignal, signal } from "@preact/signals"
import type { BackgroundAnswer, BackgroundMessage, MessageKind } from "../links/background-messages.ts"
import type { LinkFault } from "../links/link.ts"
import type { Exposure } from "../links/ticket-entry.ts"
import type { EngineHandle } from "../meeting/engine-handle.ts"
import { type Refused, unchecked } from "../release/status.ts"
import type { Arrival } from "./arrival.ts"
import type { EngineState } from "./engine-view.ts"
import { meetingOf } from "./snapshot-facts.ts"

export type TabState =
  | { readonly step: "opening" }
  | { readonly step: "used-up" }
  | { readonly step: "damaged-link"; readonly url: string; readonly fault: LinkFault; readonly exposure: Exposure }
  | { readonly step: "unknown-server"; readonly link: string; readonly exposure: Exposure }
  | { readonly step: "elsewhere"; readonly link: string }
  | { readonly step: "other-meeting"; readonly link: string }
  | { readonly step: "barred"; readonly status: Refused }
  | { readonly step: "engine"; readonly notes: LinkNotes }

/** `paths` null: the browser does not list packages, which is no failure. */
type Listing =
  | { readonly state: "listed"; readonly paths: readonly string[] | null }
  | { readonly state: "barred"; readonly status: Refused }

/** What is worth saying of the link that led here. */
export interface LinkNotes {
  readonly exposure: Exposure
  readonly droppedQuery: boolean
}

export const NO_NOTES: LinkNotes = { exposure: "unseen", droppedQuery: false }

/** Asks the background, as `askBackground` with its runtime filled in. */
export type AskBackground = <K extends MessageKind>(
  kind: K,
  fields: Omit<BackgroundMessage<K>, "kind">,
) => Promise<BackgroundAnswer<K>>

export interface MeetingTabOptions {
  readonly ask: AskBackground
  /** Follows the engine, having it made where there is none. */
  readonly watchEngine: () => ReadonlySignal<EngineState>
  /** The package's paths, which the engine's document cannot list; null where the browser does not. May reject. */
  readonly listPackage: () => Promise<readonly string[] | null>
  /** Name of a meeting that is made here. */
  readonly newMeetingName: string
  /** Milliseconds of the epoch of time. */
  readonly now: () => number
  readonly abortSignal: AbortSignal
}

/** The tab's own state machine; what the engine does it only follows. */
export class MeetingTab {
  readonly #options: MeetingTabOptions
  #listing: Promise<Listing>
  /** What was wanted when this tab barred it. */
  #barred: () => Promise<void> = async () => {}
  readonly #state = signal<TabState>({ step: "opening" })
  readonly #followed = signal<ReadonlySignal<EngineState> | null>(null)
  #shownLink = ""
  #notes: LinkNotes = NO_NOTES

  readonly state: ReadonlySignal<TabState> = this.#state
  readonly engine: ReadonlySignal<EngineState> = computed(() => this.#followed.value?.value ?? { state: "looking" })

  constructor(options: MeetingTabOptions) {
    this.#options = options
    this.#listing = this.#list()
    const stop = this.engine.subscribe((engine) => this.#tellLink(engine))
    options.abortSignal.addEventListener("abort", stop, { once: true })
  }

  async begin(arrival: Arrival): Promise<void> {
    switch (arrival.kind) {
      case "ticket":
        return this.#redeem(arrival.ticket)
      case "new-meeting":
        return this.create(arrival.server)
      case "reload":
        await this.#reach()
        this.#show(NO_NOTES)
    }
  }

  /** Follows the engine anew, having it made: after it went away. */
  async again(): Promise<void> {
    this.#followed.value = null
    await this.#reach()
    this.#show(NO_NOTES)
  }

  /** Goes to an unknown server after all, and knows it from now on. */
  async joinUnknown(link: string): Promise<void> {
    await this.#options.ask("add-server", { origin: new URL(link).origin })
    await this.open(link)
  }

  async openSite(url: string): Promise<void> {
    await this.#options.ask("open-site", { url })
  }

  async bringToFront(link: string): Promise<void> {
    if ((await this.#options.ask("focus-meeting", { link })) === "not-open") this.#show(NO_NOTES)
  }

  /** Leaves the meeting that is on and opens the wanted one. */
  async switchTo(link: string): Promise<void> {
    const engine = await this.#reach()
    await engine?.leave()
    engine?.dismiss()
    await this.open(link)
  }

  async open(link: string): Promise<void> {
    const [engine, listing] = await Promise.all([this.#reach(), this.#listing])
    if (listing.state === "barred") this.#bar(listing.status, () => this.open(link))
    else if (engine?.open(link, listing.paths) === "in-another-meeting") {
      this.#state.value = { step: "other-meeting", link }
    } else this.#show(this.#notes)
  }

  async create(server: string): Promise<void> {
    const [engine, listing] = await Promise.all([this.#reach(), this.#listing])
    if (listing.state === "barred") return this.#bar(listing.status, () => this.create(server))
    engine?.create({ server, name: this.#options.newMeetingName }, listing.paths)
    this.#show(NO_NOTES)
  }

  /** Has this client checked once more, with its files as they are now, and goes on with what was barred. */
  async checkAgain(): Promise<void> {
    this.#listing = this.#list()
    return this.#state.value.step === "barred" ? this.#barred() : this.#recheck()
  }

  async #recheck(): Promise<void> {
    const [engine, listing] = await Promise.all([this.#reach(), this.#listing])
    if (listing.state === "barred") return this.#bar(listing.status, () => this.#recheck())
    engine?.checkAgain(listing.paths)
    this.#show(this.#notes)
  }

  async #redeem(ticket: string): Promise<void> {
    const redeemed = await this.#options.ask("redeem", { ticket })
    if (redeemed === null) return this.#withoutTicket()
    switch (redeemed.kind) {
      case "malformed":
        this.#state.value = { step: "damaged-link", ...redeemed }
        return
      case "elsewhere":
        this.#state.value = { step: "elsewhere", link: redeemed.link }
        return
      case "meeting":
        this.#notes = redeemed
        if (redeemed.server === "known") return this.open(redeemed.link)
        this.#state.value = { step: "unknown-server", link: redeemed.link, exposure: redeemed.exposure }
    }
  }

  /** The ticket was used before: coming back to it, or a reload of it, returns to the running meeting. */
  async #withoutTicket(): Promise<void> {
    const engine = await this.#reach()
    if (engine === null || engine.snapshot.phase === "idle") this.#state.value = { step: "used-up" }
    else this.#show(NO_NOTES)
  }

  /** Before the engine is asked for anything: a package that nobody can look into is not known to be whole. */
  #bar(status: Refused, wanted: () => Promise<void>): void {
    this.#barred = wanted
    this.#state.value = { step: "barred", status }
  }

  async #list(): Promise<Listing> {
    const { listPackage, now } = this.#options
    try {
      return { state: "listed", paths: await listPackage() }
    } catch (error) {
      return { state: "barred", status: unchecked(error, now()) }
    }
  }

  #show(notes: LinkNotes): void {
    this.#state.value = { step: "engine", notes }
  }

  /** The engine's handle once it is there, or `null` when it does not come (the page then says so). */
  async #reach(): Promise<EngineHandle | null> {
    this.#followed.value ??= this.#options.watchEngine()
    const engine = await settled(this.engine, this.#options.abortSignal)
    return engine.state === "there" ? engine.engine : null
  }

  /** Tells the background which meeting this tab shows, so that the same link comes back here. */
  #tellLink(engine: EngineState): void {
    if (engine.state !== "there") return
    const link = meetingOf(engine.snapshot)?.link ?? ""
    if (link === "" || link === this.#shownLink) return
    this.#shownLink = link
    void this.#options.ask("showing-meeting", { link })
  }
}

function settled(engine: ReadonlySignal<EngineState>, abortSignal: AbortSignal): Promise<EngineState> {
  return new Promise((resolve) => {
    const finish = (state: EngineState) => {
      resolve(state)
      queueMicrotask(() => stop())
    }
    const stop = engine.subscribe((state) => {
      if (state.state !== "looking") finish(state)
    })
    abortSignal.addEventListener("abort", () => finish(engine.peek()), { once: true })
  })
}
