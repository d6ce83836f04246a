import { expect, test } from "vitest"
import { sfuConfig } from "../../../scripts/sfu.ts"

const OPTIONS = {
  binary: "livekit-server",
  logFile: "sfu.log",
  keys: { apiKey: "key", apiSecret: "secret" },
  ports: { signal: 7880, tcp: 7881, udp: 7882 },
}

test("the SFU listens on loopback and names no third party", () => {
  expect(sfuConfig(OPTIONS)).toMatchObject({
    bind_addresses: ["127.0.0.1"],
    rtc: { node_ip: "127.0.0.1", use_external_ip: false, stun_servers: ["127.0.0.1:7882"] },
  })
})

test("the SFU reports to a webhook only where there is one", () => {
  expect(sfuConfig(OPTIONS)).not.toHaveProperty("webhook")
  expect(sfuConfig({ ...OPTIONS, webhookUrl: "http://127.0.0.1:1/webhook" })).toMatchObject({
    webhook: { api_key: "key", urls: ["http://127.0.0.1:1/webhook"] },
  })
})
