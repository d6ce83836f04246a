// What is measured of the views, as the page tells it to the bench.

/** The people panel alone; the meeting page with that panel open; the popup. */
export const VIEWS = ["people panel", "meeting page", "popup"] as const
export type ViewName = (typeof VIEWS)[number]

export const CHANGES = ["opens", "somebody speaks", "somebody joins", "somebody leaves"] as const
export type ChangeName = (typeof CHANGES)[number]

/** One change, in milliseconds of the thread. */
export interface Lap {
  readonly view: ViewName
  readonly change: ChangeName
  /** Until everybody in the engine who goes by the roster was told; 0 where it is the same. */
  readonly followMs: number
  /** To make the snapshot. */
  readonly describeMs: number
  /** To draw it: markup, style and layout. */
  readonly drawMs: number
}
