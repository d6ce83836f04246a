// Says what a command waits for: every step longer than a second, with the seconds and the last line of output.

export interface Progress {
  /** Runs `work` under a title; `note` gives it a line that says how far it is. */
  step<T>(title: string, work: (note: (line: string) => void) => Promise<T>): Promise<T>
  say(line: string): void
}

export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const SILENT_MS = 1000
const REDRAW_MS = 1000
/** A log file or CI gets a line now and then instead of one redrawn in place. */
const LINE_EVERY_MS = 10_000
const CLEAR_LINE = "\r\u001b[2K"

/** Progress on a stream: in place on a terminal, as occasional lines elsewhere. */
export function progressOn(stream: ProgressStream, now: () => number = () => performance.now()): Progress {
  const isTerminal = stream.isTTY === true
  const say = (line: string): void => void stream.write(`${isTerminal ? CLEAR_LINE : ""}${line}\n`)

  const step: Progress["step"] = async (title, work) => {
    const startMs = now()
    let lastNote = ""
    let redraw: NodeJS.Timeout | undefined
    const line = (): string =>
      `${title} … ${secondsSince(startMs)} s${lastNote === "" ? "" : ` · ${lastNote}`}`.slice(
        0,
        (stream.columns ?? 121) - 1,
      )
    const draw = (): void => void stream.write(isTerminal ? `${CLEAR_LINE}${line()}` : `${line()}\n`)
    const first = setTimeout(() => {
      draw()
      redraw = setInterval(draw, isTerminal ? REDRAW_MS : LINE_EVERY_MS)
    }, SILENT_MS)
    const secondsSince = (sinceMs: number): string => ((now() - sinceMs) / 1000).toFixed(0)
    let outcome = "failed"
    try {
      const result = await work((note) => {
        lastNote = note.trim()
      })
      outcome = "done"
      return result
    } finally {
      clearTimeout(first)
      clearInterval(redraw)
      if (redraw !== undefined) say(`${title}: ${outcome} in ${secondsSince(startMs)} s`)
    }
  }
  return { step, say }
}

/** For whoever has nobody to tell. */
export const silent: Progress = { step: (_title, work) => work(() => {}), say: () => {} }
