// One after the other: for changes of browser state that a second run must not overtake.

/** Wraps `task` so that a call starts when the one before has ended, whatever its outcome. */
export function serial<Input extends readonly unknown[], Output>(
  task: (...input: Input) => Promise<Output>,
): (...input: Input) => Promise<Output> {
  let last: Promise<unknown> = Promise.resolve()
  return async (...input) => {
    const run = last.then(
      () => task(...input),
      () => task(...input),
    )
    last = run
    return run
  }
}
