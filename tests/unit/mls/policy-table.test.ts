import { describe, expect, it } from "vitest"
import { createGroupPolicy } from "../../../server/group-policy.ts"
import { GroupSession } from "../../../src/mls/group.ts"
import { verifyExpectation } from "../../../src/mls/meeting-context.ts"
import { admissionFor, judgeCommit, verifySuccession } from "../../../src/mls/policy.ts"
import { nextPublicGroup, readGroupInfo, verifyGroupInfo } from "../../../src/mls/public-group.ts"
import { createSuite, FAST_SUITE } from "../../../src/mls/suite.ts"
import { readProjectFile } from "../house/source.ts"
import { keyPair } from "./people.ts"
import type { Bench } from "./policy-table/bench.ts"
import { CALLS, COMMITS, createBenches, GROUP_INFOS } from "./policy-table/table.ts"
import type { BenchName, Policy } from "./policy-table/row.ts"

const POLICY: Policy = {
  judgeCommit,
  verifySuccession,
  nextPublicGroup,
  readGroupInfo,
  verifyGroupInfo,
  verifyExpectation,
}

const benches = await createBenches()
const service = await createGroupPolicy(FAST_SUITE)
const suite = await createSuite(FAST_SUITE)

/** A client in the group of a bench, as everybody runs it. */
async function clientIn(bench: Bench): Promise<GroupSession> {
  const { workshop } = bench
  const identity = await keyPair()
  const ticket = await bench.ticketFor(identity.publicKey)
  const options = { ...workshop.meeting.options("witness", identity), ticket }
  const { session, commit, epoch } = await GroupSession.join(await workshop.groupInfo(), options)
  await workshop.apply(commit)
  await session.finalize(epoch)
  return session
}

const clients = new Map(
  await Promise.all(
    [...new Set(COMMITS.map(({ bench }) => bench))].map(async (name) => [name, await clientIn(benches[name])] as const),
  ),
)

describe.each(COMMITS)("the policy on $subject", ({ bench, rows }) => {
  it.each(rows(benches[bench]))("%s: %s, by client and service alike", async (_title, outcome, make) => {
    const commit = await make()
    const client = clients.get(bench)
    if (!client) throw new Error("nobody is there")
    const { epoch } = client.epochState
    const judged = service.judge(benches[bench].group, commit)
    if (outcome === "accepted") {
      expect((await judged).next.epoch).toBe(epoch + 1n)
      await expect(client.receive(commit)).resolves.toMatchObject({ state: { epoch: epoch + 1n } })
      await client.restore()
    } else {
      await expect(judged).rejects.toMatchObject({ name: "PolicyError", fault: outcome })
      await expect(client.receive(commit)).rejects.toMatchObject({ name: "PolicyError", fault: outcome })
      expect(client.epochState.epoch).toBe(epoch)
    }
  })
})

describe.each(GROUP_INFOS)("the policy on $subject", ({ bench, rows }) => {
  it.each(rows(benches[bench]))("%s: %s", async (_title, outcome, make) => {
    const read = readGroupInfo(await make(), suite)
    if (outcome === "accepted") expect((await read).leaves).toEqual(benches[bench].group.leaves)
    else await expect(read).rejects.toMatchObject({ name: "PolicyError", fault: outcome })
  })
})

describe.each(CALLS)("the policy against $subject", ({ bench, rows }) => {
  it.each(rows(benches[bench]))("%s: %s", async (_title, outcome, call) => {
    if (outcome === "accepted") await expect(call(POLICY)).resolves.toBeUndefined()
    else await expect(call(POLICY)).rejects.toMatchObject({ name: "PolicyError", fault: outcome })
  })
})

describe("who needs a ticket", () => {
  const stranger: Uint8Array = new Uint8Array(32)
  const of = (name: BenchName, identityKey = stranger) => admissionFor(benches[name].group, identityKey)

  it("is said by admission, in any group but a successor", () => {
    expect([of("open"), of("asking")]).toEqual(["open", "ask"])
  })

  it("is whoever was not in the predecessor, until a host has spoken", () => {
    const [first = stranger] = benches.successor.group.succession?.returning ?? []
    expect([of("successor"), of("successor", first)]).toEqual(["ask", "open"])
    expect([of("spoken successor"), of("spoken successor", first)]).toEqual(["ask", "ask"])
  })
})

describe("the decision table of docs/protocol.md", () => {
  const provoked = [...COMMITS, ...GROUP_INFOS, ...CALLS].flatMap(({ bench, rows }) =>
    rows(benches[bench]).map(([, outcome]) => outcome),
  )

  it("names exactly the faults that exist, and each is provoked by a row of this table", async () => {
    const documented = (await readTable()).flatMap(({ faults }) => faults).toSorted()
    const known = (await readFaults()).toSorted()
    expect(documented).toEqual(known)
    expect([...new Set(provoked)].filter((outcome) => outcome !== "accepted").toSorted()).toEqual(known)
  })

  it("has at least 30 rows more than it has faults", () => {
    expect(provoked.filter((outcome) => outcome !== "accepted").length).toBeGreaterThan(new Set(provoked).size + 30)
  })
})

/** Rows of the form: | `fault`, `fault` | rule |, below the heading "Decision table". */
async function readTable(): Promise<{ faults: readonly string[] }[]> {
  const [, section = ""] = (await readProjectFile("docs/protocol.md")).split("\n#### Decision table\n")
  const [table = ""] = section.split("\n#")
  return [...table.matchAll(/^\| (`[^|]*`) \|/gm)].map(([, cell = ""]) => ({
    faults: Array.from(cell.matchAll(/`([^`]+)`/g), ([, fault = ""]) => fault),
  }))
}

/** The members of the union PolicyFault. */
async function readFaults(): Promise<readonly string[]> {
  const [, union = ""] = (await readProjectFile("src/mls/errors.ts")).split("export type PolicyFault =")
  const [members = ""] = union.split("\n\n")
  return Array.from(members.matchAll(/^ {2}\| "([^"]+)"$/gm), ([, fault = ""]) => fault)
}
