import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { afterEach, describe, expect, it } from "vitest"
import { TokenVerifier } from "livekit-server-sdk"
import { toHex } from "../../src/bytes/bytes.ts"
import { RawSocket } from "../harness/raw-socket.ts"
import { SteppedClock } from "../harness/stepped-clock.ts"
import { Participant } from "../harness/participant.ts"
import {
  Caller,
  closeService,
  createMeeting,
  makeKeys,
  type MadeMeeting,
  openService,
  SFU_KEYS,
  type TestService,
} from "../harness/service.ts"

const DAY_MS = 24 * 3600 * 1000
const rare = { burst: 1, perMinute: 1 }

describe("the service", () => {
  let service: TestService
  afterEach(() => closeService(service))

  it("shows people without the extension a page without script, and logs one line for it without the link", async () => {
    service = await openService()
    const response = await fetch(`${service.url}/join/id-0123456789`)
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'")
    const page = await response.text()
    expect(page).not.toMatch(/<script|0123456789/)
    expect(service.lines.filter(({ event }) => event === "join-page")).toHaveLength(1)
    expect(JSON.stringify(service.lines)).not.toContain("0123456789")
  })

  it("says that it is well, and that other addresses are not there", async () => {
    service = await openService()
    expect(await (await fetch(`${service.url}/healthz`)).json()).toEqual({ status: "ok" })
    expect((await fetch(`${service.url}/metrics`)).status).toBe(404)
  })

  it("takes no socket elsewhere or under a name that is not its own", async () => {
    service = await openService()
    const statusOf = (path: string, host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = {
          host,
          connection: "Upgrade",
          upgrade: "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
        }
        const call = request({ port: service.port, host: "127.0.0.1", path, headers }, (reply) =>
          resolve(reply.statusCode),
        )
        call.on("upgrade", (reply, duplex) => {
          duplex.destroy()
          resolve(reply.statusCode)
        })
        call.on("error", reject).end()
      })
    expect(await statusOf("/ws", service.host)).toBe(101)
    expect(await statusOf("/ws", "evil.example")).toBe(421)
    expect(await statusOf("/other", service.host)).toBe(404)
  })

  it("takes webhooks only with the SFU's signature", async () => {
    service = await openService()
    const response = await fetch(`${service.url}/webhook`, {
      method: "POST",
      body: "{}",
      headers: { authorization: "x" },
    })
    expect(response.status).toBe(401)
  })

  it("limits challenges of one address", async () => {
    service = await openService({ limits: { srpPerAddress: rare } })
    const { client } = new Caller(service.host)
    await client.hello("0000000000")
    await expect(client.hello("0000000000")).rejects.toMatchObject({ fault: "too-many" })
  })

  it("limits challenges of one meeting, from whatever socket", async () => {
    service = await openService({ limits: { srpPerMeeting: rare } })
    await new Caller(service.host).client.hello("0000000000")
    await expect(new Caller(service.host).client.hello("0000000000")).rejects.toMatchObject({ fault: "too-many" })
    await new Caller(service.host).client.hello("1111111111")
  })

  it("limits sockets of one address", async () => {
    service = await openService({ limits: { socketsPerAddress: 1 } })
    const first = await RawSocket.open(service.host)
    await expect(RawSocket.open(service.host)).rejects.toThrow("429")
    expect(service.lines).toContainEqual(expect.objectContaining({ event: "limited", limit: "sockets" }))
    first.close()
  })

  it("limits commits of one person", async () => {
    service = await openService({ limits: { commitsPerPerson: rare } })
    const alice = new Participant(service, await createMeeting(service), await makeKeys())
    await alice.join()
    expect(await alice.commit(await alice.session.heal())).toMatchObject({ outcome: "final" })
    await expect(alice.client.commit(Uint8Array.of(1), () => {})).rejects.toMatchObject({ fault: "too-many" })
  })

  it("ends a socket that floods it", async () => {
    service = await openService({ limits: { messagesPerSocket: { burst: 2, perMinute: 1 } } })
    const raw = await RawSocket.open(service.host)
    for (const number of [1, 2, 3]) raw.send({ type: "alive", request: number })
    expect(await raw.closed).toBe(1008)
  })

  it("grants one random room for minutes, to an identity that names nobody", async () => {
    service = await openService()
    const made = await createMeeting(service)
    const alice = new Participant(service, made, await makeKeys())
    await alice.prove()
    const { roomToken, room } = expectGrant(await alice.enter())
    const grants = await new TokenVerifier(SFU_KEYS.apiKey, SFU_KEYS.apiSecret).verify(roomToken)
    expect(room).toMatch(/^[0-9A-Za-z]{22}$/)
    expect(grants.video).toMatchObject({ room, roomJoin: true })
    expect(grants.sub).toMatch(/^[0-9a-f]{32}\.[0-9a-f]{16}$/)
    expect(Number(grants.exp) - Number(grants.nbf)).toBeLessThanOrEqual(600)
    expect(JSON.stringify(grants)).not.toContain(made.prepared.meeting)
  })

  it("keeps meetings and its own keys over a restart, in files of its own", async () => {
    service = await openService()
    const made = await createMeeting(service)
    await service.close()
    for (const name of readdirSync(service.dataFolder).filter((file) => file.endsWith(".key"))) {
      expect(statSync(join(service.dataFolder, name)).mode & 0o777).toBe(0o600)
    }
    const { publicKey, dataFolder } = service
    service = await openService({ dataFolder })
    expect(toHex(service.publicKey)).toBe(toHex(publicKey))
    const alice = new Participant(service, made, await makeKeys())
    await alice.join()
    expect(alice.session.epochState.epoch).toBe(0n)
  })

  it("forgets a meeting that nobody has used for ninety days, and keeps one that somebody has", async () => {
    const clock = new SteppedClock()
    service = await openService({ clock })
    const [used, unused] = [await createMeeting(service), await createMeeting(service)]
    const saltOf = async ({ prepared }: MadeMeeting) =>
      (await new Caller(service.host).client.hello(prepared.meeting)).salt
    clock.advance(89 * DAY_MS)
    await new Participant(service, used, await makeKeys()).prove()
    expect(await saltOf(unused)).toEqual(unused.prepared.salt)
    clock.advance(2 * DAY_MS)
    expect(await saltOf(used)).toEqual(used.prepared.salt)
    expect(await saltOf(unused)).not.toEqual(unused.prepared.salt)
  })

  it("leaves nothing of a deleted meeting in its files", async () => {
    service = await openService()
    const { prepared, hostKeys } = await createMeeting(service)
    const isOnDisk = () =>
      readdirSync(service.dataFolder).some((file) =>
        readFileSync(join(service.dataFolder, file)).includes(prepared.meeting),
      )
    expect(isOnDisk()).toBe(true)
    const { client } = new Caller(service.host)
    await client.hello(prepared.meeting)
    await client.change({ change: "delete" }, hostKeys.sign)
    expect(isOnDisk()).toBe(false)
  })

  it("logs a whole meeting without an id, name, address, key or link", async () => {
    service = await openService()
    const made = await createMeeting(service)
    const alice = new Participant(service, made, await makeKeys())
    const bob = new Participant(service, made, await makeKeys())
    await alice.join()
    await bob.join()
    await bob.leave()
    await alice.caller.heard("left")
    const log = JSON.stringify(service.lines)
    const { meeting, password, hostKey } = made.prepared
    const { groupId } = alice.session.epochState
    const secrets = [
      meeting,
      password,
      toHex(hostKey),
      toHex(groupId),
      toHex(alice.identity.publicKey),
      "127.0.0.1",
      "Somebody",
    ]
    for (const secret of secrets) expect(log).not.toContain(secret)
    expect(service.lines.map(({ event }) => event)).toContain("commit")
  })

  it("tells everybody when it stops, and ends", async () => {
    service = await openService()
    const alice = new Participant(service, await createMeeting(service), await makeKeys())
    await alice.join()
    await service.close()
    expect(await alice.caller.ended).toMatchObject({ fault: "shutting-down" })
    await expect(fetch(`${service.url}/healthz`)).rejects.toThrow("fetch failed")
    expect(service.lines.at(-1)).toMatchObject({ event: "stopped" })
  })
})

