import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { renderSarif } from '../../src/render/sarif.ts';
import { brokenReport, healthyReport } from '../support/sample-report.ts';
import { unsafeText } from '../support/unsafe-text.ts';

const message = { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } };
const level = { enum: ['none', 'note', 'warning', 'error'] };
const index = { type: 'integer', minimum: 1 };
const location = {
  type: 'object',
  required: ['physicalLocation'],
  properties: {
    id: { type: 'integer', minimum: 0 },
    physicalLocation: {
      type: 'object',
      required: ['artifactLocation'],
      additionalProperties: false,
      properties: {
        // A relative reference: no scheme, no authority, no control character, no quote, no backslash.
        artifactLocation: {
          type: 'object',
          required: ['uri'],
          properties: { uri: { type: 'string', pattern: "^(?![a-z+.-]+:|/)[A-Za-z0-9/._~!'()*%-]+$" } },
        },
        region: {
          type: 'object',
          required: ['startLine'],
          additionalProperties: false,
          properties: { startLine: index, startColumn: index },
        },
      },
    },
    logicalLocations: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        additionalProperties: false,
        properties: { name: { type: 'string' }, fullyQualifiedName: { type: 'string' }, kind: { type: 'string' } },
      },
    },
  },
  additionalProperties: false,
};

/** The parts of SARIF 2.1.0 (OASIS) that Lockstep writes, written down by hand from the specification. */
const sarif = {
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['tool', 'results', 'invocations', 'properties'],
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name', 'rules'],
                properties: {
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      type: 'object',
                      required: ['id', 'shortDescription', 'help', 'helpUri'],
                      properties: {
                        id: { type: 'string' },
                        shortDescription: message,
                        help: message,
                        helpUri: { type: 'string', pattern: 'checks/.+\\.md$' },
                      },
                    },
                  },
                },
              },
            },
          },
          invocations: {
            type: 'array',
            items: {
              type: 'object',
              required: ['executionSuccessful'],
              properties: {
                executionSuccessful: { type: 'boolean' },
                toolExecutionNotifications: {
                  type: 'array',
                  items: { type: 'object', required: ['message'], properties: { message, level } },
                },
              },
            },
          },
          results: {
            type: 'array',
            items: {
              type: 'object',
              required: ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints'],
              properties: {
                ruleIndex: { type: 'integer', minimum: 0 },
                level,
                message,
                locations: { type: 'array', items: location },
                relatedLocations: { type: 'array', items: location },
                partialFingerprints: {
                  type: 'object',
                  additionalProperties: { type: 'string', pattern: '^[0-9a-f]{16}$' },
                },
              },
            },
          },
        },
      },
    },
  },
};

interface Log {
  runs: {
    tool: { driver: { rules: { id: string }[] } };
    invocations: { executionSuccessful: boolean }[];
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      partialFingerprints: Record<string, string>;
      locations: unknown[];
      relatedLocations?: unknown[];
    }[];
    properties: { verdict: string; clauses: { id: string; state: string }[] };
  }[];
}

const validate = new Ajv({ strict: false }).compile<Log>(sarif);

function runOf(text: string) {
  const log: unknown = JSON.parse(text);
  if (!validate(log)) throw new Error(JSON.stringify(validate.errors));
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

test('both reports are valid SARIF without unsafe characters', () => {
  for (const report of [brokenReport, healthyReport]) {
    expect(unsafeText(renderSarif(report))).toBeUndefined();
    expect(runOf(renderSarif(report)).properties.clauses.map(({ id, state }) => ({ id, state }))).toEqual(
      report.clauses.map(({ id, state }) => ({ id, state })),
    );
  }
});

test('each finding is a result of its rule, with the level of its severity', () => {
  const run = runOf(renderSarif(brokenReport));
  expect(run.results.map((result) => [result.ruleId, result.level])).toEqual([
    ['labels/prompt-supervised', 'error'],
    ['labels/prompt-supervised', 'error'],
    ['render/request-differs', 'error'],
    ['eval/parse-failure-counted', 'warning'],
    ['adapter/tensor-unusual', 'note'],
  ]);
  for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
  expect(run.invocations[0]?.executionSuccessful).toBe(false);
  expect(runOf(renderSarif(healthyReport)).results).toEqual([]);
});

test('a region is there where a line is known, a logical location elsewhere', () => {
  const run = runOf(renderSarif(brokenReport));
  expect(run.results[1]?.locations[0]).toEqual({
    physicalLocation: { artifactLocation: { uri: 'run/chat_template.jinja' }, region: { startLine: 22 } },
  });
  expect(run.results[0]?.locations[0]).toMatchObject({
    logicalLocations: [{ name: 'assistant_only_loss', kind: 'property' }],
  });
  expect(JSON.stringify(run.results[0]?.relatedLocations?.[0])).not.toContain('region');
});

test('fingerprints tell findings apart and survive other numbers', () => {
  const prints = (text: string) => runOf(text).results.map((result) => Object.values(result.partialFingerprints)[0]);
  const before = prints(renderSarif(brokenReport));
  expect(new Set(before).size).toBe(before.length);
  const recounted = {
    ...brokenReport,
    checks: brokenReport.checks.map((check) => ({
      ...check,
      findings: check.findings.map((finding) => ({ ...finding, what: '7 of 9', data: { rows: 9 } })),
    })),
  };
  expect(prints(renderSarif(recounted))).toEqual(before);
});

test('a hostile path cannot leave the reference', () => {
  const [check] = brokenReport.checks;
  if (check === undefined) throw new Error('no check');
  const finding = {
    ...check.findings[0],
    message: 'm',
    what: 'w',
    why: 'y',
    fix: 'f',
    data: {},
    places: [{ kind: 'file' as const, path: 'javascript:alert(1)\\"\n?x#y\uD800' }],
  };
  const run = runOf(renderSarif({ ...brokenReport, checks: [{ ...check, findings: [finding] }] }));
  expect(JSON.stringify(run.results[0]?.locations)).toContain('javascript%3Aalert(1)/%22%0A%3Fx%23y%EF%BF%BD');
});
