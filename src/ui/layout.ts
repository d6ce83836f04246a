// Where tiles go. Pure: numbers and a window in, rectangles out.

import { MOST_SHOWN } from "../meeting/engine-handle.ts"

export interface Area {
  readonly width: number
  readonly height: number
}

export interface Rectangle extends Area {
  readonly left: number
  readonly top: number
}

const GAP = 8
const WIDEST = 16 / 9
const NARROWEST = 3 / 4
/** Part of the longer side that people take beside a shown screen, and its most in CSS pixels. */
const STRIP = 0.25
const MAX_STRIP = 260

/** Rectangles for `count` tiles that fill the area as well as their shape allows; the last row is centred. */
export function layoutTiles(count: number, area: Area): readonly Rectangle[] {
  if (count === 0 || area.width <= 0 || area.height <= 0) return []
  const { columns, tile } = bestGrid(count, area)
  const rows = Math.ceil(count / columns)
  const top = (area.height - spread(rows, tile.height)) / 2
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns)
    const inRow = row === rows - 1 ? count - row * columns : columns
    const left = (area.width - spread(inRow, tile.width)) / 2
    return {
      ...tile,
      left: left + (index % columns) * (tile.width + GAP),
      top: top + row * (tile.height + GAP),
    }
  })
}

/** As many tiles of at least this size as fit, if need be one smaller one; never more than are received at one time. */
export function mostTiles(area: Area, smallest: Area): number {
  for (let count = MOST_SHOWN; count > 1; count--) {
    const { tile } = bestGrid(count, area)
    if (tile.width >= smallest.width && tile.height >= smallest.height) return count
  }
  return 1
}

/** Shown screens large, and room for people in a strip beside them, or below where the area is high. */
export function divideStage(
  screens: number,
  area: Area,
): { readonly screens: readonly Rectangle[]; readonly people: Rectangle } {
  if (screens === 0) return { screens: [], people: { ...area, left: 0, top: 0 } }
  const isWide = area.width >= area.height
  const strip = isWide
    ? { width: Math.min(area.width * STRIP, MAX_STRIP), height: area.height }
    : { width: area.width, height: Math.min(area.height * STRIP, MAX_STRIP) }
  const main = isWide
    ? { width: area.width - strip.width - GAP, height: area.height }
    : { width: area.width, height: area.height - strip.height - GAP }
  const [left, top] = isWide ? [main.width + GAP, 0] : [0, main.height + GAP]
  return { screens: layoutTiles(screens, main), people: { ...strip, left, top } }
}

/** The number of columns that shows tiles largest; fewer columns where two are equal. */
function bestGrid(count: number, area: Area): { readonly columns: number; readonly tile: Area } {
  let best = { columns: 1, tile: tileSize(1, count, area) }
  for (let columns = 2; columns <= count; columns++) {
    const tile = tileSize(columns, Math.ceil(count / columns), area)
    if (tile.width * tile.height > best.tile.width * best.tile.height) best = { columns, tile }
  }
  return best
}

function tileSize(columns: number, rows: number, area: Area): Area {
  const width = Math.max(0, (area.width - GAP * (columns - 1)) / columns)
  const height = Math.max(0, (area.height - GAP * (rows - 1)) / rows)
  return { width: Math.min(width, height * WIDEST), height: Math.min(height, width / NARROWEST) }
}

function spread(tiles: number, size: number): number {
  return tiles * size + (tiles - 1) * GAP
}
