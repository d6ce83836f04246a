import { createSocket, type Socket } from "node:dgram"
import { once } from "node:events"
import { connect, createServer, type Server, type Socket as TcpSocket } from "node:net"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { freePort } from "../harness/ports.ts"
import { seededRandom } from "../harness/random.ts"
import { type Relay, startRelay } from "../harness/relay.ts"
import { UdpRelay } from "../harness/udp-relay.ts"
import { FakeClock } from "../unit/media/fixtures.ts"

describe("a TCP relay", () => {
  const clock = new FakeClock()
  let echo: Server
  let relay: Relay
  let client: TcpSocket
  let answers: string

  beforeEach(async () => {
    const port = await freePort("tcp")
    echo = createServer((socket) => socket.on("error", () => undefined).pipe(socket)).listen(port, "127.0.0.1")
    await once(echo, "listening")
    relay = await startRelay(() => port, clock)
    client = connect(relay.port, "127.0.0.1")
    await once(client, "connect")
    answers = ""
    client.on("data", (data) => (answers += data.toString()))
  })
  afterEach(async () => {
    client.destroy()
    await relay[Symbol.asyncDispose]()
    echo.close()
  })

  const arrived = (bytes: number) => vi.waitFor(() => expect(relay.toServer.bytes).toBe(bytes))

  it("hands on both directions, and counts them", async () => {
    client.write("hello")
    await vi.waitFor(() => expect(answers).toBe("hello"))
    expect(relay.connections).toBe(1)
    expect(relay.toServer).toEqual({ bytes: 5, pieces: 1 })
    expect(relay.toClients).toEqual({ bytes: 5, pieces: 1 })
  })

  it("holds what comes for the time of its delay, and keeps its order when the delay gets shorter", async () => {
    relay.delay(1000)
    client.write("one ")
    await arrived(4)
    relay.delay(0)
    client.write("two")
    await arrived(7)
    expect(relay.toClients.bytes).toBe(0)
    clock.advance(999)
    await Promise.resolve()
    expect(relay.toClients.bytes).toBe(0)
    clock.advance(1)
    await vi.waitFor(() => expect(answers).toBe("one two"))
  })

  it("keeps a connection open through a blackhole, and loses nothing of it", async () => {
    relay.blackhole()
    client.write("held")
    await arrived(4)
    expect(relay.toClients.bytes).toBe(0)
    expect(client.readyState).toBe("open")
    relay.clear()
    await vi.waitFor(() => expect(answers).toBe("held"))
  })

  it("ends open connections where it is cut, and takes new ones", async () => {
    const ended = once(client, "close")
    relay.cut()
    await ended
    client = connect(relay.port, "127.0.0.1")
    client.on("data", (data) => (answers += data.toString()))
    client.write("again")
    await vi.waitFor(() => expect(answers).toBe("again"))
    expect(relay.connections).toBe(2)
  })

  it("hands on the end of a stream behind all that came before it", async () => {
    relay.delay(50)
    client.end("last words")
    const ended = once(client, "close")
    await arrived(10)
    await vi.waitFor(() => {
      clock.advance(50)
      expect(answers).toBe("last words")
    })
    await vi.waitFor(() => {
      clock.advance(50)
      expect(client.readyState).toBe("closed")
    })
    await ended
  })
})

describe("a UDP relay", () => {
  const clock = new FakeClock()
  let echo: Socket
  let relay: UdpRelay
  let client: Socket
  let answers: string[]

  beforeEach(async () => {
    echo = createSocket("udp4").bind(0, "127.0.0.1")
    await once(echo, "listening")
    echo.on("message", (datagram, { port }) => echo.send(datagram, port, "127.0.0.1"))
    relay = await UdpRelay.start(() => echo.address().port, clock)
    client = createSocket("udp4").bind(0, "127.0.0.1")
    await once(client, "listening")
    answers = []
    client.on("message", (datagram) => answers.push(datagram.toString()))
  })
  afterEach(async () => {
    client.close()
    await relay[Symbol.asyncDispose]()
    echo.close()
  })

  const send = (text: string): void => client.send(text, relay.port, "127.0.0.1")
  const arrived = (pieces: number) => vi.waitFor(() => expect(relay.toServer.pieces).toBe(pieces))

  it("hands on both directions, and counts them", async () => {
    send("hello")
    await vi.waitFor(() => expect(answers).toEqual(["hello"]))
    expect(relay.toServer).toEqual({ bytes: 5, pieces: 1 })
    expect(relay.toClients).toEqual({ bytes: 5, pieces: 1 })
  })

  it("loses the fraction it is told to, the same datagrams for the same seed", async () => {
    const SENT = 40
    relay.drop(0.5, seededRandom(7))
    for (let number = 0; number < SENT; number++) send(`${number}`)
    await arrived(SENT)
    relay.drop(0, seededRandom(7))
    send("last")
    await vi.waitFor(() => expect(answers).toContain("last"))
    expect(answers.length - 1).toBeLessThan(SENT / 2) // a half each way
    expect(answers.length - 1).toBeGreaterThan(0)
  })

  it("holds what comes for the time of its delay", async () => {
    relay.delay(200)
    send("late")
    await arrived(1)
    clock.advance(199)
    expect(relay.toClients.pieces).toBe(0)
    clock.advance(1)
    await vi.waitFor(() => expect(relay.toClients.pieces).toBe(1))
    clock.advance(200)
    await vi.waitFor(() => expect(answers).toEqual(["late"]))
  })

  it("loses what comes into a blackhole, and no more once that is over", async () => {
    relay.blackhole()
    send("lost")
    await arrived(1)
    relay.clear()
    send("found")
    await vi.waitFor(() => expect(answers).toEqual(["found"]))
  })

  it("shows a client to the server as another one after a cut", async () => {
    const ports = new Set<number>()
    echo.on("message", (_, { port }) => ports.add(port))
    send("one")
    await vi.waitFor(() => expect(answers).toEqual(["one"]))
    relay.cut()
    expect(relay.clients).toBe(0)
    send("two")
    await vi.waitFor(() => expect(answers).toEqual(["one", "two"]))
    expect(ports.size).toBe(2)
  })
})