describe("the service as a program", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "starts by itself, prints JSON lines and ends cleanly on %s",
    async (signal) => {
      const folder = mkdtempSync(join(tmpdir(), "wardroom-main-"))
      const args = ["server/main.mjs", "--port", "0", "--data", folder]
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] })
      const exited = once(child, "exit")
      const out = text(child.stdout)
      await once(child.stdout, "data")
      child.kill(signal)
      expect(await exited).toEqual([0, null])
      const events = (await out)
        .trim()
        .split("\n")
        .map((line): unknown => JSON.parse(line))
      expect(events).toEqual([
        expect.objectContaining({ event: "started" }),
        expect.objectContaining({ event: "stopped" }),
      ])
      rmSync(folder, { recursive: true })
    },
  )

  it("names a wrong setting and starts nothing", async () => {
    const child = spawn(process.execPath, ["server/main.mjs", "--port", "x"], { stdio: ["ignore", "ignore", "pipe"] })
    const exited = once(child, "exit")
    expect(await text(child.stderr)).toContain('"port"')
    expect(await exited).toEqual([2, null])
  })
})

function expectGrant(reply: { readonly type: string; readonly roomToken?: string; readonly room?: string }) {
  const { roomToken, room } = reply
  if (!roomToken || !room) throw new Error(reply.type)
  return { roomToken, room }
}
