// Runs tasks one after the other: two commits built from one state would exclude each other.

export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve()

  /** Starts `task` when all earlier ones have settled, and settles with it. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task)
    this.#last = result.catch(() => null) // the caller has the rejection; the queue goes on
    return result
  }
}
