// Where tiles go. Pure: people and a window in, rectangles out.

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

/** Shown screens large, people in a strip beside them, or below where the area is high. */
export function layoutStage(
  { screens, people }: { readonly screens: number; readonly people: number },
  area: Area,
): { readonly screens: readonly Rectangle[]; readonly people: readonly Rectangle[] } {
  if (screens === 0 || people === 0) return { screens: layoutTiles(screens, area), people: layoutTiles(people, area) }
  const isWide = area.width >= area.height
  const strip = isWide
    ? { width: Math.min(area.width * STRIP, MAX_STRIP), height: area.height }
    : { width: area.width, height: Math.min(area.height * STRIP, MAX_STRIP) }
  const main = isWide
    ? { width: area.width - strip.width - GAP, height: area.height }
    : { width: area.width, height: area.height - strip.height - GAP }
  const [left, top] = isWide ? [main.width + GAP, 0] : [0, main.height + GAP]
  return {
    screens: layoutTiles(screens, main),
    people: layoutTiles(people, strip).map((tile) => ({ ...tile, left: tile.left + left, top: tile.top + top })),
  }
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

/**
 * Places for people, given the places before: who stays keeps the place, who comes takes the first free one.
 *
 * A place left empty stays empty (`null`) as long as the grid keeps its shape; when there are as many free places as
 * a smaller grid saves, the last ones move into them.
 */
export function placePeople(before: readonly (string | null)[], people: readonly string[]): readonly (string | null)[] {
  const present = new Set(people)
  const places = before.map((id) => (id !== null && present.has(id) ? id : null))
  const placed = new Set(places)
  for (const id of people.filter((each) => !placed.has(each))) {
    const free = places.indexOf(null)
    if (free === -1) places.push(id)
    else places[free] = id
  }
  while (places.at(-1) === null) places.pop()
  return gridShape(places.length) === gridShape(people.length) ? places : closeGaps(places)
}

function closeGaps(places: readonly (string | null)[]): readonly (string | null)[] {
  const taken = places.filter((id) => id !== null).length
  const moving = places.slice(taken).filter((id) => id !== null)
  return places.slice(0, taken).map((id) => id ?? moving.shift() ?? null)
}

/** Grids of the same shape look alike: 1, 2, 3 to 4, 5 to 9, 10 to 16, … */
function gridShape(count: number): number {
  return count <= 2 ? count : Math.ceil(Math.sqrt(count)) + 1
}
