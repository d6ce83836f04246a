import { expect, it } from "vitest"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { inEpoch } from "../harness/node-meeting.ts"
import { NodeSockets } from "../harness/node-sockets.ts"
import { useMeeting } from "../harness/use-meeting.ts"

/** More than wait for each other's word. */
const PEOPLE = 22
const PATIENCE_MS = 180_000
const SIGNS_OF_LIFE = "alive"

const here = useMeeting({ meeting: { mls: "thread" } })

/** A client's way to the service, on which everything but signs of life is noted by its type. */
class NotedWay {
  readonly sockets = new NodeSockets()
  readonly got: string[] = []
  readonly sent: string[] = []

  constructor() {
    this.sockets.received = (message) => {
      if (message.type !== SIGNS_OF_LIFE) this.got.push(message.type)
      return message
    }
    this.sockets.sent = (request) => {
      if (request.type !== SIGNS_OF_LIFE) this.sent.push(request.type)
      return request
    }
  }

  /** All since the last time. */
  take() {
    return { got: this.got.splice(0).toSorted(), sent: this.sent.splice(0).toSorted() }
  }
}

/** Whatever anybody is told of a change ends by these; then nothing of it is on its way any more. */
async function toldOf(last: "joined" | "final", ways: readonly NotedWay[]): Promise<void> {
  await eventually(() => {
    if (!ways.every(({ got }) => got.includes(last))) throw new Error(`somebody was not told "${last}"`)
  })
}

it(
  "a change of a crowd is three messages to each member and one from it; the group info goes to newcomers alone",
  async () => {
    const { meeting } = here
    const ways: NotedWay[] = []
    const come = async (): Promise<NodeClient> => {
      const way = new NotedWay()
      const before = ways.splice(0)
      for (const other of before) other.take()
      ways.push(...before, way)
      const client = await meeting.join(`P${before.length}`, { sockets: way.sockets, receives: "no-media" })
      await toldOf("joined", before)
      return client
    }
    const people: NodeClient[] = []
    for (let number = 0; number < PEOPLE; number++) people.push(await come())

    const newcomer = await come()
    const newWay = ways.pop()
    await inEpoch(BigInt(PEOPLE), [...people, newcomer])
    expect(newWay?.take().got.filter((type) => type === "may-join")).toEqual(["may-join"])
    for (const way of ways) expect(way.take()).toEqual({ got: ["commit", "final", "joined"], sent: ["applied"] })

    await newcomer.leave()
    await inEpoch(BigInt(PEOPLE + 1), people)
    const [, ...others] = ways // the first one's is the commit
    await toldOf("final", others)
    const taken = ways.map((way) => way.take())
    const authors = taken.filter(({ sent }) => sent.includes("commit")) // on a slow machine the next ranks try too
    expect(authors.length).toBeGreaterThan(0)
    expect(authors.length).toBeLessThan(PEOPLE / 2)
    for (const each of taken.filter((one) => !authors.includes(one))) {
      expect(each).toEqual({ got: ["commit", "final", "left"], sent: ["applied"] })
    }
  },
  PATIENCE_MS,
)
