// One navigation is often reported twice: before it starts and when it failed, or by the guard too. The second report
// must not open our page again, a second navigation must.

/** Who reported the navigation. */
export type StopSource = "before" | "error" | "committed" | "same-document" | "guard" | "startup"

const PAIR_MS = 2_000

interface Stop {
  readonly at: number
  readonly sources: ReadonlySet<StopSource>
  readonly ticket: string
}

export class RecentStops {
  readonly #now: () => number
  readonly #stops = new Map<string, Stop>()

  constructor(now: () => number) {
    this.#now = now
  }

  /**
   * The ticket of the stop that this report repeats, or null for a new one, which from now on has `ticket`.
   *
   * A repetition comes within two seconds, for the same tab and URL, from a source that has not spoken yet.
   */
  repeated(report: { tabId: number; url: string; source: StopSource }, ticket: string): string | null {
    this.#forgetOld()
    const key = `${report.tabId} ${report.url}`
    const stop = this.#stops.get(key)
    if (stop && report.source !== "before" && !stop.sources.has(report.source)) {
      this.#stops.set(key, { ...stop, sources: new Set([...stop.sources, report.source]) })
      return stop.ticket
    }
    this.#stops.set(key, { at: this.#now(), sources: new Set([report.source]), ticket })
    return null
  }

  #forgetOld(): void {
    for (const [key, stop] of this.#stops) if (this.#now() - stop.at > PAIR_MS) this.#stops.delete(key)
  }
}
