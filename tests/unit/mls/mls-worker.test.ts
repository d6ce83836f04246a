import { afterEach, describe, expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { MlsWorker } from "../../../src/mls/mls-worker.ts"
import { serveSession } from "../../../src/mls/session-server.ts"
import type { WorkerSessionOptions } from "../../../src/mls/worker-protocol.ts"
import { Meeting } from "./people.ts"

const channels: MessageChannel[] = []
const controllers: AbortController[] = []

afterEach(() => {
  for (const controller of controllers.splice(0)) controller.abort()
  for (const { port1, port2 } of channels.splice(0)) {
    port1.close()
    port2.close()
  }
})

function startWorker(): { worker: MlsWorker; end: AbortController } {
  const channel = new MessageChannel()
  const end = new AbortController()
  channels.push(channel)
  controllers.push(end)
  serveSession(channel.port2, end.signal)
  const worker = new MlsWorker(channel.port1, end.signal)
  channel.port1.start()
  channel.port2.start()
  return { worker, end }
}

async function optionsOf(meeting: Meeting, name: string): Promise<WorkerSessionOptions> {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))
  const { identity: _, hostSign: __, ...options } = meeting.options(name, { publicKey, sign: meeting.host.sign })
  return { ...options, identity: { publicKey, privateKey: pair.privateKey }, hostKey: null }
}

describe("the MLS worker", () => {
  it("founds, joins, receives and exports over messages", async () => {
    const meeting = await Meeting.create()
    const { worker: anna } = startWorker()
    const { worker: ben } = startWorker()
    const founded = await anna.found(await optionsOf(meeting, "anna"))
    const joining = await ben.join(founded.groupInfo, { ...(await optionsOf(meeting, "ben")), ticket: null })
    const received = await anna.receive(joining.commit)
    const [seenByAnna, seenByBen] = await Promise.all([anna.finalize(1n), ben.finalize(1n)])
    expect(received.report.kind).toBe("join")
    expect(seenByAnna?.authenticator).toEqual(seenByBen?.authenticator)
    expect(seenByBen?.members.map(({ name }) => name)).toEqual(["anna", "ben"])
    expect(seenByBen?.baseKey).toMatchObject({ extractable: false, type: "secret" })
    expect(seenByBen?.signingKey).toMatchObject({ extractable: false, type: "private" })
    const context = randomBytes(8)
    expect(await anna.exportSecret("Wardroom test", context, 32)).toEqual(
      await ben.exportSecret("Wardroom test", context, 32),
    )
  })

  it("founds and joins a successor group over messages", async () => {
    const meeting = await Meeting.create()
    const { worker: anna } = startWorker()
    const { worker: ben } = startWorker()
    const founded = await anna.found(await optionsOf(meeting, "anna"))
    const joining = await ben.join(founded.groupInfo, { ...(await optionsOf(meeting, "ben")), ticket: null })
    await Promise.all([anna.receive(joining.commit), ben.finalize(1n)])
    await anna.finalize(1n)
    const refusal = { commit: randomBytes(99), author: randomBytes(32) }
    const { groupInfo, state } = await anna.foundSuccessor(refusal)
    const pending = await ben.joinSuccessor({ groupInfo, refusal })
    await anna.receive(pending.commit)
    const [seenByAnna, seenByBen] = await Promise.all([anna.finalize(1n), ben.finalize(1n)])
    expect(state).toMatchObject({ epoch: 0n, succession: { author: refusal.author } })
    expect(seenByAnna?.authenticator).toEqual(seenByBen?.authenticator)
  })

  it("names the author of a commit that cannot be followed", async () => {
    const meeting = await Meeting.create()
    const { worker: anna } = startWorker()
    const { worker: ben } = startWorker()
    const founded = await anna.found(await optionsOf(meeting, "anna"))
    const options = await optionsOf(meeting, "ben")
    const joining = await ben.join(founded.groupInfo, { ...options, psk: randomBytes(32), ticket: null })
    const refused = { name: "MlsError", fault: "unreadable-commit", author: options.identity.publicKey }
    await expect(anna.receive(joining.commit)).rejects.toMatchObject(refused)
  })

  it("rejects with the fault of the policy", async () => {
    const meeting = await Meeting.create()
    const { worker } = startWorker()
    await worker.found(await optionsOf(meeting, "anna"))
    await expect(worker.receive(randomBytes(99))).rejects.toMatchObject({ name: "PolicyError", fault: "malformed" })
  })

  it("rejects with the fault of the session", async () => {
    const { worker } = startWorker()
    await expect(worker.heal()).rejects.toMatchObject({ name: "MlsError", fault: "not-joined" })
    await worker.found(await optionsOf(await Meeting.create(), "anna"))
    await worker.close()
    await expect(worker.heal()).rejects.toMatchObject({ name: "MlsError", fault: "closed" })
  })

  it("fails what waits, and every later call, when the worker ends", async () => {
    const { worker, end } = startWorker()
    const waiting = worker.found(await optionsOf(await Meeting.create(), "anna"))
    end.abort()
    await expect(waiting).rejects.toMatchObject({ fault: "worker-failed" })
    await expect(worker.heal()).rejects.toMatchObject({ fault: "worker-failed" })
  })
})
