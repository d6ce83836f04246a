// The demo's facts as lines to read.

import type { DemoFacts } from "./facts.ts"

/** One line per person, per remote tile, per remaining sender. */
export function describeFacts({ everybody, tiles, switches }: DemoFacts): readonly string[] {
  return [
    ...everybody.map(
      ({ name, code, epoch, groupSize }) => `person ${name}: code ${code}, epoch ${epoch}, group of ${groupSize}`,
    ),
    ...tiles.map(
      ({ viewer, name, framesPerSecond, soundLevel }) =>
        `tile ${name} at ${viewer}: ${framesPerSecond.toFixed(1)} frames a second, sound level ${soundLevel.toFixed(3)}`,
    ),
    ...switches.map(({ name, newKeyAfterMs }) =>
      newKeyAfterMs === null
        ? `sender ${name}: no new key`
        : `sender ${name}: new key ${newKeyAfterMs} ms after the leave`,
    ),
  ]
}
