// A visit outlives what this browser keeps.

/** To be given to `catch` of a write: another page deleted everything, so there is nothing to be kept any more. */
export function unlessDeleted(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "InvalidStateError")) throw error
}
