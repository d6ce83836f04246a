// Who goes first on a machine that plays many.

import { readdir } from "node:fs/promises"
import { constants, setPriority } from "node:os"

/** From now on all threads of this process let other processes go first, those it has and those to come. */
export async function yieldToOthers(): Promise<void> {
  const threads = await readdir("/proc/self/task")
  for (const thread of threads) setPriority(Number(thread), constants.priority.PRIORITY_BELOW_NORMAL)
}
