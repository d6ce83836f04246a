// The tasks of one thread of a page, from the browser's own trace: how long each took, and how long the thread ran in it.
// What is between the two it waited: for a processor, or for another thread.

import type { Browser, CDPSession } from "playwright"

/** Milliseconds, a number for each task in the order of their ends. */
export interface ThreadTasks {
  readonly wallMs: readonly number[]
  readonly ranMs: readonly number[]
}

type TraceEvent = Readonly<Record<string, unknown>>

const CATEGORIES = ["toplevel", "blink.user_timing"]
const TASK = "ThreadControllerImpl::RunTask"
const MICROSECONDS = 1000

export class TaskTrace {
  readonly #session: CDPSession
  readonly #events: TraceEvent[] = []

  private constructor(session: CDPSession) {
    this.#session = session
    session.on("Tracing.dataCollected", ({ value }) => this.#events.push(...value))
  }

  /** Traces the whole browser from now on; one trace at a time. */
  static async begin(browser: Browser): Promise<TaskTrace> {
    const session = await browser.newBrowserCDPSession()
    const trace = new TaskTrace(session)
    const traceConfig = { includedCategories: CATEGORIES, excludedCategories: ["*"] }
    await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig })
    return trace
  }

  /** Ends it; the tasks since `performance.mark(mark)`, on the thread that made that mark. Throws where there is none. */
  async end(mark: string): Promise<ThreadTasks> {
    const complete = new Promise((resolve) => this.#session.once("Tracing.tracingComplete", resolve))
    await this.#session.send("Tracing.end")
    await complete
    await this.#session.detach()
    return tasksSince(mark, this.#events)
  }
}

function tasksSince(mark: string, events: readonly TraceEvent[]): ThreadTasks {
  const marked = events.find(({ name, cat }) => name === mark && cat === "blink.user_timing")
  if (!marked) throw new RangeError(`nothing made the mark ${mark}`)
  const from = numberIn(marked, "ts")
  const tasks = events.filter(
    (event) =>
      event["name"] === TASK &&
      event["pid"] === marked["pid"] &&
      event["tid"] === marked["tid"] &&
      numberIn(event, "ts") + numberIn(event, "dur") > from,
  )
  return {
    wallMs: tasks.map((task) => numberIn(task, "dur") / MICROSECONDS),
    ranMs: tasks.map((task) => numberIn(task, "tdur") / MICROSECONDS),
  }
}

/** 0 where a trace says nothing: short events may have no times of their own. */
function numberIn(event: TraceEvent, key: string): number {
  const value = event[key]
  return typeof value === "number" ? value : 0
}
