// The service's settings, from flags and the environment; flags win.
//
//   --data, WARDROOM_DATA            folder of keys and database             .data
//   --bind, WARDROOM_BIND            interface                               127.0.0.1
//   --port, WARDROOM_PORT            port                                    8080
//   --host, WARDROOM_HOSTS           host names in links, comma-separated    the loopback names
//   --sfu,  WARDROOM_SFU             LiveKit's address for clients           ws://127.0.0.1:7880
//   --proxy, WARDROOM_PROXY          none | forwarded-for                    none
//           LIVEKIT_API_KEY, LIVEKIT_API_SECRET                              random, in the data folder

import { parseArgs } from "node:util"
import { loadSfuKeys } from "./keys.ts"
import type { ServiceOptions } from "./service.ts"

export class ConfigError extends Error {
  override readonly name = "ConfigError"
}

/** Reads the settings; throws ConfigError that names the wrong one. */
export async function readConfig(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ServiceOptions> {
  const flags = readFlags(args)
  const setting = (flag: string | undefined, name: string, otherwise: string) => flag ?? environment[name] ?? otherwise
  const dataFolder = setting(flags.data, "WARDROOM_DATA", ".data")
  const address = setting(flags.sfu, "WARDROOM_SFU", "ws://127.0.0.1:7880")
  const { protocol } = URL.parse(address) ?? {}
  if (protocol !== "ws:" && protocol !== "wss:") throw new ConfigError('"sfu" must be a ws or wss address')
  const hosts = setting(flags.host, "WARDROOM_HOSTS", "")
  const { LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret } = environment
  return {
    dataFolder,
    bind: setting(flags.bind, "WARDROOM_BIND", "127.0.0.1"),
    port: readPort(setting(flags.port, "WARDROOM_PORT", "8080")),
    hosts: hosts === "" ? [] : hosts.split(","),
    sfu: { address, ...(apiKey && apiSecret ? { apiKey, apiSecret } : await loadSfuKeys(dataFolder)) },
    proxy: readProxy(setting(flags.proxy, "WARDROOM_PROXY", "none")),
  }
}

function readFlags(args: readonly string[]) {
  const string = { type: "string" } as const
  const options = { data: string, bind: string, port: string, host: string, sfu: string, proxy: string }
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : "unknown flag", { cause: error })
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new ConfigError('"port" must be from 0 to 65535')
  return port
}

function readProxy(text: string): "none" | "forwarded-for" {
  if (text === "none" || text === "forwarded-for") return text
  throw new ConfigError('"proxy" must be none or forwarded-for')
}
