// A join with the tasks of the joining page's thread.

import { setTimeout as delay } from "node:timers/promises"
import type { Page } from "playwright"
import { TaskTrace, type ThreadTasks } from "../measure/task-trace.ts"

export interface JoinTasks {
  /** From the mark "join" until some time after the first remote frame. */
  readonly tasks: ThreadTasks
}

/** What begins with the picture belongs to the join: so long after it. */
const AFTERWARDS_MS = 500

/** `join` makes the mark "join" in the page, and resolves when the first remote frame was painted. */
export async function withTasks<T>(page: Page, join: () => Promise<T>): Promise<T & JoinTasks> {
  const browser = page.context().browser()
  if (!browser) throw new TypeError("the page is in no browser")
  const trace = await TaskTrace.begin(browser)
  const joined = await join()
  await delay(AFTERWARDS_MS)
  return { ...joined, tasks: await trace.end("join") }
}
