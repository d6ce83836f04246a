// One-line bugs in what judges leaves, paths, credentials, contexts and trees. Some row of the policy table must go from refused to accepted, or
// back, by each.

import type { PlantedBug } from "./planted-bug.ts"

export const TREE_BUGS: readonly PlantedBug[] = [
  {
    bug: "takes a path's leaf unsigned",
    file: "policy-path.ts",
    find: "if (!(await verifyLeafNodeSignature(path.leafNode, group.groupId, place.leaf, suite.signature)))",
    replace: "if (!path.leafNode.signature.length)",
  },
  {
    bug: "lets an encryption key be in the tree twice",
    file: "policy-path.ts",
    find: "if (known.some((key) => isEqual(key, hpkePublicKey)))",
    replace: "if (known.some((key) => key === hpkePublicKey))",
  },
  {
    bug: "compares a path's keys with the tree alone",
    file: "policy-path.ts",
    find: "    known.push(hpkePublicKey)\n",
    replace: "",
  },
  {
    bug: "compares a path's keys with the tree after the removal",
    file: "policy-path.ts",
    find: "judgeKeys(group, path)\n",
    replace: "judgeKeys({ ...group, tree: place.tree }, path)\n",
  },
  {
    bug: "takes any capabilities that include ours",
    file: "judged-tree.ts",
    find: "if (!isSameClaim(node.capabilities, suite.capabilities))",
    replace: "if (!suite.capabilities.extensions.every((known) => node.capabilities.extensions.includes(known)))",
  },
  {
    bug: "checks no credential's signature",
    file: "credential.ts",
    find: "if (!(await isCredentialSigned(credential, where)))",
    replace: "if (!(await isCredentialSigned(credential, where)) && !where.leafKey)",
  },
  {
    bug: "takes a host certificate by anybody",
    file: "credential.ts",
    find: `await isSigned(where.hostKey, certificate, "host", host)`,
    replace: `certificate.length === 64`,
  },
  {
    bug: "takes a host certificate of any group",
    file: "credential.ts",
    find: "const host = { groupId: where.origin, identityKey }",
    replace: "const host = { groupId: where.groupId, identityKey }",
  },
  {
    bug: "lets guests change the context",
    file: "policy-context.ts",
    find: "if (!isHost(author, group.context))",
    replace: "if (!isHost(author, group.context) && author.leaf < 0)",
  },
  {
    bug: "takes a context commit with a path",
    file: "policy-context.ts",
    find: "if (content.commit.path)",
    replace: "if (content.commit.path && content.commit.path.nodes.length === 0)",
  },
  {
    bug: "lets the service key change",
    file: "policy-context.ts",
    find: "|| !isEqual(before.serviceKey, after.serviceKey)",
    replace: "",
  },
  {
    bug: "lets the generation fall",
    file: "policy-context.ts",
    find: "if (after.generation < before.generation)",
    replace: "if (after.generation < 1)",
  },
  {
    bug: "lets the generation jump to its end",
    file: "policy-context.ts",
    find: "if (after.generation > before.generation + 1)",
    replace: "if (after.generation > Number.MAX_SAFE_INTEGER)",
  },
  {
    bug: "lets hosts appoint hosts",
    file: "policy-context.ts",
    find: "(isRotation(before, after) || !isSameValue(before.coHosts, after.coHosts))",
    replace: "isRotation(before, after)",
  },
  {
    bug: "lets hosts rotate the link",
    file: "policy-context.ts",
    find: "(isRotation(before, after) || !isSameValue(before.coHosts, after.coHosts))",
    replace: "!isSameValue(before.coHosts, after.coHosts)",
  },
  {
    bug: "lets co-hosts commit what the host key signed",
    file: "policy-context.ts",
    find: "isByHostKey && author.credential.certificate === null",
    replace: "isByHostKey && author.leaf < 0",
  },
  {
    bug: "lets a host commit another host's context",
    file: "policy-context.ts",
    find: "if (!isByHostKey && !(signer && isEqual(signer, author.identityKey)))",
    replace: "if (!isByHostKey && !signer)",
  },
  {
    bug: "does not ask for the next link",
    file: "policy-context.ts",
    find: "if ((rotation !== null) !== isRotation(group.context, context))",
    replace: "if (rotation !== null && !isRotation(group.context, context))",
  },
  {
    bug: "lets hosts forget the links before",
    file: "policy-context.ts",
    find: "return { meeting, pskId, recordDigest, formerLinks }",
    replace: "return { meeting, pskId, recordDigest, formerLinks: formerLinks.slice(0, 0) }",
  },
  {
    bug: "lets a successor forget what it succeeds",
    file: "policy-context.ts",
    find: "if (!isSameSuccession(group.succession, succession))",
    replace: "if (succession && !isSameSuccession(group.succession, succession))",
  },
  {
    bug: "does not check a context's signature",
    file: "meeting-context.ts",
    find: `if (!(await isSigned(authority.signer, authority.signature, "context", statement)))`,
    replace: "if (!statement)",
  },
  {
    bug: "lets co-hosts go on who are off the list",
    file: "meeting-context.ts",
    find: `return isListed || isSigned(hostKey, certificate, "host", { groupId: origin, identityKey })`,
    replace: `return isListed || (await isSigned(hostKey, certificate, "co-host", { groupId: origin, identityKey })) || isSigned(hostKey, certificate, "host", { groupId: origin, identityKey })`,
  },
  {
    bug: "takes co-hosts without certificates",
    file: "meeting-context.ts",
    find: `if (!(await isSigned(context.hostKey, certificate, "co-host", { groupId: origin, identityKey })))`,
    replace: "if (!certificate)",
  },
  {
    bug: "takes extensions after the meeting's",
    file: "group-extensions.ts",
    find: "|| others.length > 0",
    replace: "",
  },
  {
    bug: "lets one person be in a tree twice",
    file: "judged-tree.ts",
    find: "leaves.map((leaf) => leaf.identityKey)",
    replace: "leaves.map((leaf) => leaf.leafKey)",
  },
  {
    bug: "takes a group info that nobody signed",
    file: "public-group.ts",
    find: "if (!signer || !(await",
    replace: "if (!signer && !(await",
  },
  {
    bug: "takes any group info of the right epoch",
    file: "public-group.ts",
    find: "isEqual(encodeGroupContext(groupInfo.groupContext), encodeGroupContext(group.groupContext)) &&",
    replace: "groupInfo.groupContext.epoch === group.epoch ||",
  },
  {
    bug: "does not compare the record",
    file: "meeting-context.ts",
    find: "if (!isEqual(context.recordDigest, expected.recordDigest))",
    replace: "if (context.recordDigest.length !== expected.recordDigest.length)",
  },
  {
    bug: "goes into another commit's successor",
    file: "succession.ts",
    find: "if (!isSameSuccession(successor.succession, successionOf(predecessor, refused, author)))",
    replace: "if (!successor.succession || !isEqual(successor.succession.predecessor, predecessor.groupId))",
  },
  {
    bug: "lets a stranger found the successor",
    file: "succession.ts",
    find: "!leaves.every(({ identityKey }) => isReturning(succession, identityKey))",
    replace: "leaves.length === 0",
  },
]
