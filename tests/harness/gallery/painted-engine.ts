// A handle that draws moving test pictures instead of meeting anybody, and notes what was asked of it.

import type { EngineHandle } from "../../../src/meeting/engine-handle.ts"
import type { PairwiseCode } from "../../../src/meeting/security.ts"
import type { Snapshot } from "../../../src/meeting/snapshot.ts"

const PAIRWISE: PairwiseCode = {
  digits: ["28104", "77391", "00562", "91847", "36520", "18833", "40275", "66019", "53748"],
  qr: `WARDROOM:0100${"0F1E2D3C4B5A6978".repeat(4)}`,
}

const ignore = () => undefined

export function paintedEngine(snapshot: Snapshot): EngineHandle {
  const pictures = new Map<string, MediaStream>()
  return {
    snapshot,
    subscribe: ignore,
    open: () => "opened",
    create: () => "opened",
    pardonRelease: async () => "wrong-version",
    checkAgain: ignore,
    givePassphrase: ignore,
    capture: ignore,
    choose: ignore,
    join: ignore,
    leave: async () => {},
    dismiss: ignore,
    setMicrophone: ignore,
    setCamera: ignore,
    showTiles: ignore,
    speaking: { say: () => "said", raiseHand: ignore, mayTurnOn: () => true, showScreen: ignore },
    comparing: {
      say: ignore,
      pairwise: async () => PAIRWISE,
      verify: async () => "match",
    },
    order: async () => "not-allowed",
    stream: (personId, kind) => {
      if (kind === "microphone") return null
      const name = `${personId} ${kind}`
      const picture = pictures.get(name) ?? (kind === "screen" ? slide() : painted(pictures.size))
      pictures.set(name, picture)
      return picture
    },
    statistics: async () => ({ received: [], sent: [], epochs: [] }),
  }
}

/** A still life: a lit wall, shoulders and a head. */
function painted(number: number): MediaStream {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 })
  const context = canvas.getContext("2d")
  if (!context) throw new TypeError("a canvas must have a 2d context")
  const hue = 200 + number * 70
  const wall = context.createLinearGradient(0, 0, 1280, 720)
  wall.addColorStop(0, `hsl(${hue} 25% 62%)`)
  wall.addColorStop(1, `hsl(${hue} 30% 34%)`)
  context.fillStyle = wall
  context.fillRect(0, 0, 1280, 720)
  context.fillStyle = `hsl(${hue + 150} 30% 30%)`
  context.beginPath()
  context.ellipse(640, 760, 330, 260, 0, 0, Math.PI * 2)
  context.fill()
  context.fillStyle = `hsl(${20 + number * 8} 40% ${45 + number * 6}%)`
  context.beginPath()
  context.ellipse(640, 350, 125, 160, 0, 0, Math.PI * 2)
  context.fill()
  return canvas.captureStream(5)
}

/** A shown screen: lines of text and a chart. */
function slide(): MediaStream {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 800 })
  const context = canvas.getContext("2d")
  if (!context) throw new TypeError("a canvas must have a 2d context")
  context.fillStyle = "#fbfbf8"
  context.fillRect(0, 0, 1280, 800)
  context.fillStyle = "#24313d"
  context.font = "600 64px sans-serif"
  context.fillText("Harbour plan, second draft", 80, 140)
  for (const [row, width] of [720, 640, 690, 520].entries()) context.fillRect(80, 220 + row * 56, width, 18)
  for (const [bar, height] of [120, 210, 160, 280].entries()) {
    context.fillStyle = `hsl(${190 + bar * 20} 45% 40%)`
    context.fillRect(860 + bar * 90, 700 - height, 64, height)
  }
  return canvas.captureStream(5)
}
