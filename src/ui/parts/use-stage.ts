import type { RefObject } from "preact"
import { useMemo, useRef, useState } from "preact/hooks"
import type { Person } from "../../meeting/person.ts"
import { type Area, divideStage, layoutTiles, mostTiles, type Rectangle } from "../layout.ts"
import { pageOf, type PageOf, placePeople } from "../places.ts"
import { useSize } from "./use-size.ts"

export interface Placed {
  readonly person: Person
  readonly place: Rectangle
}

export interface StagePlan {
  /** Whether the stage has its size. */
  readonly isMeasured: boolean
  readonly screens: readonly Placed[]
  /** Who is on the page that is shown. */
  readonly tiles: readonly Placed[]
  /** Null where everybody fits on one page. */
  readonly shown: PageOf | null
  /** The page on which somebody is. */
  readonly whereIs: (personId: string) => number
  readonly turnTo: (page: number) => void
}

/** The least worth looking at, in rem: what stands on a tile grows with the text. */
const SMALLEST = { width: 7.5, height: 5 }

/**
 * Where everybody stands. Who comes or goes moves nobody on another page, and nothing turns a page but a person.
 *
 * `stage` is all there is, `room` what the tiles have of it: less where there are pages to turn.
 */
export function useStage(
  people: readonly Person[],
  stage: RefObject<HTMLElement | null>,
  room: RefObject<HTMLElement | null>,
): StagePlan {
  const places = useRef<readonly (string | null)[]>([])
  /** A place on the page that is shown. */
  const [anchor, setAnchor] = useState(0)
  const [whole, size] = [useSize(stage), useSize(room)]
  const smallest = useMemo(smallestTile, [whole.width, whole.height])
  const presenters = people.filter(({ isYou, screen }) => !isYou && screen !== "off")
  const capacityOf = (area: Area) => mostTiles(divideStage(presenters.length, area).people, smallest)
  const isPaged = people.length > capacityOf(whole)
  const perPage = capacityOf(isPaged ? size : whole)
  places.current = placePeople(
    places.current,
    people.map(({ id }) => id),
    perPage,
  )
  const taken = places.current
  const shown = pageOf(anchor, taken.length, perPage)
  const { screens, people: strip } = divideStage(presenters.length, size)
  const first = shown.page * perPage
  const rectangles = layoutTiles(Math.min(perPage, taken.length - first), strip)
  return {
    isMeasured: size.width > 0,
    screens: presenters.flatMap((person, at) => placed(person, screens[at])),
    tiles: people.flatMap((person) => placed(person, within(rectangles[taken.indexOf(person.id) - first], strip))),
    shown: isPaged ? shown : null,
    whereIs: (personId) => pageOf(taken.indexOf(personId), taken.length, perPage).page,
    turnTo: (page) => setAnchor(page * perPage),
  }
}

function smallestTile(): Area {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  return { width: SMALLEST.width * rem, height: SMALLEST.height * rem }
}

function within(tile: Rectangle | undefined, { left, top }: Rectangle): Rectangle | undefined {
  return tile && { ...tile, left: tile.left + left, top: tile.top + top }
}

/** None where there is no place yet, or none on this page. */
function placed(person: Person, place: Rectangle | undefined): readonly Placed[] {
  return place ? [{ person, place }] : []
}
