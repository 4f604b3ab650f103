import { describe, expect, it } from 'vitest';
import type { AnyCheck, Check, Outcome } from '../../src/checks/define-check.ts';
import { type ArtifactName, type Artifacts, artifactNames } from '../../src/evidence/artifacts.ts';

/** What a check needs, and what it uses where it is there. */
type Given<Needs extends ArtifactName, Uses extends ArtifactName> = Pick<Artifacts, Needs> &
  Partial<Pick<Artifacts, Uses>>;

export interface FailCase<Needs extends ArtifactName, M extends string, Uses extends ArtifactName = never> {
  readonly given: Given<Needs, Uses>;
  /** Message and (a part of) the data of each finding, in order. */
  readonly finds: readonly { readonly message: M; readonly data?: Readonly<Record<string, unknown>> }[];
}

export interface Cases<Needs extends ArtifactName, M extends string, Uses extends ArtifactName = never> {
  readonly passes: Readonly<Record<string, Given<Needs, Uses>>>;
  readonly fails: Readonly<Record<string, FailCase<Needs, M, Uses>>>;
  readonly unknown?: Readonly<Record<string, Given<Needs, Uses>>>;
  readonly notApplicable?: Readonly<Record<string, Given<Needs, Uses>>>;
}

/**
 * Tests a check on broken and healthy evidence and refuses lazy tests: a message that is never produced, a placeholder left unfilled,
 * a datum no message shows or lists, evidence that is changed or read without being declared, an outcome that is not JSON or differs
 * on a second run, two equal cases, no pass or no failure.
 */
export function checkTester<
  Id extends string,
  Needs extends ArtifactName,
  M extends string,
  Uses extends ArtifactName = never,
>(check: Check<Id, Needs, M, Uses>, cases: Cases<Needs, M, Uses>): void {
  describe(check.id, () => {
    for (const [name, given] of Object.entries(cases.passes)) {
      it(`passes: ${name}`, () => {
        const outcome = run(check, given);
        expect(outcome).toMatchObject({ kind: 'pass' });
        expect(outcome.kind === 'pass' && outcome.saw.trim()).not.toBe('');
      });
    }
    for (const [name, { given, finds }] of Object.entries(cases.fails)) {
      it(`fails: ${name}`, () => {
        const outcome = run(check, given);
        expect(outcome).toMatchObject({ kind: 'fail', findings: finds });
        if (outcome.kind === 'fail') for (const finding of outcome.findings) refuseBadFinding(check, finding);
      });
    }
    for (const [name, given] of Object.entries(cases.unknown ?? {})) {
      it(`cannot tell: ${name}`, () => expect(run(check, given)).toMatchObject({ kind: 'unknown' }));
    }
    for (const [name, given] of Object.entries(cases.notApplicable ?? {})) {
      it(`does not apply: ${name}`, () => expect(run(check, given)).toMatchObject({ kind: 'not-applicable' }));
    }
    it('is tested in earnest', () => {
      expect(Object.keys(cases.passes).length).toBeGreaterThan(0);
      expect(Object.keys(cases.fails).length).toBeGreaterThan(0);
      const produced = new Set(Object.values(cases.fails).flatMap(({ finds }) => finds.map(({ message }) => message)));
      expect([...produced].sort()).toEqual(Object.keys(check.messages).sort());
      const all = [
        ...Object.values(cases.passes),
        ...Object.values(cases.fails).map(({ given }) => given),
        ...Object.values(cases.unknown ?? {}),
        ...Object.values(cases.notApplicable ?? {}),
      ].map((given) => JSON.stringify(given, replacer));
      expect(new Set(all).size).toBe(all.length);
    });
  });
}

function run<Needs extends ArtifactName, Uses extends ArtifactName>(
  check: Check<string, Needs, string, Uses>,
  given: Given<Needs, Uses>,
): Outcome {
  const before = JSON.stringify(given, replacer);
  const narrowed = onlyDeclared(check, given);
  const first = check.run(narrowed);
  expect(JSON.stringify(given, replacer), 'the check changed its evidence').toBe(before);
  expect(check.run(narrowed), 'the outcome differs on a second run').toEqual(first);
  expect(JSON.parse(JSON.stringify(first)), 'the outcome is not JSON').toEqual(first);
  return first;
}

function onlyDeclared<Needs extends ArtifactName, Uses extends ArtifactName>(
  check: Check<string, Needs, string, Uses>,
  given: Given<Needs, Uses>,
): Given<Needs, Uses> {
  const declared: readonly string[] = [...check.needs, ...(check.uses ?? [])];
  return new Proxy(given, {
    get(target, name) {
      if (typeof name === 'string' && (artifactNames as readonly string[]).includes(name) && !declared.includes(name)) {
        throw new Error(`${check.id} reads ${name}, which it does not declare`);
      }
      return Reflect.get(target, name);
    },
  });
}

function refuseBadFinding(
  check: AnyCheck,
  finding: { message: string; data: Readonly<Record<string, unknown>> },
): void {
  const message = check.messages[finding.message];
  expect(message, `message ${finding.message} is not defined`).toBeDefined();
  const text = `${message?.what} ${message?.why} ${message?.fix}`;
  const placeholders = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  for (const name of placeholders) expect(Object.keys(finding.data), `{${name}} is left unfilled`).toContain(name);
}

/** Typed arrays, maps and sets by value; an engine object such as a tokenizer by its shape. */
function replacer(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Int32Array);
  if (value instanceof Map) return { map: [...value] };
  if (value instanceof Set) return { set: [...value] };
  return typeof value === 'function' ? `function ${value.name}` : value;
}
