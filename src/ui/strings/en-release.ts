// Wording of the running client's release. Trust is a word, never optimistic; what others run is their claim.

import { releaseFaults } from "./en-release-faults.ts"

export const release = {
  faults: releaseFaults,

  word: {
    verified: "Verified release",
    local: "Local build, test authority",
    unsigned: "Unsigned build",
    checking: "Checking…",
    unknown: "Not checked yet",
  },
  doNotUse: (why: string) => `Do not use: ${why}`,
  aboutThis: "About this client",

  meaning: {
    verified:
      "The files are those of a published release. Its signature, its place in the public log and every file were checked on this machine.",
    local:
      "The files are those of a build that was signed for trying things out, by an authority made up for it. Whoever built it vouches for it, and nobody else.",
    unsigned: "Nobody has signed this build, so nothing shows whose it is. It is what somebody built and loaded here.",
    checking: "The signature, the public log’s proof and every file are being checked, on this machine.",
  },
  pardoned: (version: string) => `You chose to go on with version ${version} all the same.`,

  barred: {
    lost: "The meeting was not opened. Its server was asked for nothing; at most it saw a connection from your address.",
    local: {
      title: "This client is a build for trying things out",
      what: "It was signed by a test authority, which anybody can make. Such a build meets only where whoever runs it loaded it unpacked.",
      advice: "Install a release from where they are published.",
    },
    again: "Check again",
    goOn: "Go on all the same",
    goOnTitle: "Going on all the same",
    goOnHelp: (version: string) =>
      `This is version ${version}. If you know why it is so and want to go on, type the version.`,
    version: "Version",
    wrongVersion: (version: string) => `This is not its version. Type ${version}.`,
  },

  checking: "Checking that this client is the published one…",

  // A peer's word about itself: nobody can check what another machine runs.
  claims: {
    yours: (version: string | null) =>
      version === null ? "says it runs your release" : `says it runs ${version}, as you do`,
    another: (version: string | null) =>
      version === null ? "release not known" : `says it runs ${version}, another release than yours`,
    unsigned: "says it runs an unsigned build",
    all: (people: number) =>
      people === 2 ? "Both say they run the same release." : `All ${people} say they run the same release.`,
    same: (same: number, people: number) =>
      same === 1
        ? "Nobody else says they run the release you run"
        : `${same} of ${people} say they run the release you run`,
    youUnsigned: "You run an unsigned build",
    othersWith: (others: number, version: string) => `${saysItRuns(others)} ${version}`,
    othersUnknown: (others: number) => `of ${others === 1 ? "one" : others} it is not known`,
    othersUnsigned: (others: number) => `${saysItRuns(others)} an unsigned build`,
  },
}

function saysItRuns(people: number): string {
  return people === 1 ? "one says it runs" : `${people} say they run`
}
