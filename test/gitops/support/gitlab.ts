import { readFileSync } from "node:fs";

import { parse } from "yaml";
import { z } from "zod";

const script = z.array(z.string());

const job = z.looseObject({
  script,
  rules: z.array(z.strictObject({ if: z.string() })),
  resource_group: z.string().optional(),
  interruptible: z.boolean().optional(),
});

const pipeline = z.looseObject({ default: z.looseObject({ before_script: script }) });

export type GitLabJob = z.infer<typeof job>;

/** The jobs of a GitLab pipeline that the tests run, and what comes before each. */
export interface GitLabPipeline {
  readonly before: readonly string[];
  readonly jobs: Readonly<Record<"validate" | "preview" | "apply" | "drift", GitLabJob>>;
}

const jobs = z.looseObject({ validate: job, preview: job, apply: job, drift: job });

/** Reads a GitLab pipeline. That it is one by GitLab's schema is for another test. */
export function readGitLabPipeline(file: string): GitLabPipeline {
  const read: unknown = parse(readFileSync(file, "utf8"), { merge: true });
  return { before: pipeline.parse(read).default.before_script, jobs: jobs.parse(read) };
}
