// A bug of one line, put into a copy of the sources to see that a test notices it.

export interface PlantedBug {
  /** Goes on from "a policy that". */
  readonly bug: string
  /** In src/mls. */
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly find: string
  readonly replace: string
}
