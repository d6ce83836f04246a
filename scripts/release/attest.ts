// `npm run attest -- PACKAGE [--key KEY.pem] [--repository URL] [--out FILE]`: rebuilds a release and signs that it did.

import { createPrivateKey } from "node:crypto"
import { readFile, writeFile } from "node:fs/promises"
import { parseArgs } from "node:util"
import { decodeRelease, RELEASE_FILE } from "../verify/package/release-file.ts"
import { readPackage } from "../verify/package/read-package.ts"
import { rebuilds } from "../verify/rebuild.ts"
import { PROJECT_FOLDER } from "../toolchain/machine.ts"
import { runCommand } from "./command.ts"
import { ReleaseError } from "./errors.ts"
import { rebuildStatement } from "./rebuild-statement.ts"
import { attest, attestAsWorkflow, keyParty } from "./signing.ts"

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: "string" },
      repository: { type: "string", default: PROJECT_FOLDER },
      out: { type: "string", default: "rebuild.sigstore.json" },
    },
  })
  const [path] = positionals
  if (path === undefined) throw new ReleaseError("usage", "expected a package: npm run attest -- PACKAGE")
  const bytes = (await readPackage(path)).get(RELEASE_FILE)
  if (bytes === undefined) throw new ReleaseError("no-source", `${path} holds no ${RELEASE_FILE}`)
  const release = decodeRelease(bytes)
  const statement = await rebuildStatement(release, () => rebuilds(release, values.repository))
  const attestation =
    values.key === undefined
      ? await attestAsWorkflow(statement)
      : await attest(statement, keyParty(createPrivateKey(await readFile(values.key))))
  await writeFile(values.out, attestation)
  console.log(`${values.out}: commit ${release.commit} gives release ${release.digest}`)
})
