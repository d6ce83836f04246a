// How long a join takes: from the click on the link until one can join, and from the click on `Join` to the first picture
// of the one who is there; beside a plain page with livekit-client, without encryption and with LiveKit's own.
//
//   npm run bench -- join [--rounds 20] [--settle 6] [--save]

import { setTimeout as delay } from "node:timers/promises"
import { parseArgs } from "node:util"
import { progressOn } from "../scripts/progress.ts"
import { LIVEKIT_VERSION } from "../scripts/toolchain/livekit.ts"
import type { Person } from "../tests/harness/person.ts"
import { joinFigures, type Rounds } from "./join/join-figures.ts"
import { withTasks } from "./join/join-tasks.ts"
import { OwnJoiner } from "./join/own-joiner.ts"
import { openBenchPlace } from "./measure/bench-place.ts"
import { BenchRun } from "./measure/results.ts"
import { joinPeer, leavePeer, openPeer, type PeerEncryption } from "./peer/peer.ts"
import { startPeerServer } from "./peer/server.ts"
import { peerTokens } from "./peer/tokens.ts"

/** From a page's being ready to the click, on both sides: nobody clicks at once. */
const THINK_MS = 1500
const CONTESTANTS = ["wardroom", "none", "livekit"] as const
const NOTES = [
  "One remote with a 720p camera and a microphone is there; nobody else receives it, so that its encoder rests (dynacast).",
  "Warm: one join of each kind before. Wardroom's engine is started anew at each link; the peer's page is loaded anew, captures and waits with its token in hand.",
  "The three in turn in the same two browsers, at the same SFU, with the same room options; the order rotates.",
  `${THINK_MS} ms pass between a page's being ready and the click. The first frame counts when it is painted (requestVideoFrameCallback).`,
  "The longest task is one of the page's thread (Wardroom's tab and engine share it) from the click until 500 ms after the first frame, by the browser's trace: its time, and how much of it the thread ran; the rest it waited for a processor or another thread.",
]

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "20" },
    /** Seconds: the SFU lets an encoder rest some time after its last receiver went. */
    settle: { type: "string", default: "6" },
    save: { type: "boolean", default: false },
  },
})
const roundCount = Number(flags.rounds)
if (!Number.isInteger(roundCount) || roundCount < 1) throw new RangeError('"rounds" must be a positive integer')
await using started = new AsyncDisposableStack()
const run = new BenchRun("join")
const progress = progressOn(process.stderr)
const place = started.use(await openBenchPlace(progress))
const peers = started.use(await startPeerServer())
const tokenFor = await peerTokens(place.dataFolder)
const [ana, ben] = await Promise.all([place.person("Ana"), place.person("Ben")])

const { host, link } = await ana.makeMeeting(place.origin)
await host.join()
for (const encryption of ["none", "livekit"] as const) await joinPeer(await peerTab(ana, encryption), "published")
const own = await OwnJoiner.warm(ben, link)
const linkPage = `${peers.origin}/link?to=${encodeURIComponent(link)}`
await measurePeer("none")
await measurePeer("livekit")

const rounds: Rounds = { wardroom: [], none: [], livekit: [] }
await progress.step(`${roundCount} rounds`, async (note) => {
  for (let round = 0; round < roundCount; round++) {
    for (let turn = 0; turn < CONTESTANTS.length; turn++) {
      const contestant = CONTESTANTS[(round + turn) % CONTESTANTS.length] ?? "wardroom"
      note(`${round + 1}: ${contestant}`)
      await delay(Number(flags.settle) * 1000)
      if (contestant === "wardroom") rounds.wardroom.push(await own.join({ linkPage, thinkMs: THINK_MS }))
      else rounds[contestant].push(await measurePeer(contestant))
    }
  }
})
const chromium = ben.context.browser()?.version() ?? "unknown"
await run.publish(joinFigures(rounds), {
  keep: flags.save ? "save" : "print",
  notes: NOTES,
  versions: { chromium, "livekit-server": LIVEKIT_VERSION },
})

async function peerTab({ context }: Person, encryption: PeerEncryption) {
  const { origin } = peers
  return openPeer(context, await tokenFor(`peer-${encryption}`), { origin, sfuUrl: place.sfuUrl, encryption })
}

async function measurePeer(encryption: PeerEncryption) {
  const page = await peerTab(ben, encryption)
  await delay(THINK_MS)
  const times = await withTasks(page, () => joinPeer(page, "painted"))
  await leavePeer(page)
  return times
}
