import type { Declaration } from "../properties";

/** A resource that declares a group by its name. */
export interface Keeper {
  /** What tells it apart. */
  readonly declaration: string;
  readonly name: string;
}

/** The name of a keeper that is not this declaration. */
export function otherThan(declaration: Declaration, keepers: readonly Keeper[]): string | undefined {
  const own = JSON.stringify(declaration);
  return keepers.find((keeper) => keeper.declaration !== own)?.name;
}

/** The names of groups that the resources of a program declare, and those that they leave, each with what it is unique within. */
export class DeclaredNames {
  private readonly declared = new Set<string>();
  private readonly keepers = new Map<string, Map<string, Keeper>>();
  /** The name that a resource declared last, by what tells it apart. */
  private readonly kept = new Map<string, string>();
  /** What groups get in place of the names that they have. */
  private readonly renames = new Map<string, string>();
  private readonly closing = new Set<string>();
  /** How often resources have declared names: while it grows, the program's resources are not all known yet. */
  declarations = 0;

  /** A resource declares a name. The one that replaces it is checked again, with the same declaration. */
  registerDeclared(name: string, declaration: Declaration | undefined): void {
    this.declared.add(name);
    this.declarations++;
    if (declaration === undefined) return;
    const key = JSON.stringify(declaration);
    this.keepers.get(this.kept.get(key) ?? "")?.delete(key);
    this.kept.set(key, name);
    const keepers = this.keepers.get(name) ?? new Map<string, Keeper>();
    this.keepers.set(name, keepers.set(key, { declaration: key, name: declaration.name }));
  }

  /** Whether a resource declares a name; in a refresh none does. */
  isDeclared(name: string): boolean {
    return this.declared.has(name);
  }

  keepersOf(name: string): Keeper[] {
    return [...(this.keepers.get(name)?.values() ?? [])];
  }

  /** A group is to get another name, in place. */
  rename(from: string, to: string): void {
    this.renames.set(from, to);
    let next: string | undefined = to;
    for (let steps = 0; next !== undefined && next !== from && steps < this.renames.size; steps++)
      next = this.renames.get(next);
    if (next === from) this.closing.add(from);
  }

  /** Whether a group that has a name is to get another one. */
  isLeft(name: string): boolean {
    return this.renames.has(name);
  }

  /** Whether a group with this name was the last to be told of in a circle of groups that change names with each other. */
  closesCircle(name: string): boolean {
    return this.closing.has(name);
  }
}
