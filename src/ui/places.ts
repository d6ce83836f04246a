// Who stands where on the stage, and on which of its pages. Pure.

/** One page of several; they are counted from 0. */
export interface PageOf {
  readonly page: number
  readonly pages: number
}

/**
 * Places for people, given the places before: who stays keeps the place, who comes takes the first free one. A page has
 * `perPage` of them.
 *
 * A place left empty stays empty (`null`) as long as the grid keeps its shape; when there are as many free places as
 * a smaller grid, or a page less, saves, the last ones move into them.
 */
export function placePeople(
  before: readonly (string | null)[],
  people: readonly string[],
  perPage: number,
): readonly (string | null)[] {
  const present = new Set(people)
  const places = before.map((id) => (id !== null && present.has(id) ? id : null))
  const placed = new Set(places)
  for (const id of people.filter((each) => !placed.has(each))) {
    const free = places.indexOf(null)
    if (free === -1) places.push(id)
    else places[free] = id
  }
  while (places.at(-1) === null) places.pop()
  const isOfItsShape = stageShape(places.length, perPage) === stageShape(people.length, perPage)
  return isOfItsShape ? places : closeGaps(places)
}

function closeGaps(places: readonly (string | null)[]): readonly (string | null)[] {
  const taken = places.filter((id) => id !== null).length
  const moving = places.slice(taken).filter((id) => id !== null)
  return places.slice(0, taken).map((id) => id ?? moving.shift() ?? null)
}

/** Stages of the same shape look alike: 1, 2, 3 to 4, 5 to 9, 10 to 16, …, and then as many pages. */
function stageShape(count: number, perPage: number): number {
  if (count > perPage) return perPage + Math.ceil(count / perPage)
  return count <= 2 ? count : Math.ceil(Math.sqrt(count)) + 1
}

/** The page on which a place is; the last one where there are not so many places any more. */
export function pageOf(place: number, places: number, perPage: number): PageOf {
  const pages = Math.max(1, Math.ceil(places / perPage))
  return { page: Math.min(Math.floor(place / perPage), pages - 1), pages }
}
