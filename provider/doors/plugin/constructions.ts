/**
 * The components that are being made. Once a child has failed, the engine closes the connection, and would report each call that is still
 * open as another error; so the component's call ends right after the child's, before the engine gets to that.
 */
export class Constructions {
  private readonly pending = new Map<string, () => void>();

  /**
   * Runs the making of a component until it ends, or until a child has failed.
   *
   * @returns undefined where a child has failed
   */
  async untilChildFails<T>(children: readonly string[], make: () => Promise<T>): Promise<T | undefined> {
    const failed = new Promise<undefined>((resolve) => {
      for (const urn of children)
        this.pending.set(urn, () => {
          resolve(undefined);
        });
    });
    try {
      return await Promise.race([make(), failed]);
    } finally {
      for (const urn of children) this.pending.delete(urn);
    }
  }

  /** To be called when the engine has been told that a resource failed. */
  fail(urn: string): void {
    this.pending.get(urn)?.();
  }
}
