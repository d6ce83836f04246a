import { describe, expect, it } from "vitest"
import { divideStage, layoutTiles, mostTiles } from "../../../src/ui/layout.ts"

const WIDE = { width: 1200, height: 680 }
const TALL = { width: 320, height: 520 }

function columnsOf(count: number, area: typeof WIDE) {
  return new Set(layoutTiles(count, area).map(({ left }) => Math.round(left))).size
}

describe("tiles in a window", () => {
  it("stand side by side where it is wide and above each other where it is tall", () => {
    expect([columnsOf(2, WIDE), columnsOf(4, WIDE)]).toEqual([2, 2])
    expect([columnsOf(2, TALL), columnsOf(3, TALL)]).toEqual([1, 1])
  })

  it.each([1, 2, 3, 5, 8, 13, 25, 49, 100])(
    "lie inside the window without covering each other, %i of them",
    (count) => {
      for (const area of [WIDE, TALL]) {
        const tiles = layoutTiles(count, area)
        expect(tiles).toHaveLength(count)
        for (const [index, tile] of tiles.entries()) {
          expect(tile.width).toBeGreaterThan(0)
          expect(tile.left).toBeGreaterThanOrEqual(-0.01)
          expect(tile.top).toBeGreaterThanOrEqual(-0.01)
          expect(tile.left + tile.width).toBeLessThanOrEqual(area.width + 0.01)
          expect(tile.top + tile.height).toBeLessThanOrEqual(area.height + 0.01)
          for (const other of tiles.slice(index + 1)) expect(areApart(tile, other)).toBe(true)
        }
      }
    },
  )

  it("centre the last row", () => {
    const last = layoutTiles(3, { width: 1000, height: 1000 }).at(-1)
    expect((last?.left ?? 0) + (last?.width ?? 0) / 2).toBeCloseTo(500)
  })

  it("are none while the window has no size", () => {
    expect(layoutTiles(4, { width: 0, height: 0 })).toEqual([])
  })
})

describe("tiles of a page", () => {
  const SMALLEST = { width: 120, height: 90 }
  const STRIP = { width: 260, height: 600 }

  it.each([
    ["wide", WIDE, 25],
    ["tall", TALL, 10],
    ["a strip", STRIP, 12],
    ["small", { width: 280, height: 100 }, 2],
  ])("are as many as fit where the window is %s, and not one more", (_, area, count) => {
    expect(mostTiles(area, SMALLEST)).toBe(count)
    for (const { width, height } of layoutTiles(count, area)) {
      expect(width).toBeGreaterThanOrEqual(SMALLEST.width)
      expect(height).toBeGreaterThanOrEqual(SMALLEST.height)
    }
  })

  it("are fewer where they must be larger, and at least one where none is large enough", () => {
    expect(mostTiles(TALL, { width: 240, height: 180 })).toBe(2)
    expect(mostTiles({ width: 50, height: 50 }, SMALLEST)).toBe(1)
    expect(mostTiles({ width: 0, height: 0 }, SMALLEST)).toBe(1)
  })
})

type Tile = ReturnType<typeof layoutTiles>[number]

function areApart(a: Tile, b: Tile): boolean {
  const slack = 0.01
  const besides = a.left + a.width <= b.left + slack || b.left + b.width <= a.left + slack
  return besides || a.top + a.height <= b.top + slack || b.top + b.height <= a.top + slack
}

describe("shown screens", () => {
  const inside = (tile: { left: number; top: number; width: number; height: number }, area: typeof WIDE) =>
    tile.left >= -0.01 &&
    tile.top >= -0.01 &&
    tile.left + tile.width <= area.width + 0.01 &&
    tile.top + tile.height <= area.height + 0.01
  const WIDE = { width: 1200, height: 700 }
  const HIGH = { width: 320, height: 500 }

  it("are larger than the people beside or below them, and nothing reaches outside", () => {
    for (const area of [WIDE, HIGH]) {
      const { screens, people: strip } = divideStage(1, area)
      const people = layoutTiles(5, strip).map((tile) => ({
        ...tile,
        left: tile.left + strip.left,
        top: tile.top + strip.top,
      }))
      const [screen] = screens
      expect(screens).toHaveLength(1)
      expect(people).toHaveLength(5)
      for (const tile of people) expect((screen?.width ?? 0) > tile.width * 1.5).toBe(true)
      expect([...screens, ...people].every((tile) => inside(tile, area))).toBe(true)
    }
  })

  it("leave the people as they were where there are none", () => {
    expect(divideStage(0, WIDE)).toEqual({ screens: [], people: { ...WIDE, left: 0, top: 0 } })
  })
})
