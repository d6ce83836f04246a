type Versions = Readonly<Record<string, string>>

export interface Manifest {
  readonly dependencies?: Versions
  readonly devDependencies?: Versions
  readonly optionalDependencies?: Versions
}

interface LockedPackage extends Manifest {
  readonly version?: string
  readonly integrity?: string
  readonly optional?: boolean
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

export declare function changedPackages(locked: Lockfile, installed: Lockfile | null): number
export declare function isLockOf(manifest: Manifest, locked: Lockfile): boolean
