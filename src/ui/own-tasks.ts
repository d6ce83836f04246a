// Drawing in tasks of its own. The engine shares the thread: drawn in the microtasks of what it did, both would be one
// long task, the longest one of a join.

/**
 * Returns what calls each function in a task to come, in their order. Through a channel, as the timers of a tab in the
 * background are held back, and somebody who comes in meanwhile must be heard.
 */
export function ownTasks({ port1, port2 }: MessageChannel): (task: () => void) => void {
  const due: (() => void)[] = []
  port1.addEventListener("message", () => due.shift()?.())
  port1.start()
  return (task) => {
    due.push(task)
    port2.postMessage(null)
  }
}
