// The views of one engine: who listens, which tiles they show, and whether a meeting tab is there at all.
// A view holds a Web Lock for its life; getting that lock means that the view died (4-24 ms after, design §2), and
// drops everything of it that would otherwise leak.

import type { ShownTile } from "./engine-handle.ts"
import type { Snapshot } from "./snapshot.ts"

/** How the name of every view's lock begins. */
export const VIEW_LOCK = "view:"

export type ViewKind = "meeting-tab" | "popup"

export interface View {
  readonly kind: ViewKind
  readonly viewLock: string
}

export interface ViewsOptions {
  readonly locks: Pick<LockManager, "request" | "query">
  /** The last meeting tab went, or the first one came. */
  readonly onTabs: (state: "present" | "absent") => void
  readonly onTiles: () => void
}

interface Known {
  readonly kind: ViewKind
  readonly listeners: Set<(snapshot: Snapshot) => void>
  /** Null while it shows nothing of anybody. */
  tiles: readonly ShownTile[] | null
}

export class Views {
  readonly #options: ViewsOptions
  readonly #views = new Map<string, Known>()

  constructor(options: ViewsOptions) {
    this.#options = options
  }

  subscribe(listener: (snapshot: Snapshot) => void, view: View, abortSignal: AbortSignal): void {
    if (abortSignal.aborted) return
    const known = this.#views.get(view.viewLock) ?? this.#meet(view)
    known.listeners.add(listener)
    abortSignal.addEventListener("abort", () => known.listeners.delete(listener), { once: true })
  }

  show(snapshot: Snapshot): void {
    for (const { listeners } of this.#views.values()) for (const listener of listeners) listener(snapshot)
  }

  showTiles(viewLock: string, tiles: readonly ShownTile[] | null): void {
    const known = this.#views.get(viewLock)
    if (!known) return
    known.tiles = tiles
    this.#options.onTiles()
  }

  /** The largest size at which any view shows each person; who is missing is shown nowhere. Null: no view shows anything. */
  shownTiles(): ReadonlyMap<string, ShownTile> | null {
    const reports = [...this.#views.values()].flatMap(({ tiles }) => (tiles ? [tiles] : []))
    if (reports.length === 0) return null
    const largest = new Map<string, ShownTile>()
    for (const tile of reports.flat()) {
      const other = largest.get(tile.personId)
      if (!other || other.width * other.height < tile.width * tile.height) largest.set(tile.personId, tile)
    }
    return largest
  }

  get hasMeetingTab(): boolean {
    return [...this.#views.values()].some(({ kind }) => kind === "meeting-tab")
  }

  /** Whether a view that has not come yet holds its lock: it may have found the engine already. */
  async isOneComing(): Promise<boolean> {
    const { held = [], pending = [] } = await this.#options.locks.query()
    const names = [...held, ...pending].flatMap(({ name }) => name ?? [])
    return names.some((name) => name.startsWith(VIEW_LOCK) && !this.#views.has(name))
  }

  #meet({ kind, viewLock }: View): Known {
    const known: Known = { kind, listeners: new Set(), tiles: null }
    const hadTab = this.hasMeetingTab
    this.#views.set(viewLock, known)
    if (kind === "meeting-tab" && !hadTab) this.#options.onTabs("present")
    void this.#options.locks.request(viewLock, () => this.#forget(viewLock))
    return known
  }

  #forget(viewLock: string): void {
    const known = this.#views.get(viewLock)
    this.#views.delete(viewLock)
    known?.listeners.clear()
    this.#options.onTiles()
    if (known?.kind === "meeting-tab" && !this.hasMeetingTab) this.#options.onTabs("absent")
  }
}
