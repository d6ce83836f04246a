// What the demo finds out, and whether that is a meeting. Pure.

export interface PersonFacts {
  readonly name: string
  readonly code: string
  readonly epoch: string
  readonly groupSize: number
}

export interface TileFacts {
  /** Who looks. */
  readonly viewer: string
  /** Who is seen. */
  readonly name: string
  readonly framesPerSecond: number
  readonly soundLevel: number
}

export interface SwitchFacts {
  readonly name: string
  /** From the click on `Leave` to the first frame sealed under the new key; null: never. */
  readonly newKeyAfterMs: number | null
}

export interface DemoFacts {
  /** What each person's popup showed with two, then with all three in. */
  readonly pair: readonly PersonFacts[]
  readonly everybody: readonly PersonFacts[]
  readonly tiles: readonly TileFacts[]
  /** Those who stayed, after one left. */
  readonly remaining: readonly PersonFacts[]
  readonly switches: readonly SwitchFacts[]
}

const MIN_FRAMES_PER_SECOND = 2
/** The test tone beeps at about 0.1; silence that went through Opus stays below 0.0001. */
const MIN_SOUND_LEVEL = 0.005
const CODE = /^\d{5}(?: \d{5}){5}$/

/** Why these facts are no meeting, or null when they are one. */
export function findFailure(facts: DemoFacts): string | null {
  const stages = [facts.pair, facts.everybody, facts.remaining]
  return (
    first(stages, disagreement) ??
    first([facts.pair, facts.remaining], (stage) => unchangedCode(stage, facts.everybody)) ??
    missingTiles(facts) ??
    first(facts.tiles, darkTile) ??
    (facts.switches.length === facts.remaining.length ? null : "not every remaining sender was seen") ??
    first(facts.switches, missingSwitch)
  )
}

function disagreement(people: readonly PersonFacts[]): string | null {
  const [one, ...others] = people
  if (one === undefined || others.length === 0) return "fewer than two people were in"
  if (!CODE.test(one.code)) return `${one.name} shows no code`
  for (const other of others) {
    if (other.code !== one.code) return `${one.name} and ${other.name} show different codes`
    if (other.epoch !== one.epoch) return `${one.name} and ${other.name} are in different epochs`
  }
  const wrong = people.find(({ groupSize }) => groupSize !== people.length)
  return wrong === undefined ? null : `${wrong.name} is in a group of ${wrong.groupSize}, not ${people.length}`
}

function unchangedCode(some: readonly PersonFacts[], all: readonly PersonFacts[]): string | null {
  if (some[0]?.code !== all[0]?.code) return null
  return `the code is the same for ${some.length} people as for ${all.length}`
}

function missingTiles({ everybody, tiles }: DemoFacts): string | null {
  const expected = everybody.length * (everybody.length - 1)
  return tiles.length === expected ? null : `${tiles.length} remote tiles were seen, not ${expected}`
}

function darkTile({ viewer, name, framesPerSecond, soundLevel }: TileFacts): string | null {
  if (framesPerSecond < MIN_FRAMES_PER_SECOND) return `${viewer} sees no moving picture of ${name}`
  return soundLevel < MIN_SOUND_LEVEL ? `${viewer} hears no sound of ${name}` : null
}

function missingSwitch({ name, newKeyAfterMs }: SwitchFacts): string | null {
  return newKeyAfterMs === null ? `${name} never came to the new key` : null
}

function first<T>(items: readonly T[], find: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = find(item)
    if (found !== null) return found
  }
  return null
}
