import { z } from "zod";

/**
 * The part of the Pulumi Kubernetes Operator's custom resources `Stack` and `Program` (`pulumi.com/v1`, operator 2.9.0) that pipelines here use,
 * strict: a field that the operator does not have is an error.
 */

const name = z.string().min(1);
const text = z.string();
const quantity = z.union([z.string(), z.number()]);
const metadata = z.strictObject({ name: name.max(42), namespace: name });

const resourceRef = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("Env"), env: z.strictObject({ name }) }),
  z.strictObject({ type: z.literal("FS"), filesystem: z.strictObject({ path: name }) }),
  z.strictObject({ type: z.literal("Literal"), literal: z.strictObject({ value: text }) }),
  z.strictObject({ type: z.literal("Secret"), secret: z.strictObject({ name, key: name }) }),
]);

const amounts = z.strictObject({ cpu: quantity.optional(), memory: quantity.optional() });

/** A container as Kubernetes has it, as far as pipelines here say anything of one. */
const initContainer = z.strictObject({
  name,
  image: name,
  workingDir: name,
  command: z.array(text),
  args: z.array(text),
  env: z.array(
    z.union([
      z.strictObject({ name, value: text }),
      z.strictObject({
        name,
        valueFrom: z.strictObject({ secretKeyRef: z.strictObject({ name, key: name }) }),
      }),
    ]),
  ),
  volumeMounts: z.array(z.strictObject({ name, mountPath: name })),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.boolean(),
    capabilities: z.strictObject({ drop: z.array(text) }),
  }),
});

const workspaceTemplate = z.strictObject({
  spec: z.strictObject({
    image: name.optional(),
    securityProfile: z.enum(["baseline", "restricted"]).optional(),
    resources: z.strictObject({ requests: amounts.optional(), limits: amounts.optional() }).optional(),
    podTemplate: z
      .strictObject({
        spec: z.strictObject({
          terminationGracePeriodSeconds: z.int().optional(),
          initContainers: z.array(initContainer).optional(),
          containers: z.array(z.strictObject({ name })),
        }),
      })
      .optional(),
  }),
});

const prerequisite = z.strictObject({
  name,
  requirement: z.strictObject({ succeededWithinDuration: name.optional() }).optional(),
});

const stack = z.strictObject({
  apiVersion: z.literal("pulumi.com/v1"),
  kind: z.literal("Stack"),
  metadata,
  spec: z.strictObject({
    serviceAccountName: name,
    stack: name,
    backend: name.optional(),
    useLocalStackOnly: z.boolean().optional(),
    projectRepo: z.url().optional(),
    branch: name.optional(),
    programRef: z.strictObject({ name }).optional(),
    repoDir: name.optional(),
    shallow: z.boolean().optional(),
    gitAuth: z.strictObject({ accessToken: resourceRef }).optional(),
    envRefs: z.record(name, resourceRef).optional(),
    prerequisites: z.array(prerequisite).optional(),
    preview: z.boolean().optional(),
    refresh: z.boolean().optional(),
    runProgram: z.boolean().optional(),
    continueResyncOnCommitMatch: z.boolean().optional(),
    resyncFrequencySeconds: z.int().min(60).optional(),
    destroyOnFinalize: z.boolean().optional(),
    workspaceReclaimPolicy: z.enum(["Retain", "Delete"]).optional(),
    workspaceTemplate: workspaceTemplate.optional(),
  }),
});

const expressions = z.record(name, z.unknown());

const program = z.strictObject({
  apiVersion: z.literal("pulumi.com/v1"),
  kind: z.literal("Program"),
  metadata,
  program: z.strictObject({
    configuration: z.record(name, z.strictObject({ type: text.optional(), default: z.unknown() })).optional(),
    resources: z.record(
      name,
      z.strictObject({
        type: name,
        properties: expressions.optional(),
        // Names alone: a Program has no aliases by type.
        options: z
          .strictObject({ protect: z.boolean().optional(), aliases: z.array(name).optional() })
          .optional(),
        get: z.strictObject({ id: name, state: expressions.optional() }).optional(),
      }),
    ),
    variables: expressions.optional(),
    outputs: expressions.optional(),
    packages: z.record(name, name).optional(),
  }),
});

const serviceAccount = z.strictObject({
  apiVersion: z.literal("v1"),
  kind: z.literal("ServiceAccount"),
  metadata,
});

const clusterRoleBinding = z.strictObject({
  apiVersion: z.literal("rbac.authorization.k8s.io/v1"),
  kind: z.literal("ClusterRoleBinding"),
  metadata: z.strictObject({ name }),
  roleRef: z.strictObject({
    apiGroup: z.literal("rbac.authorization.k8s.io"),
    kind: z.literal("ClusterRole"),
    name,
  }),
  subjects: z.array(z.strictObject({ kind: z.literal("ServiceAccount"), name, namespace: name })),
});

/** A Kubernetes object that belongs to a stack. */
export const manifest = z.discriminatedUnion("kind", [stack, program, serviceAccount, clusterRoleBinding]);
