// The files of a package that speak of the release.

export const RELEASE_FILE = "release.json"
export const SIGNATURE_FILE = "release.sigstore.json"
/** Attestations, which can only be made of a release that is there. */
export const REBUILDS_FILE = "release.rebuilds.json"
/** The files that a release cannot name. */
export const BESIDE = [RELEASE_FILE, SIGNATURE_FILE, REBUILDS_FILE]
