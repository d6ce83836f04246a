import { treeHashRoot } from "ts-mls/treeHash.js"
import { describe, expect, it } from "vitest"
import { buildHeal } from "../../../src/mls/member-commit.ts"
import { areParentHashesValid } from "../../../src/mls/parent-hash.ts"
import { createSuite, FAST_SUITE, type MlsSuite } from "../../../src/mls/suite.ts"
import { TreeHashes } from "../../../src/mls/tree-hash.ts"
import { Lockstep } from "../../harness/lockstep/lockstep.ts"
import { compareOnTampered } from "../../harness/lockstep/tampered-trees.ts"
import { seededRandom } from "../../harness/random.ts"
import { requireDefined, Workshop } from "./forge.ts"
import { Meeting } from "./people.ts"

const TAMPERED = process.env["SLOW"] ? 2000 : 100
const TIMEOUT_MS = 60_000

/** A suite whose digests are counted. */
async function counting(): Promise<{ readonly suite: MlsSuite; readonly digests: () => number }> {
  const suite = await createSuite(FAST_SUITE)
  let digests = 0
  const digest: MlsSuite["hash"]["digest"] = (data) => {
    digests++
    return suite.hash.digest(data)
  }
  const hash = { ...suite.hash, digest }
  return { suite: { ...suite, hash, treeHashes: new TreeHashes(hash) }, digests: () => digests }
}

describe("tree hashes", () => {
  it("are the library's, computed once for each node", async () => {
    const { group } = await Workshop.create(await Meeting.create(), 6)
    const { suite, digests } = await counting()
    expect(await suite.treeHashes.ofTree(group.tree)).toEqual(await treeHashRoot(group.tree, suite.hash))
    const once = digests()
    expect(await suite.treeHashes.ofTree(group.tree)).toEqual(group.groupContext.treeHash)
    expect(digests()).toBe(once)
  })

  it("are computed again for what a commit changed, and for no more", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 7)
    const { suite, digests } = await counting()
    await suite.treeHashes.ofTree(workshop.group.tree)
    const before = digests()
    const { own, state } = workshop.member(3)
    const healed = await buildHeal({ state, group: workshop.group, suite: own.suite })
    const { ratchetTree, groupContext } = healed.state
    expect(await suite.treeHashes.ofTree(ratchetTree)).toEqual(groupContext.treeHash)
    expect(digests() - before).toBe(4) // a leaf of eight, and the three parents above it
  })

  it("hang on the place of a leaf: the same leaf elsewhere has another", async () => {
    const { group } = await Workshop.create(await Meeting.create(), 3)
    const { suite } = await counting()
    await suite.treeHashes.ofTree(group.tree)
    const [first, second] = [group.tree[0], group.tree[2]]
    const swapped = group.tree.with(0, second).with(2, first)
    expect(await suite.treeHashes.ofTree(swapped)).toEqual(await treeHashRoot(swapped, suite.hash))
    expect(await suite.treeHashes.ofTree(swapped)).not.toEqual(group.groupContext.treeHash)
  })

  it("freeze what they remember, so that nobody changes it unseen", async () => {
    const { group } = await Workshop.create(await Meeting.create(), 2)
    for (const node of group.tree) {
      if (!node) continue
      const { hpkePublicKey } = node.nodeType === "leaf" ? node.leaf : node.parent
      expect(() => Object.assign(node.nodeType === "leaf" ? node.leaf : node.parent, { hpkePublicKey })).toThrow(
        TypeError,
      )
    }
  })

  it("are of no tree with leaves and parents in each other's places", async () => {
    const { group } = await Workshop.create(await Meeting.create(), 1)
    const { suite } = await counting()
    const [leaf, parent] = [requireDefined(group.tree[0]), requireDefined(group.tree[1])]
    await expect(suite.treeHashes.ofTree(group.tree.with(0, parent))).rejects.toThrow(TypeError)
    await expect(suite.treeHashes.ofTree(group.tree.with(1, leaf))).rejects.toThrow(TypeError)
    await expect(suite.treeHashes.ofTree(group.tree)).resolves.toHaveLength(32)
  })
})

describe("parent hashes", () => {
  it("are not computed over unmerged leaves", async () => {
    const { group } = await Workshop.create(await Meeting.create(), 1)
    const root = requireDefined(group.tree[1])
    if (root.nodeType !== "parent") throw new Error("expected a parent")
    const unmerged = group.tree.with(1, { ...root, parent: { ...root.parent, unmergedLeaves: [0] } })
    await expect(areParentHashesValid(unmerged, group.suite)).rejects.toThrow(TypeError)
    await expect(areParentHashesValid(group.tree, group.suite)).resolves.toBe(true)
  })
})

it(
  "judges trees that a member tampered with as the library does",
  async () => {
    const random = seededRandom(3)
    const lockstep = await Lockstep.found(await Meeting.create(), random)
    for (let step = 0; step < 16 || lockstep.trees.length < 6; step++) await lockstep.step(9)
    const outcomes: string[] = []
    for (let at = 0; at < TAMPERED; at++) outcomes.push(await compareOnTampered(random.pick(lockstep.trees), random))
    expect(new Set(outcomes)).toEqual(new Set(["accepted", "refused"]))
  },
  TIMEOUT_MS,
)
