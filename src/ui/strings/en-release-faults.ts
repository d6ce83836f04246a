// Wording of each fault of a release: in a few words beside "Do not use", what is wrong, and what to do.

import type { ReleaseFault } from "../../release/errors.ts"

export interface ReleaseFaultWords {
  /** Follows "Do not use: ". */
  readonly why: string
  readonly title: string
  readonly what: string
  readonly advice: string
}

const REINSTALL =
  "Remove this extension and install it anew from where its releases are published. If it happens again, somebody on the way changes it: tell its makers, with the detail below."
const NOT_THEIRS =
  "Do not meet with this client. Remove it, install a release from where they are published, and tell its makers, with the detail below."
const DAMAGED =
  "Install this extension anew. If it happens again, do not meet with it, and tell its makers, with the detail below."

export const releaseFaults: Readonly<Record<ReleaseFault, ReleaseFaultWords>> = {
  unsigned: {
    why: "not signed",
    title: "Nobody has signed this client",
    what: "A published release carries a signature. This one has none, so nobody can tell whose it is.",
    advice:
      "Install a release from where they are published. If you built it yourself, load it as an unpacked extension.",
  },
  "release-malformed": {
    why: "damaged list of files",
    title: "The list of this client’s files is damaged",
    what: "Every release lists its files. The list in this one is not written as it must be, so nothing can be held against it.",
    advice: REINSTALL,
  },
  "file-changed": {
    why: "a file was changed",
    title: "A file of this client was changed",
    what: "The published release has another file in this place. Somebody, or something on this machine, changed it afterwards.",
    advice: REINSTALL,
  },
  "file-missing": {
    why: "a file is missing",
    title: "A file of this client is missing",
    what: "The published release has a file that is not here. It was taken away afterwards, or never arrived.",
    advice: REINSTALL,
  },
  "file-added": {
    why: "a file was added",
    title: "A file was added to this client",
    what: "There is a file here that the published release does not have. Somebody, or something on this machine, put it there.",
    advice: REINSTALL,
  },
  "rolled-back": {
    why: "older than one seen here",
    title: "This client is older than one you had before",
    what: "This browser has run a newer release. Going back to an older one brings back the mistakes that were mended since, which is why somebody may want you to have it.",
    advice: "Update this extension. Go on only if you went back to this version yourself.",
  },
  forked: {
    why: "two releases of one number",
    title: "There are two different releases of this number",
    what: "This browser has run another release with the very same number. Each number is given once, so one of the two was made for a few people only.",
    advice: "Ask the makers which of the two is theirs before you meet with it. The detail below tells them apart.",
  },
  "chain-broken": {
    why: "follows another release",
    title: "This client does not follow the one you had before",
    what: "Each release names the one before it. This one names another than the one this browser has run, so it comes from a different row of releases.",
    advice: "Ask the makers how that came about before you meet with it. The detail below shows what is named.",
  },
  revoked: {
    why: "taken back by its makers",
    title: "The makers took this release back",
    what: "A later release, signed by the same makers, says that this one must not be used any more.",
    advice: "Update this extension now. Until then, do not meet with it.",
  },
  "revocations-expired": {
    why: "out of date",
    title: "This client is too old to rely on",
    what: "Every release carries a list of releases that were taken back, and the list ends after a while. This one has ended, so nobody can say whether this release still holds.",
    advice: "Update this extension. If this machine’s clock is wrong, set it right and check again.",
  },
  bundle: {
    why: "unreadable signature",
    title: "The signature of this client cannot be read",
    what: "There is a signature, but it is not written as one. It was damaged, or never was one.",
    advice: DAMAGED,
  },
  "no-proof": {
    why: "not in the public log",
    title: "This client is not proven to be in the public log",
    what: "Every release is entered in a log that anybody can read, so that none can be made in secret. There is no proof that this one was.",
    advice: NOT_THEIRS,
  },
  artifact: {
    why: "signature of something else",
    title: "The signature belongs to something else",
    what: "It is a signature over other contents, put beside this client.",
    advice: NOT_THEIRS,
  },
  certificate: {
    why: "unknown certificate",
    title: "The signer’s certificate is from nobody we know",
    what: "Who signed is shown by a certificate. Nobody whom this client trusts has issued this one for signing releases.",
    advice: NOT_THEIRS,
  },
  sct: {
    why: "certificate kept secret",
    title: "The signer’s certificate was not made public",
    what: "Certificates for signing are entered in a public log when they are issued. There is no proof of that for this one.",
    advice: NOT_THEIRS,
  },
  timestamp: {
    why: "false time",
    title: "The time of the signature is false",
    what: "A timestamp beside the signature was not made for it, or not by somebody who may make one.",
    advice: NOT_THEIRS,
  },
  "no-time": {
    why: "no known time",
    title: "Nobody says when this client was signed",
    what: "A certificate holds for a few minutes only, so the time of the signature must be vouched for. For this one nobody does.",
    advice: NOT_THEIRS,
  },
  "certificate-time": {
    why: "signed at a wrong time",
    title: "This client was signed when its certificate did not hold",
    what: "The signature was made before or after the few minutes that the signer’s certificate was good for.",
    advice: NOT_THEIRS,
  },
  promise: {
    why: "false entry in the log",
    title: "The public log did not promise this entry",
    what: "Beside the signature stands a promise of the public log to enter it. The log did not make that promise.",
    advice: NOT_THEIRS,
  },
  "log-entry": {
    why: "entry of something else",
    title: "The entry in the public log is of something else",
    what: "There is an entry in the log, but of another signature, other contents or another signer.",
    advice: NOT_THEIRS,
  },
  "inclusion-proof": {
    why: "false proof of the log",
    title: "The proof of the public log is false",
    what: "The proof that this release is in the log does not work out: the entry is not where it is said to be.",
    advice: NOT_THEIRS,
  },
  checkpoint: {
    why: "log not vouched for",
    title: "The state of the public log is not vouched for",
    what: "A proof leads to a state of the log, which the log must have signed. It did not sign this one.",
    advice: NOT_THEIRS,
  },
  signature: {
    why: "false signature",
    title: "The signature of this client is false",
    what: "The signature was not made by the signer that it names, over these contents.",
    advice: NOT_THEIRS,
  },
  identity: {
    why: "signed by somebody else",
    title: "Somebody else has signed this client",
    what: "The signature is good, but it is not that of the makers of this extension.",
    advice: NOT_THEIRS,
  },
  predicate: {
    why: "signature of another kind",
    title: "The signature says something else",
    what: "What was signed is a statement of another kind, and none that makes this a release.",
    advice: NOT_THEIRS,
  },
  "trust-root": {
    why: "nobody left to trust",
    title: "The list of whom to trust cannot be read",
    what: "A file of this client says which authorities and logs count. It is missing or damaged, so nothing can be checked.",
    advice: DAMAGED,
  },
  policy: {
    why: "unreadable policy",
    title: "The rules for releases cannot be read",
    what: "A file of this client says whose signature counts. It is missing or damaged, so nothing can be checked.",
    advice: DAMAGED,
  },
  "worker-failed": {
    why: "could not be checked",
    title: "This client could not be checked",
    what: "The check broke off. That says nothing about the client, but what is not checked is not used.",
    advice:
      "Open the meeting again. If it stays like this, restart the browser; after that, install this extension anew.",
  },
}
