import { describe, expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { encodeAuthenticatedData } from "../../../src/mls/authenticated-data.ts"
import { buildContext } from "../../../src/mls/member-commit.ts"
import { judgeCommit } from "../../../src/mls/policy.ts"
import { MEETING_EXTENSION } from "../../../src/mls/suite.ts"
import { leafNodeAt } from "../../../src/mls/tree.ts"
import { requireDefined, withLeaf, Workshop } from "./forge.ts"
import { Meeting } from "./people.ts"
import {
  byHostKey,
  byMember,
  certificateFor,
  context,
  GUEST,
  HOST,
  memberOf,
  open,
  OTHER,
  testPolicy,
  unchanged,
} from "./policy-bench.ts"

testPolicy(
  "the policy on contexts",
  [
    ["a context signed by the host key", () => context(byHostKey), "context"],
    [
      "a context signed as a host",
      async () => {
        const certificate = requireDefined(open.group.leaves[HOST]?.credential.certificate)
        return context((fields) => byMember({ ...fields, mayChat: "hosts" }, HOST, certificate))
      },
      "context",
    ],
    [
      "a context with a co-host",
      async () => {
        const { identityKey } = requireDefined(open.group.leaves[GUEST])
        const certificate = await certificateFor(identityKey)
        return context((fields) => byHostKey({ ...fields, coHosts: [{ identityKey, certificate }] }))
      },
      "context",
    ],
    [
      "a rotation",
      () =>
        context(
          (fields) => byHostKey({ ...fields, pskId: randomBytes(32) }),
          () => ({
            authenticatedData: encodeAuthenticatedData({ kind: "context", rotation: randomBytes(64) }),
          }),
        ),
      "context",
    ],
  ],
  [
    ["a guest's context", "not-a-host", () => context(byHostKey, unchanged, GUEST)],
    [
      "a context with a path",
      "path-not-allowed",
      async () => {
        const { suite } = open.member(HOST).own
        const own = leafNodeAt(open.group.tree, HOST)
        const leafNode = { ...requireDefined(own), leafNodeSource: "commit" as const, parentHash: new Uint8Array() }
        return context(byHostKey, async () => ({
          path: await withLeaf(open, { leafNode, nodes: [] }, HOST, {}, suite),
        }))
      },
    ],
    [
      "no extension at all",
      "context-extensions",
      () =>
        context(byHostKey, () => ({
          proposals: [{ proposalType: "group_context_extensions", groupContextExtensions: { extensions: [] } }],
        })),
    ],
    [
      "a second extension",
      "context-extensions",
      () =>
        context(byHostKey, ({ proposals }) => ({
          proposals: proposals.map((proposal) =>
            proposal.proposalType === "group_context_extensions"
              ? {
                  ...proposal,
                  groupContextExtensions: {
                    extensions: [
                      ...proposal.groupContextExtensions.extensions,
                      { extensionType: 0xf0f0, extensionData: randomBytes(4) },
                    ],
                  },
                }
              : proposal,
          ),
        })),
    ],
    [
      "a context that cannot be read",
      "context-malformed",
      () =>
        context(byHostKey, () => ({
          proposals: [
            {
              proposalType: "group_context_extensions",
              groupContextExtensions: {
                extensions: [{ extensionType: MEETING_EXTENSION, extensionData: randomBytes(40) }],
              },
            },
          ],
        })),
    ],
    ["another version", "context-malformed", () => context((fields) => byHostKey({ ...fields, version: 2 }))],
    [
      "generation 0 again",
      "context-unsigned",
      () => context((fields) => ({ ...fields, generation: 0, authority: null })),
    ],
    ["a context without a signature", "context-unsigned", () => context((fields) => ({ ...fields, authority: null }))],
    ["a context signed by a guest", "context-forged", () => context((fields) => byMember(fields, GUEST, null))],
    [
      "a context signed with a host's certificate by a guest",
      "context-forged",
      () => {
        const certificate = requireDefined(open.group.leaves[HOST]?.credential.certificate)
        return context((fields) => byMember(fields, GUEST, certificate))
      },
    ],
    [
      "a signature over other fields",
      "context-forged",
      () =>
        context(async (fields) => ({
          ...(await byHostKey(fields)),
          admission: "locked",
        })),
    ],
    [
      "a context signed by another host than its committer",
      "context-forged",
      async () => {
        const certificate = await certificateFor(open.member(OTHER).identity.publicKey)
        return context((fields) => byMember(fields, OTHER, certificate))
      },
    ],
    [
      "a co-host without the host key's certificate",
      "co-host-forged",
      async () => {
        const { identityKey } = requireDefined(open.group.leaves[GUEST])
        const certificate = await certificateFor(identityKey, open.meeting.service)
        return context((fields) => byHostKey({ ...fields, coHosts: [{ identityKey, certificate }] }))
      },
    ],
    [
      "co-hosts changed without the host key",
      "host-key-needed",
      async () => {
        const { identityKey } = requireDefined(open.group.leaves[GUEST])
        const coHosts = [{ identityKey, certificate: await certificateFor(identityKey) }]
        const certificate = requireDefined(open.group.leaves[HOST]?.credential.certificate)
        return context((fields) => byMember({ ...fields, coHosts }, HOST, certificate))
      },
    ],
    [
      "the link changed without the host key",
      "host-key-needed",
      () => {
        const certificate = requireDefined(open.group.leaves[HOST]?.credential.certificate)
        return context((fields) => byMember({ ...fields, recordDigest: randomBytes(32) }, HOST, certificate))
      },
    ],
    [
      "another service key",
      "fixed-key-changed",
      () => context((fields) => byHostKey({ ...fields, serviceKey: randomBytes(32) })),
    ],
    [
      "a rotation without the next link",
      "rotation",
      () => context((fields) => byHostKey({ ...fields, pskId: randomBytes(32) })),
    ],
    [
      "a next link without a rotation",
      "rotation",
      () =>
        context(byHostKey, () => ({
          authenticatedData: encodeAuthenticatedData({ kind: "context", rotation: randomBytes(64) }),
        })),
    ],
  ],
)

describe("the generation of a context", () => {
  it("refuses a lower generation", async () => {
    const raised = await Workshop.create(await Meeting.create(), 0)
    const host = raised.member(HOST)
    const signing = { hostSign: raised.meeting.host.sign, rotation: null }
    const first = await buildContext(memberOf(raised, HOST), host.identity, { generation: 5 }, signing)
    await raised.apply(first.commit, { insider: host, state: first.state })
    const same = await buildContext(memberOf(raised, HOST), host.identity, { generation: 5 }, signing)
    expect((await judgeCommit(raised.group, same.commit)).context.generation).toBe(5)
    const lower = await buildContext(memberOf(raised, HOST), host.identity, { generation: 4 }, signing)
    await expect(judgeCommit(raised.group, lower.commit)).rejects.toMatchObject({ fault: "generation-lower" })
  })
})
