// A commit that the service shows to one client, and takes back.

import type { NodeClient } from "./node-client.ts"

/** What the client answers: `applied`, or the fault that it refuses the commit with. The service hears nothing of it. */
export async function showCommit(client: NodeClient, commit: Uint8Array, author: Uint8Array): Promise<string> {
  const answered = Promise.withResolvers<string>()
  client.wire.sent = (request) => {
    if (request.type !== "refuse" && request.type !== "applied") return request
    answered.resolve(request.type === "refuse" ? request.fault : request.type)
    return null
  }
  const { epoch } = client.state
  client.wire.push((log) => ({ type: "commit", log, epoch: epoch + 1n, commit }))
  const answer = await answered.promise
  client.wire.sent = (request) => request
  client.wire.push((log) => ({ type: "restored", log, epoch, author }))
  return answer
}
