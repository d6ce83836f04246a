import { useEffect, useLayoutEffect, useState } from "preact/hooks"
import { systemClock } from "../../media/clock.ts"
import type { ShownTile } from "../../meeting/engine-handle.ts"
import { followSight } from "../sight.ts"

/** Reports the tiles, once there are any to lay out, whenever they change; and null while nobody sees the page. */
export function useShown(
  tiles: readonly ShownTile[] | null,
  onShown: (tiles: readonly ShownTile[] | null) => void,
): void {
  const [sight, setSight] = useState<"seen" | "unseen">("seen")
  useEffect(() => {
    const ending = new AbortController()
    followSight(document, systemClock, setSight, ending.signal)
    return () => ending.abort()
  }, [])
  // Not after the next painting, which a hidden page waits for.
  useLayoutEffect(() => {
    if (tiles) onShown(sight === "seen" ? tiles : null)
  }, [sight, JSON.stringify(tiles)])
}
