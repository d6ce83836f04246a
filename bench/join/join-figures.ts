// What the rounds of a bench of joins come to, and the bars they are held against. Pure.

import { type Bar, type Figure, figure, percentile } from "../measure/figures.ts"
import { longestTasks } from "../measure/longest-tasks.ts"
import type { ThreadTasks } from "../measure/task-trace.ts"
import type { PeerEncryption, PeerTimes } from "../peer/peer.ts"
import { JOIN_STEPS, type JoinStep } from "./join-watch.ts"
import type { JoinTasks } from "./join-tasks.ts"
import type { OwnJoin } from "./own-joiner.ts"

export type PeerJoin = Partial<PeerTimes> & JoinTasks

export interface Rounds extends Record<PeerEncryption, PeerJoin[]> {
  readonly wardroom: OwnJoin[]
}

/** LiveKit's worker lost the first key frame where the picture came so much later than the track. */
const LOST_AFTER_MS = 500
const BAR_PLAIN = 1.05
const BAR_LOST = 0.4
const BAR_TASK_MS = 50

const STEP_NAMES: Readonly<Record<JoinStep, string>> = {
  granted: "lease and token",
  joinBuilt: "MLS join built",
  groupEntered: "commit final",
  installed: "epoch installed, meeting shown",
  sfuConnected: "SFU connected",
  cameraAttached: "camera's transform attached",
  frameOpened: "first frame opened",
  painted: "first frame painted",
}

export function joinFigures({ wardroom, none, livekit }: Rounds): readonly Figure[] {
  const own = wardroom.map((join) => sinceClick(join, "painted"))
  const [plain, encrypted] = [none.map(firstFrame), livekit.map(firstFrame)]
  const lost = livekit.filter(hasLostKeyFrame).map(firstFrame)
  return [
    figure({ what: "link clicked to Join", unit: "ms", samples: wardroom.map(({ readyMs }) => readyMs) }),
    figure({ what: "Join to first frame", unit: "ms", samples: own }),
    figure({ what: "peer without encryption", unit: "ms", samples: plain }),
    figure({ what: "peer with LiveKit's encryption", unit: "ms", samples: encrypted }),
    ratio("p50 to the peer without encryption", own, plain, BAR_PLAIN),
    ratio("p50 to the peer with LiveKit's encryption", own, encrypted, null),
    ...(lost.length === 0
      ? []
      : [
          figure({ what: "peer with LiveKit's encryption, first key frame lost", unit: "ms", samples: lost }),
          ratio("p50 to the peer that lost its first key frame", own, lost, BAR_LOST),
        ]),
    ...JOIN_STEPS.map((step) =>
      figure({
        what: `Join to: ${STEP_NAMES[step]}`,
        unit: "ms",
        samples: wardroom.map((join) => sinceClick(join, step)),
      }),
    ),
    ...peerSteps("peer without encryption", none),
    ...longestTasks("longest task of a join", wardroom.map(tasksOf), { bar: { of: "max", atMost: BAR_TASK_MS } }),
    ...longestTasks("peer without encryption: longest task", none.map(tasksOf), {}),
  ]
}

function tasksOf({ tasks }: JoinTasks): ThreadTasks {
  return tasks
}

function peerSteps(name: string, joins: readonly Partial<PeerTimes>[]): readonly Figure[] {
  const steps = [
    ["signalling connected", "signalConnected"],
    ["room connected", "connected"],
    ["camera subscribed", "subscribed"],
  ] as const
  return steps.map(([what, step]) =>
    figure({
      what: `${name}: ${what}`,
      unit: "ms",
      samples: joins.map((times) => between(times.clicked, times[step])),
    }),
  )
}

function ratio(what: string, own: readonly number[], other: readonly number[], atMost: number | null): Figure {
  const bar: Bar | null = atMost === null ? null : { of: "p50", atMost }
  return figure({ what, unit: "×", samples: [percentile(own, 50) / percentile(other, 50)], bar })
}

function sinceClick({ clicked, steps }: OwnJoin, step: JoinStep): number {
  return between(clicked, steps[step])
}

function firstFrame({ clicked, painted }: Partial<PeerTimes>): number {
  return between(clicked, painted)
}

function hasLostKeyFrame({ subscribed, painted }: Partial<PeerTimes>): boolean {
  return between(subscribed, painted) > LOST_AFTER_MS
}

/** Throws RangeError where one of the two did not happen. */
function between(from: number | undefined, to: number | undefined): number {
  if (from === undefined || to === undefined) throw new RangeError("a step of the join is missing")
  return to - from
}
