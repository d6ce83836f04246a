// Packages that are whole, and signed by somebody else, by an authority that is none, or with an ended list.

import type { TestAuthority } from "../../scripts/release/test-authority.ts"
import type { Change } from "./changes.ts"
import { claimsOf, type Files, type Json, OWN_ROOT, type TamperLab } from "./lab.ts"

const EVIL = "https://github.com/evil/wardroom"
const ISSUER = "https://token.actions.githubusercontent.com"

export async function signerChanges(lab: TamperLab, stranger: TestAuthority): Promise<readonly Change[]> {
  const { iss = "", sub = "" } = claimsOf({}, lab.version)
  const by = async (name: string, claims: Json): Promise<Change> => ({
    name,
    kind: "identity",
    files: await lab.sign({ claims: claimsOf(claims, lab.version) }),
  })
  const root = lab.trustRoot
  root["certificateAuthorities"][0].validFor = { start: "2020-01-01T00:00:00Z", end: "2020-01-02T00:00:00Z" }
  const expired = await lab.sign({ files: [[OWN_ROOT, Buffer.from(JSON.stringify(root))]] })
  const revocations = { issued: "2020-01-01", expires: "2020-02-01", releases: [] }
  const ended = await lab.sign({ release: { revocations } })
  return [
    await by("another identity", { sub: "https://evil.example/release" }),
    await by("an identity with the right one as its start", { sub: `${sub}.evil.example` }),
    await by("an identity with the right one as its end", { sub: `https://evil.example/${sub}` }),
    await by("another tag", { sub: sub.replace(lab.version, "9.9.9") }),
    await by("another issuer", { iss: `${iss}.evil.example` }),
    { name: "another authority", kind: "certificate", files: await lab.sign({ authority: stranger }) },
    { name: "an expired authority", kind: "certificate-time", files: expired },
    { name: "an expired list of revocations", kind: "revocations-expired", files: ended },
    {
      name: "another publisher's policy, trust root and signature",
      kind: "certificate",
      files: await posing(lab, stranger),
      isPublished: true,
    },
  ]
}

/** As the stranger would publish it: in itself everything is right. */
async function posing(lab: TamperLab, stranger: TestAuthority): Promise<Files> {
  const tag = `refs/tags/v${lab.version}`
  const commit = "e".repeat(40)
  const policy = {
    format: 1,
    trustRootDate: "2026-11-05",
    identities: [
      {
        name: "production",
        issuer: ISSUER,
        subject: `${EVIL}/.github/workflows/release.yml@refs/tags/v{version}`,
        repository: EVIL,
        sourceRef: "refs/tags/v{version}",
        runner: "github-hosted",
      },
    ],
    rebuilders: { needed: 1, of: [] },
    cosigners: [],
    bundleVersions: ["0.3"],
  }
  const claims = {
    iss: ISSUER,
    sub: `${EVIL}/.github/workflows/release.yml@${tag}`,
    repository: "evil/wardroom",
    ref: tag,
    sha: commit,
    runner_environment: "github-hosted",
  }
  return lab.sign({
    claims,
    authority: stranger,
    release: { commit },
    files: [
      [OWN_ROOT, null],
      ["trust-root.json", stranger.trustRoot],
      ["release-policy.json", Buffer.from(JSON.stringify(policy))],
    ],
  })
}
