// in-toto statements: a claim of a certain type (the predicate) about files named by digest (the subjects).

import { JsonReader } from "../json.ts"
import { demand } from "../verdict.ts"
import { sha256 } from "./signature.ts"

export interface Statement {
  readonly predicateType: string
  readonly predicate: JsonReader | null
  readonly subjectDigests: readonly string[]
}

/** Reads an envelope's payload; refuses (bundle) what is no statement. */
export function readStatement(payload: Buffer): Statement {
  const statement = JsonReader.parse(payload, "statement", "bundle")
  statement.get("_type").matching(/^https:\/\/in-toto\.io\/Statement\/v(?:0\.1|1)$/, "an in-toto statement")
  return {
    predicateType: statement.get("predicateType").string(),
    predicate: statement.optional("predicate"),
    subjectDigests: statement
      .get("subject")
      .list()
      .flatMap((subject) => subject.get("digest").optional("sha256")?.string() ?? []),
  }
}

/** Refuses (artifact) a statement about other files. */
export function demandSubject(statement: Statement, artifact: Uint8Array): void {
  const digest = sha256(artifact).toString("hex")
  demand(statement.subjectDigests.includes(digest), "artifact", "the statement is about another artifact")
}
