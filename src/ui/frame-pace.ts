// Drawing at most once a frame, whatever comes: in a burst of changes nobody sees those in between.

/** Calls `action` once, when the next frame is to be drawn. */
export type OnFrame = (action: () => void) => void

/** Longer than a frame takes: in a hidden page there are none, and who came there is to be heard all the same. */
const NO_FRAME_MS = 100

export const nextFrame: OnFrame = (action) => {
  const act = () => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    action()
  }
  const timer = setTimeout(act, NO_FRAME_MS)
  const frame = requestAnimationFrame(act)
}

/** Gives on what comes first at once, and of what comes until the next frame the last of it then. */
export function oncePerFrame<T>(give: (value: T) => void, onFrame: OnFrame): (value: T) => void {
  let pace: "free" | "in-frame" = "free"
  let waiting: { readonly value: T } | null = null
  const begin = (value: T) => {
    pace = "in-frame"
    waiting = null
    onFrame(() => {
      pace = "free"
      if (waiting) begin(waiting.value)
    })
    give(value)
  }
  return (value) => {
    if (pace === "free") begin(value)
    else waiting = { value }
  }
}
