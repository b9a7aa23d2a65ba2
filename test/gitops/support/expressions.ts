import type * as Expressions from "@actions/expressions" with { "resolution-mode": "import" };

/** What expressions can look at: `github`, `secrets`, `vars`, `inputs`, `steps` and so on. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How the job stands, for `success()` and its like. */
export interface JobStatus {
  readonly failed: boolean;
}

/** Evaluates the expressions of workflows with GitHub's own evaluator. */
export class Evaluation {
  private constructor(
    private readonly library: typeof Expressions,
    private readonly contexts: Contexts,
    private readonly status: JobStatus,
  ) {}

  static async of(contexts: Contexts, status: JobStatus): Promise<Evaluation> {
    return new Evaluation(await import("@actions/expressions"), contexts, status);
  }

  /** A value with each `${{ … }}` replaced. */
  text(value: string | number | boolean): string {
    return String(value).replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
      this.value(expression).coerceString(),
    );
  }

  texts(values: Readonly<Record<string, string | number | boolean>>): Record<string, string> {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, this.text(value)]));
  }

  /** Whether an `if` lets a step or a job run: one that asks for no status asks for `success()`. */
  holds(condition: string | undefined): boolean {
    if (condition === undefined) return !this.status.failed;
    const expression = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition)?.[1] ?? condition;
    const asksForStatus = /\b(?:success|failure|cancelled|always)\(\)/.test(expression);
    const value = this.value(expression);
    const text = value.coerceString();
    const truthy = text !== "" && text !== "false" && text !== "0";
    return truthy && (asksForStatus || !this.status.failed);
  }

  private value(expression: string) {
    const { Evaluator, Lexer, Parser, data } = this.library;
    const answers = {
      success: !this.status.failed,
      failure: this.status.failed,
      cancelled: false,
      always: true,
    };
    const functions = Object.entries(answers).map(([name, answer]) => ({
      name,
      minArgs: 0,
      maxArgs: 0,
      call: () => new data.BooleanData(answer),
    }));
    const { tokens } = new Lexer(expression.trim()).lex();
    const parsed = new Parser(tokens, Object.keys(this.contexts), functions).parse();
    const contexts = JSON.parse(JSON.stringify(this.contexts), data.reviver) as InstanceType<
      typeof data.Dictionary
    >;
    return new Evaluator(parsed, contexts, new Map(functions.map((one) => [one.name, one]))).evaluate();
  }
}
