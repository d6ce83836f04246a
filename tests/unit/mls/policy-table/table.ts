// The policy table: every commit, group info and comparison that the policy judges, each with what must come of it.

import { firstContext, signContext } from "../../../../src/mls/meeting-context.ts"
import { Workshop } from "../forge.ts"
import { Meeting } from "../people.ts"
import { Bench, GUEST } from "./bench.ts"
import { contextRows } from "./context-rows.ts"
import { credentialRows } from "./credential-rows.ts"
import { frameRows } from "./frame-rows.ts"
import { groupInfoRows, successorInfoRows } from "./group-info-rows.ts"
import { joinRows, ticketRows } from "./join-rows.ts"
import { expectationRows, sizeRows, successionRows, uploadRows } from "./joiner-rows.ts"
import { leafRows } from "./leaf-rows.ts"
import { pathRows } from "./path-rows.ts"
import { raisedRows } from "./raised-rows.ts"
import { removeRows } from "./remove-rows.ts"
import type { BenchName, CallFamily, CommitFamily } from "./row.ts"
import { changedSuccessorRows, ORIGIN, spokenRows, successionOf, successorRows } from "./successor-rows.ts"

export const COMMITS: readonly CommitFamily[] = [
  { subject: "a commit's frame", bench: "open", rows: frameRows },
  { subject: "joins", bench: "open", rows: joinRows },
  { subject: "tickets where admission is ask", bench: "asking", rows: ticketRows },
  { subject: "paths", bench: "open", rows: pathRows },
  { subject: "leaf nodes", bench: "open", rows: leafRows },
  { subject: "credentials", bench: "open", rows: credentialRows },
  { subject: "removals", bench: "open", rows: removeRows },
  { subject: "contexts", bench: "open", rows: contextRows },
  { subject: "contexts after generation 5", bench: "raised", rows: raisedRows },
  { subject: "successor groups", bench: "successor", rows: successorRows },
  { subject: "successors of changed groups", bench: "changed successor", rows: changedSuccessorRows },
  { subject: "successor groups in which a host has spoken", bench: "spoken successor", rows: spokenRows },
]

export const GROUP_INFOS: readonly CommitFamily[] = [
  { subject: "group infos", bench: "open", rows: groupInfoRows },
  { subject: "group infos of successors", bench: "founded successor", rows: successorInfoRows },
]

export const CALLS: readonly CallFamily[] = [
  { subject: "the opened record", bench: "open", rows: expectationRows },
  { subject: "the size of a group", bench: "open", rows: sizeRows },
  { subject: "the group that was followed", bench: "open", rows: uploadRows },
  { subject: "the predecessor that one was in", bench: "successor", rows: successionRows },
]

/** A group of each kind that the rows are made in. */
export async function createBenches(): Promise<Readonly<Record<BenchName, Bench>>> {
  const meeting = await Meeting.create()
  const succession = { succession: successionOf }
  const [open, asking, raised, successor, changed, spoken, founded] = await Promise.all([
    Workshop.create(meeting, 2),
    Workshop.create(meeting, 1),
    Workshop.create(meeting, 2),
    Workshop.create(meeting, 2, succession),
    Workshop.create(meeting, 2, await changedSuccession(meeting)),
    Workshop.create(meeting, 2, succession),
    Workshop.create(meeting, 0, succession),
  ])
  const benches = {
    open: new Bench(open),
    asking: new Bench(asking),
    raised: new Bench(raised),
    successor: new Bench(successor),
    "changed successor": new Bench(changed),
    "spoken successor": new Bench(spoken),
    "founded successor": new Bench(founded),
  }
  await benches.asking.apply({ admission: "ask" })
  await raise(benches.raised, 5)
  await benches["spoken successor"].apply({ admission: "ask" })
  return benches
}

/** To a generation, by single steps, with a co-host from the last one on. */
async function raise(bench: Bench, last: number): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- one epoch after the other
  for (let generation = 1; generation < last; generation++) await bench.apply({ generation })
  await bench.apply({ generation: last, coHosts: [await bench.coHost(GUEST)] })
}

/** Of a predecessor whose context had been changed, by the host key, to generation 5. */
async function changedSuccession(meeting: Meeting) {
  const { authority: _, ...first } = firstContext(meeting.expectation)
  const by = { signer: meeting.host.publicKey, certificate: null, sign: meeting.host.sign }
  const context = await signContext(ORIGIN, { ...first, generation: 5 }, by)
  return {
    context,
    succession: (people: Parameters<typeof successionOf>[0]) => ({ ...successionOf(people), generation: 5 }),
  }
}
