/** What a cloud's policies call the permission to make a call. */
export interface Permission {
  /** The API, by the name that the emulator and its call log use too. */
  readonly api: string;
  /** In policies: first the call's own action, then those that the cloud wants the caller to have beside it. */
  readonly actions: readonly [string, ...string[]];
  /** The same in identity policies, Huawei Cloud's newer kind, which name actions otherwise. */
  readonly identityActions?: readonly [string, ...string[]];
  /** Those of these names that follow their neighbours' pattern and that no document was found to have. */
  readonly unconfirmed?: readonly string[];
}

/** The permission of each call of an API, by the name that errors and the call log give the call. */
export type Permissions = Readonly<Record<string, Permission>>;

/** What a resource goes through, and the two arguments that make it call more: `adopt` in a create, `forceDestroy` in a delete. */
export const STEPS = ["create", "read", "update", "delete", "adopt", "forceDestroy"] as const;
export type Step = (typeof STEPS)[number];

/** The calls that each step may make, no more and no less: retries, looking after a lost answer and all. */
export type Needs<Call = string> = Readonly<Record<Step, readonly Call[]>>;

export const NO_CALLS: Needs<never> = {
  create: [],
  read: [],
  update: [],
  delete: [],
  adopt: [],
  forceDestroy: [],
};

/** What a kind of resource calls. */
export interface KindPermissions {
  readonly calls: Permissions;
  readonly needs: Needs;
}

/** The action to grant for a call, or words for it. */
export function actionOf(permissions: Permissions, call: string): string {
  return permissions[call]?.actions[0] ?? `the permission to call ${call}`;
}
