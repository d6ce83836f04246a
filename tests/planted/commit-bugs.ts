// One-line bugs in what judges a commit's frame, joins, tickets and removals. Some row of the policy table must go from refused to accepted, or
// back, by each.

import type { PlantedBug } from "./planted-bug.ts"

export const COMMIT_BUGS: readonly PlantedBug[] = [
  {
    bug: "takes commits of another group for this one's",
    file: "policy.ts",
    find: "if (!isEqual(content.groupId, group.groupId))",
    replace: "if (content.groupId.length === 0)",
  },
  {
    bug: "takes commits of a later epoch for this one's",
    file: "policy.ts",
    find: "if (content.epoch !== group.epoch)",
    replace: "if (content.epoch < group.epoch)",
  },
  {
    bug: "skips proposals by reference",
    file: "policy.ts",
    find: "return content.commit.proposals.map((entry) => {",
    replace: `return content.commit.proposals.flatMap((entry) => { if (entry.proposalOrRefType === "reference") return []`,
  },
  {
    bug: "checks no commit's signature",
    file: "policy.ts",
    find: "if (!(await isSignedByLeaf(group, commit, leafKey)))",
    replace: "if (!(await isSignedByLeaf(group, commit, leafKey)) && leafKey.length !== 32)",
  },
  {
    bug: "takes any confirmation tag",
    file: "policy.ts",
    find: "auth.confirmationTag.length !== tagBytes(group)",
    replace: "auth.confirmationTag.length === 0",
  },
  {
    bug: "sweeps what else is in a commit of Removes into it",
    file: "policy.ts",
    find: "if (proposals.every(({ proposalType }) =>",
    replace: "if (proposals.some(({ proposalType }) =>",
  },
  {
    bug: "takes bytes after a message",
    file: "wire.ts",
    find: "if (message && isEqual(encodeMlsMessage(message), bytes)) return message",
    replace: "if (message) return message",
  },
  {
    bug: "ignores unknown authenticated data of a heal",
    file: "policy-member.ts",
    find: `  decodeAuthenticatedData("heal", commit.content.authenticatedData)\n`,
    replace: "",
  },
  {
    bug: "lets a join bring proposals of its own",
    file: "policy-join.ts",
    find: "psks.length + inits.length + removes.length !== proposals.length",
    replace: "psks.length + inits.length + removes.length > proposals.length",
  },
  {
    bug: "takes a resumption PSK for the link's",
    file: "policy-join.ts",
    find: `if (id.psktype !== "external") throw`,
    replace: `if (id.psktype !== "external") return; if (!id.pskId) throw`,
  },
  {
    bug: "takes another link's pre-shared key",
    file: "policy-join.ts",
    find: "if (!isEqual(id.pskId, context.pskId))",
    replace: "if (id.pskId.length !== context.pskId.length)",
  },
  {
    bug: "lets a join remove anybody",
    file: "policy-join.ts",
    find: "if (remove && remove.remove.removed !== own?.leaf)",
    replace: "if (remove && own && remove.remove.removed !== own.leaf)",
  },
  {
    bug: "lets a person have two leaves",
    file: "policy-join.ts",
    find: "if (own && !remove) throw",
    replace: "if (own && !remove && own.leaf < 0) throw",
  },
  {
    bug: "forgets the replaced leaf's key",
    file: "policy-join.ts",
    find: "if (group.leaves.some(({ leafKey }) => isEqual(leafKey, added.leafKey)))",
    replace:
      "if (group.leaves.some(({ leafKey, leaf }) => leaf !== replaced?.leaf && isEqual(leafKey, added.leafKey)))",
  },
  {
    bug: "asks for tickets only where the meeting is locked",
    file: "policy-join.ts",
    find: `admissionFor(group, added.identityKey) !== "open"`,
    replace: `admissionFor(group, added.identityKey) === "locked"`,
  },
  {
    bug: "lets the refused author into the successor",
    file: "policy-join.ts",
    find: "if (succession && isEqual(added.identityKey, succession.author))",
    replace: "if (succession && isEqual(added.leafKey, succession.author))",
  },
  {
    bug: "lets everybody into an open successor",
    file: "succession.ts",
    find: `return admission === "open" ? "ask" : admission`,
    replace: "return admission",
  },
  {
    bug: "lets those who were in the predecessor return for ever",
    file: "succession.ts",
    find: "if (succession?.generation !== generation) return admission",
    replace: "if (!succession) return admission",
  },
  {
    bug: "does not check a ticket that is not needed",
    file: "policy-join.ts",
    find: "if (ticket) await verifyTicket",
    replace: `if (ticket && context.admission !== "open") await verifyTicket`,
  },
  {
    bug: "takes tickets of guests",
    file: "ticket.ts",
    find: "if (!isHost || !(await",
    replace: "if (!(await",
  },
  {
    bug: "takes tickets of any generation",
    file: "ticket.ts",
    find: "if (generation !== context.generation)",
    replace: "if (generation > context.generation)",
  },
  {
    bug: "lets a member change its credential",
    file: "policy-member.ts",
    find: "const { hpkePublicKey } = before",
    replace: "const { hpkePublicKey, credential } = before; after = { ...after, credential }",
  },
  {
    bug: "lets guests remove by order",
    file: "policy-member.ts",
    find: "if (!isHost(author, context)) throw",
    replace: "if (author.leaf < 0) throw",
  },
  {
    bug: "lets hosts remove hosts",
    file: "policy-member.ts",
    find: "if (isHost(leaf, context)) throw",
    replace: "if (leaf.leaf < 0) throw",
  },
  {
    bug: "believes the host about who is gone",
    file: "policy-member.ts",
    find: "if (await isSigned(context.serviceKey, reason.signature,",
    replace: "if (await isSigned(context.hostKey, reason.signature,",
  },
  {
    bug: "believes the committer about who left",
    file: "policy-member.ts",
    find: "if (await isSigned(identityKey, reason.signature, ",
    replace: "if (reason.signature.length === 64 || await isSigned(identityKey, reason.signature, ",
  },
  {
    bug: "takes a Remove without a path",
    file: "policy-member.ts",
    find: "const path = requirePath(commit.content.commit.path)",
    replace: "const { path } = commit.content.commit; if (!path) return",
  },
]
