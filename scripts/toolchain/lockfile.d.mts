export interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly integrity?: string; readonly optional?: boolean }>
  >
}

export declare function changedPackages(locked: Lockfile, installed: Lockfile | null): number
