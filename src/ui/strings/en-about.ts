// Wording of the page about this client: what its release is, what was checked, and where checking oneself ends.

export const about = {
  title: "About this client",
  version: (version: string) => `Version ${version}`,
  release: (version: string, number: number) => `Version ${version} · release\u00a0${number}`,
  checkNow: "Check now",
  checking: "Checking signature, log and every file…",
  checked: (when: string) => `Checked ${when}`,
  notMeeting: "Meetings are not opened with this client.",

  facts: {
    title: "This release",
    commit: "Source commit",
    digest: "Release digest",
    digestHelp: "Names this release and all its files. Compare it with what others see.",
    signed: "Signed",
    log: "Public log",
    logEntry: (log: string, index: string) => `${log}, entry ${index}`,
    logSize: (size: string) => `proven in a tree of ${size} entries`,
    rebuilders: "Rebuilt by others",
    rebuiltBy: (rebuilt: number, known: number) => `${rebuilt} of ${known} got the same bytes from the source`,
    rebuiltNobody: (known: number) =>
      known === 1 ? "The one rebuilder has not attested yet" : `None of ${known} rebuilders has attested yet`,
    noRebuilders: "No rebuilders are named yet",
    rebuildersNeeded: (needed: number) => (needed === 1 ? "one is asked for" : `${needed} are asked for`),
    trustRoot: "Trust root",
    trustRootAge: (day: string, days: number) => `Fetched ${day}, ${daysAgo(days)}`,
    revocations: "Releases taken back",
    revocationsUntil: (number: number, day: string) =>
      `${["None", "One"][number] ?? number} on the list, which holds until ${day}`,
    warning: {
      gap: "Releases between the one this browser had before and this one were never seen here.",
      "logged-earlier": "The public log has an entry of this release that is older than that of a release before it.",
    },
  },

  update: {
    title: "Updates",
    none: "No update is waiting.",
    waiting: (version: string) => `Version ${version} is waiting, and is installed when no meeting is on.`,
    unread:
      "What is in it cannot be read before it is installed. It is then checked before anything else, and refused if it does not follow this release. To know earlier, check its statement from the release page below.",
  },

  statement: {
    title: "Check another release",
    help: "Choose the files release.json and release.sigstore.json from a release page. A rebuilder’s attestation of the running release is a single file. Nothing is sent anywhere.",
    unable:
      "Only a client that passed its own check can check another release. The tool named below does it from outside.",
    choose: "Choose files",
    reading: "Checking the files…",
    release: (version: string, number: number) =>
      `Version ${version} (release ${number}) is signed and logged as it must be.`,
    logged: (when: string, log: string, index: string) => `Signed ${when}; in ${log}, entry ${index}.`,
    revoked: (number: number) =>
      number === 0
        ? "It takes no release back."
        : `Its list takes ${number === 1 ? "one release" : `${number} releases`} back, which counts here from now on.`,
    attested: (names: string) => `${names} attests that the running release can be rebuilt from its source.`,
    attestedNothing:
      "This attestation adds nothing: it is not by a named rebuilder, not of this release, or known already.",
    refused: (why: string) => `Refused: ${why}.`,
    digest: "Release digest",
    wrongFiles: "Choose either one attestation, or release.json together with release.sigstore.json.",
  },

  selfTest: {
    title: "Self-test",
    help: "Runs signatures with known answers, good ones and forged ones, through the part of this client that checked itself. It shows that the check works in this browser.",
    run: "Run the self-test",
    again: "Run it again",
    stop: "Stop",
    running: (done: number, total: number) => `${done} of ${total} cases`,
    passed: (total: number, seconds: string) => `All ${total} cases came out as they must, in ${seconds} s.`,
    failed: (failures: number, total: number) =>
      `${failures} of ${total} cases came out wrong. Do not rely on what this client says of itself.`,
    failure: (name: string, expected: string, got: string) => `${name}: expected ${expected}, got ${got}`,
    good: "verified",
    broken: "The self-test could not be run.",
  },

  limits: {
    title: "What this page cannot tell you",
    sentences: [
      "A client cannot prove itself: one that was replaced as a whole could show this very page and say that all is well.",
      "What counts is what others see from outside: the public log, the people who rebuild the release from its source, and the tool wardroom-verify, which checks the installed folder without running any of it.",
      "That a release is the published one does not say that it is free of mistakes, and the browser and this machine are trusted in any case.",
    ],
    tool: "npx wardroom-verify FOLDER",
  },

  detail: {
    title: "Detail for whoever helps you",
    copy: "Copy detail",
  },
}

function daysAgo(days: number): string {
  if (days < 1) return "today"
  return days === 1 ? "one day ago" : `${days} days ago`
}
