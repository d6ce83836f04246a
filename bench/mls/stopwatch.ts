// Times pieces of work by name.

/** Does the work, notes how long it took, and answers what it answered. */
export type Stopwatch = <T>(what: string, work: () => Promise<T>) => Promise<T>

/** A stopwatch that adds to `times`, in milliseconds. */
export function stopwatchOn(times: Map<string, number[]>): Stopwatch {
  return async (what, work) => {
    const start = performance.now()
    const answer = await work()
    const known = times.get(what) ?? []
    times.set(what, [...known, performance.now() - start])
    return answer
  }
}
