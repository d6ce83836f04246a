// What people compare, and what came of it, as views see it.

import type { Somebody } from "./person.ts"

/** The group's code, what was said of it, and the facts behind it. */
export interface Security {
  /** Six groups of five digits; null while it is computed anew. */
  readonly digits: readonly string[] | null
  /** Twelve emoji. */
  readonly emoji: readonly Emoji[] | null
  readonly comparison:
    | { readonly state: "not-compared" }
    | { readonly state: "compared"; readonly at: number }
    | {
        readonly state: "changed-since"
        readonly at: number
        /** Who is in now and was not then, and the other way round. */
        readonly came: readonly Somebody[]
        readonly went: readonly Somebody[]
      }
    /** `by`: who of those who are in said so, by id; you are among them as long as you do not take it back. */
    | { readonly state: "differs"; readonly by: readonly string[] }
  readonly confirmations: Confirmations
  readonly epoch: string
  /** 128 hexadecimal digits. */
  readonly authenticator: string
  readonly groupSize: number
  readonly cipherSuite: string
}

/** What somebody says of the group's code: that they read it to the others, or what they found. */
export type CodeWord = "reads" | "match" | "differ"

/** Comparing the code aloud: what the people who are in, you included, said of the code that is shown now. */
export interface Confirmations {
  /** Who reads it to the others, by id. */
  readonly reader: string | null
  readonly confirmed: readonly string[]
  readonly differ: readonly string[]
  /** How many are in. */
  readonly of: number
}

export interface Emoji {
  readonly symbol: string
  readonly name: string
}

/** What you and one other compare. */
export interface PairwiseCode {
  /** Nine groups of five digits. */
  readonly digits: readonly string[]
  /** Content of the QR code that they scan from your screen. */
  readonly qr: string
}
