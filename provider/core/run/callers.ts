import { unsupportedActor } from "../clouds/actors";
import type { ConfigurationError } from "../calls/errors";
import {
  alicloudIdentity,
  type CallerIdentity,
  huaweicloudIdentity,
  tencentcloudIdentity,
} from "../clouds/identity";
import { Operation } from "../calls/operation";
import type { SettingKey, Settings } from "../calls/settings";
import { sourceIfAny, sourceProblem } from "../clouds/credentials";
import type { Cloud } from "./account";

/** Who calls the clouds from this process. */
export interface WhoCalls {
  /** Tells whose keys a cloud is called with; nothing where that cannot be had. */
  identify(cloud: Cloud): Promise<CallerIdentity | undefined>;
  /** The error where the settings name a way to credentials that does not lead to any, or one that is not supported. */
  credentialsProblem(cloud: Cloud): ConfigurationError | undefined;
  /** Says once whose credentials were found, where that is not plain from the settings. */
  announce(cloud: Cloud): Promise<void>;
}

/** How long a cloud may take to answer, in seconds. What waits for it goes on without. */
const PATIENCE_S = 3;

/** The settings of this process, some of them overruled. */
type SettingsWith = (own: Partial<Record<SettingKey, string>>) => Settings;

/**
 * Asks each cloud once a process whose keys it is called with, in one short try: an answer that cannot be had, for whatever reason, delays
 * nothing for long and refuses nothing.
 */
export class Callers implements WhoCalls {
  private readonly asked = new Map<string, Promise<CallerIdentity | undefined>>();
  private readonly announced = new Set<Cloud>();

  constructor(
    private readonly settingsWith: SettingsWith,
    private readonly cancelled: AbortSignal,
    private readonly tell: (message: string) => void = () => undefined,
  ) {}

  credentialsProblem(cloud: Cloud): ConfigurationError | undefined {
    const settings = this.settingsWith({});
    return unsupportedActor(settings, cloud) ?? sourceProblem(settings, cloud);
  }

  async announce(cloud: Cloud): Promise<void> {
    const source = sourceIfAny(this.settingsWith({}), cloud);
    if (source === undefined || source.isDirect || this.announced.has(cloud)) return;
    this.announced.add(cloud);
    const { accountId: id, actor } = source;
    const identity = id === undefined ? await this.identify(cloud) : { id, actor };
    if (identity === undefined) return;
    const what = identity.actor === undefined ? "" : `, ${identity.actor}`;
    this.tell(`${cloud}: account ${identity.id}${what}`);
  }

  identify(cloud: Cloud): Promise<CallerIdentity | undefined> {
    const source = sourceIfAny(this.settingsWith({}), cloud);
    if (source === undefined) return Promise.resolve(undefined);
    const question = `${cloud} ${source.id}`;
    const answer = this.asked.get(question) ?? this.ask(cloud);
    this.asked.set(question, answer);
    return answer;
  }

  private async ask(cloud: Cloud): Promise<CallerIdentity | undefined> {
    const settings = this.settingsWith({});
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        resolve(undefined);
      }, PATIENCE_S * 1000);
    });
    try {
      return await Promise.race([identityOf(cloud, this.operation(settings)), silence]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /** One try, however it ends. */
  private operation(settings: Settings): Operation {
    const seconds = Math.min(PATIENCE_S, settings.timeoutMs / 1000);
    return new Operation(this.settingsWith({ "cloud-groups:timeoutSeconds": String(seconds) }), {
      cancelled: this.cancelled,
      clock: { now: () => performance.now(), sleep: () => Promise.resolve(false) },
    });
  }
}

function identityOf(cloud: Cloud, operation: Operation): Promise<CallerIdentity | undefined> {
  switch (cloud) {
    case "alicloud":
      return alicloudIdentity(operation);
    case "tencentcloud":
      return tencentcloudIdentity(operation);
    case "huaweicloud":
      return huaweicloudIdentity(operation);
  }
}
