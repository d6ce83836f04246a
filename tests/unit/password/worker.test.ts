import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { PasswordWorker } from "../../../src/password/password-worker.ts"
import { challengeClient } from "../../../src/password/srp.ts"
import { servePassword } from "../../../src/password/worker.ts"

const SETTINGS = { admission: "open", mayShare: "everyone", mayChat: "hosts" } as const
const failsWith = (fault: string) => ({ name: "PasswordError", fault })

describe("the password worker", () => {
  let end: AbortController
  let worker: PasswordWorker
  let channel: MessageChannel

  beforeEach(() => {
    end = new AbortController()
    channel = new MessageChannel()
    servePassword(channel.port2, end.signal)
    worker = new PasswordWorker(channel.port1, end.signal)
    channel.port1.start()
    channel.port2.start()
  })
  afterEach(() => {
    end.abort()
    channel.port1.close()
  })

  async function prepared() {
    const { publicKey, privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
    const hostKey = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey))
    const options = { name: "Standup", settings: SETTINGS, passphrase: null, hostKey, hostPrivateKey: privateKey }
    return worker.prepareMeeting(options)
  }

  it("prepares a meeting, proves its password and opens its record", async () => {
    const { meeting, password, salt, verifier, hostKey, sealedRecord } = await prepared()
    await worker.openLink({ meeting, password, passphrase: null })
    const service = await challengeClient(meeting, salt, verifier)
    const { A, M1 } = await worker.prove({ salt, B: service.B })
    const opened = await worker.openRecord({ M2: await service.verify(A, M1), sealedRecord })
    expect(opened.record).toMatchObject({ name: "Standup", hostKey, settings: SETTINGS })
    expect([opened.psk.length, opened.pskId.length, opened.recordDigest.length]).toEqual([32, 32, 32])
    expect(opened.nameKey.extractable).toBe(false)
  })

  it("seals the opened record anew with other settings, under the same link", async () => {
    const { publicKey, privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
    const hostKey = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey))
    const options = { name: "Standup", settings: SETTINGS, passphrase: null, hostKey, hostPrivateKey: privateKey }
    const { meeting, password, salt, verifier, sealedRecord } = await worker.prepareMeeting(options)
    const open = async (record: Uint8Array) => {
      await worker.openLink({ meeting, password, passphrase: null })
      const service = await challengeClient(meeting, salt, verifier)
      const { A, M1 } = await worker.prove({ salt, B: service.B })
      return worker.openRecord({ M2: await service.verify(A, M1), sealedRecord: record })
    }
    const before = await open(sealedRecord)
    const settings = { ...SETTINGS, admission: "ask" } as const
    const changed = await open(await worker.changeRecord({ settings, hostPrivateKey: privateKey }))
    expect(changed.record).toMatchObject({ r: before.record.r, name: "Standup", hostKey, settings })
  })

  it("changes no record before one is open", async () => {
    const { meeting, password } = await prepared()
    const { privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
    await worker.openLink({ meeting, password, passphrase: null })
    const change = worker.changeRecord({ settings: SETTINGS, hostPrivateKey: privateKey })
    await expect(change).rejects.toMatchObject(failsWith("out-of-order"))
  })

  it("opens no record for a service that did not prove itself, nor a second time", async () => {
    const { meeting, password, salt, verifier, sealedRecord } = await prepared()
    await worker.openLink({ meeting, password, passphrase: null })
    const { B } = await challengeClient(meeting, salt, verifier)
    await worker.prove({ salt, B })
    const answer = { M2: new Uint8Array(64), sealedRecord }
    await expect(worker.openRecord(answer)).rejects.toMatchObject(failsWith("not-proven"))
    await expect(worker.openRecord(answer)).rejects.toMatchObject(failsWith("out-of-order"))
  })

  it("proves nothing before a link is open", async () => {
    const challenge = { salt: new Uint8Array(16), B: new Uint8Array(256) }
    await expect(worker.prove(challenge)).rejects.toMatchObject(failsWith("out-of-order"))
  })

  it("carries a fault of the link to the prover", async () => {
    await worker.openLink({ meeting: "short", password: "0123456789abcdefghijkl", passphrase: null })
    const challenge = { salt: new Uint8Array(16), B: new Uint8Array(256) }
    await expect(worker.prove(challenge)).rejects.toMatchObject(failsWith("malformed"))
  })

  it("computes the security code", async () => {
    const { digits } = await worker.securityCode(new Uint8Array(32), [new Uint8Array(32).fill(1)])
    expect(digits).toMatch(/^(?:\d{5} ){5}\d{5}$/)
  })

  it("fails open and later calls when the worker dies", async () => {
    const open = worker.securityCode(new Uint8Array(32), [new Uint8Array(32).fill(1)])
    channel.port1.dispatchEvent(new Event("error"))
    await expect(open).rejects.toMatchObject(failsWith("worker-failed"))
    await expect(worker.securityCode(new Uint8Array(32), [])).rejects.toMatchObject(failsWith("worker-failed"))
  })

  it("fails open and later calls when the worker has ended", async () => {
    const open = worker.securityCode(new Uint8Array(32), [new Uint8Array(32).fill(1)])
    end.abort()
    await expect(open).rejects.toMatchObject(failsWith("worker-failed"))
    await expect(worker.securityCode(new Uint8Array(32), [])).rejects.toMatchObject(failsWith("worker-failed"))
  })
})
