import { describe, expect, it } from "vitest"
import { layoutStage, layoutTiles, placePeople } from "../../../src/ui/layout.ts"

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

describe("places of people", () => {
  it("are kept by those who stay when somebody comes", () => {
    expect(placePeople(["a", "b"], ["a", "b", "c"])).toEqual(["a", "b", "c"])
  })

  it("stay empty after somebody left, as long as the grid keeps its shape", () => {
    expect(placePeople(["a", "b", "c", "d"], ["a", "c", "d"])).toEqual(["a", null, "c", "d"])
  })

  it("left empty are taken by who comes next", () => {
    expect(placePeople(["a", null, "c", "d"], ["a", "c", "d", "e"])).toEqual(["a", "e", "c", "d"])
  })

  it("close up when a smaller grid does, moving the last people only", () => {
    expect(placePeople(["a", null, "c", "d"], ["a", "d"])).toEqual(["a", "d"])
    expect(placePeople(["a", "b", "c", "d", "e"], ["a", "c", "d", "e"])).toEqual(["a", "e", "c", "d"])
  })

  it("at the end are given up at once", () => {
    expect(placePeople(["a", "b", "c", "d"], ["a", "b", "c"])).toEqual(["a", "b", "c"])
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
      const { screens, people } = layoutStage({ screens: 1, people: 5 }, area)
      const [screen] = screens
      expect(screens).toHaveLength(1)
      expect(people).toHaveLength(5)
      for (const tile of people) expect((screen?.width ?? 0) > tile.width * 1.5).toBe(true)
      expect([...screens, ...people].every((tile) => inside(tile, area))).toBe(true)
    }
  })

  it("leave the people as they were where there are none", () => {
    expect(layoutStage({ screens: 0, people: 4 }, WIDE).people).toEqual(layoutTiles(4, WIDE))
  })
})
