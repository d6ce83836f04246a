// Drawing in tasks of its own. The engine shares the thread: drawn in the microtasks of what it did, both would be one
// long task, the longest one of a join.

/**
 * Returns what calls each function in a task to come, in their order; what such a task asks for itself, as when the size
 * of what it drew decides on the rest, is called at its end. Through a channel, as the timers of a tab in the background
 * are held back, and somebody who comes in meanwhile must be heard.
 */
export function ownTasks({ port1, port2 }: MessageChannel): (task: () => void) => void {
  const due: (() => void)[] = []
  let isInTask = false
  port1.addEventListener("message", () => {
    isInTask = true
    try {
      due.shift()?.()
    } finally {
      isInTask = false
    }
  })
  port1.start()
  return (task) => {
    if (isInTask) return queueMicrotask(task)
    due.push(task)
    port2.postMessage(null)
  }
}
