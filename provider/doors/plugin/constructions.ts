import { readFileSync } from "node:fs";

/** A component that is being made. */
interface Construction {
  readonly children: readonly string[];
  readonly isPreview: boolean;
  /** Ends its call as far as it is. */
  readonly end: (failure: Failure) => void;
}

/** What is known of a component after a failure of its own child, or of another resource. */
export interface Failure {
  /** The GID of its group, if there is one. */
  readonly groupId: string | undefined;
  /** Whether the engine stops for certain: else the program goes on with what it is given. */
  readonly isEnd: boolean;
}

/** What the engine does once a resource has failed; undefined where nobody can tell. */
export type AfterFailure = "goes on" | "stops" | undefined;

/**
 * The components that are being made. Once a resource has failed, the engine closes the connection at once, and would report each call that
 * is still open as another error (pulumi/pulumi#19275). So the component's call ends right after the child's, before the engine gets to that,
 * and where the engine goes on with nothing, those of all others, too.
 */
export class Constructions {
  private readonly pending = new Set<Construction>();
  /** Whether a resource of the run has failed: calls may still arrive that the engine made before it knew. */
  private hasFailed = false;

  constructor(private readonly afterFailure: AfterFailure = afterFailureIn(process.ppid)) {}

  /**
   * Runs the making of a component until it ends, or until a failure leaves it as it is.
   *
   * @returns the failure, or what was made
   */
  untilFailure<T>(
    children: readonly string[],
    isPreview: boolean,
    make: () => Promise<T>,
  ): Promise<T | Failure> {
    if (this.hasFailed && this.isLeft(isPreview)) return Promise.resolve({ groupId: undefined, isEnd: true });
    return new Promise((resolve, reject) => {
      const construction = { children, isPreview, end: resolve };
      this.pending.add(construction);
      void make()
        .then(resolve, reject)
        .finally(() => this.pending.delete(construction));
    });
  }

  /**
   * To be called when the engine has been told that a resource failed.
   *
   * @param groupId of that resource
   */
  fail(urn: string, groupId?: string): void {
    this.hasFailed = true;
    for (const { children, isPreview, end } of this.pending) {
      const isOwn = children.includes(urn);
      const isEnd = isPreview || this.afterFailure === "stops";
      if (isOwn || this.isLeft(isPreview)) end({ groupId: isOwn ? groupId : undefined, isEnd });
    }
  }

  /** Whether nothing more comes of others' components. In an update it must be certain: the program would go on with what is not there. */
  private isLeft(isPreview: boolean): boolean {
    return isPreview ? this.afterFailure !== "goes on" : this.afterFailure === "stops";
  }
}

/**
 * Reads from the command line of the engine's process whether it goes on after a failure, which Pulumi tells no provider.
 *
 * @param pid of the engine
 */
function afterFailureIn(pid: number): AfterFailure {
  if (process.env["PULUMI_CONTINUE_ON_ERROR"]) return "goes on";
  try {
    // Linux has it; elsewhere it stays open.
    const [command = "", ...args] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    if (args.some((arg) => arg.includes("continue-on-error"))) return "goes on";
    return /(^|\/)pulumi$/.test(command) ? "stops" : undefined;
  } catch {
    return undefined;
  }
}
